"""The whole course of training on the CPU, a few steps a stage: what comes out is loaded by the product's own code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from danqing.core.domain import STARTER
from danqing.core.reading import Earlier
from danqing.core.scene import Add, Scene, Subject
from danqing.core.types import Prompt, Settings
from danqing.engine.pipeline import DiffusersPainter
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.scene_writer import SceneWriter
from danqing.language.understanding import understand
from danqing.language.wires.starter import StarterWire
from danqing.models.inspect import check_painter, check_writer
from danqing.safety.policy import Policy
from danqing.training.starter.crew import Crew
from danqing.training.starter.keeping import learnt, rewritten
from danqing.training.starter.package import GUIDANCE, STEPS, package
from danqing.training.starter.ranks import Clock
from danqing.training.starter.schedule import run
from danqing.vision.critic import Critic


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained for a few steps and packaged, as a release is."""
    trained, wheel = tmp_path_factory.mktemp("trained"), tmp_path_factory.mktemp("models")
    run(trained, seconds=12, gpus=0)
    (wheel / "painter").mkdir()
    (wheel / "painter" / "README.md").write_text("the card\n")
    package(trained, wheel, tmp_path_factory.mktemp("reserved"))
    return wheel


def test_the_painter_draws(models: Path) -> None:
    check_painter(models / "painter")
    painter = DiffusersPainter(models / "painter")
    assert (painter.dialect, painter.domain, painter.default_size) == ("starter", STARTER, (256, 256))
    settings = Settings("", "", 1, STEPS, GUIDANCE, 256, 256)
    approved = Policy().approve(Prompt("flat, night, 1 large red boat at hj", "", "starter"), settings)
    previews: list[Image.Image] = []
    picture = painter.draw(approved, 1, lambda *report: previews.append(report[2]()) if report[2] else None, bool)
    assert picture.size == (256, 256)
    assert len(previews) == STEPS


def test_the_weights_are_small_and_the_cards_stay(models: Path) -> None:
    assert (models / "painter" / "README.md").read_text() == "the card\n"
    weights = list(models.rglob("*.safetensors"))
    assert max(f.stat().st_size for f in weights) < 14e6
    assert 30e6 < sum(f.stat().st_size for f in weights) < 44e6


def test_the_writer_answers_in_edits(models: Path) -> None:
    check_writer(models / "writer")
    writer = SceneWriter(TransformersLanguageModel(models / "writer"), StarterWire(STARTER))
    earlier = Earlier("画一只猫", (Add(Subject("s1", "cat")),), Scene())
    interpretation = writer.write([earlier], Scene(), understand("再来一只红色的鸟"))
    assert interpretation.edits


def test_the_critic_reads(models: Path) -> None:
    assert Critic(models / "critic").read([Image.new("RGB", (256, 256))])[0].style in STARTER.names("styles")


def test_a_painter_is_refined(models: Path, tmp_path: Path) -> None:
    run(tmp_path, seconds=6, gpus=0, refined=models / "painter")
    assert learnt(tmp_path / "painter") > 0
    packed = tmp_path / "models"
    packed.mkdir()
    package(tmp_path, packed, tmp_path / "reserved")
    check_painter(packed / "painter")
    assert not (packed / "writer").exists(), "what was not trained stays as it is"
    before, after = (folder / "painter" / "vae" for folder in (models, packed))
    name = "diffusion_pytorch_model.safetensors"
    assert (before / name).read_bytes() != (after / name).read_bytes()


def test_the_writer_alone_goes_on_by_the_same_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "danqing.training.starter", "writer", "--out", str(tmp_path / "writer")]
    command += ["--seconds", "3", "--workers", "1"]
    said, seconds = [], []
    for _ in range(2):
        done = subprocess.run(
            [*command, "--seconds", "3", "--workers", "1"], check=True, capture_output=True, text=True
        )
        said.append(done.stdout)
        seconds.append(learnt(tmp_path / "writer"))
    assert seconds[1] > seconds[0] > 0
    assert all("writer held out, 8 each: first en" in text for text in said)
    check_writer(tmp_path / "writer")


def test_an_interrupted_course_goes_on(tmp_path: Path) -> None:
    for name in ("autoencoder", "writer", "painter", "critic", "reserved"):
        (tmp_path / "stages").mkdir(exist_ok=True)
        (tmp_path / "stages" / name).write_text("done")
    run(tmp_path, seconds=9, gpus=0)  # nothing is left to do
    assert json.loads((tmp_path / "progress.json").read_text())["stages"] == {}


def test_a_failed_stage_says_why(tmp_path: Path) -> None:
    for name in ("autoencoder", "writer", "painter", "reserved"):
        (tmp_path / "stages").mkdir(exist_ok=True)
        (tmp_path / "stages" / name).write_text("done")
    with pytest.raises(RuntimeError, match="stage critic failed"):
        run(tmp_path, seconds=9, gpus=0)  # there is no autoencoder for it to read
    assert Crew(tmp_path, 0).done("writer")
    assert not Crew(tmp_path, 0).done("critic")


def test_a_folder_of_weights_is_whole_or_not_there(tmp_path: Path) -> None:
    with rewritten(tmp_path / "model", 5.0) as folder:
        (folder / "weights").write_text("first")
    with pytest.raises(OSError), rewritten(tmp_path / "model", 9.0) as folder:
        (folder / "weights").write_text("half")
        raise OSError
    assert (tmp_path / "model" / "weights").read_text() == "first"
    assert learnt(tmp_path / "model") == 5.0


def test_a_schedule_goes_on_where_it_stood() -> None:
    assert Clock(100, before=300).progress == pytest.approx(0.75, abs=0.01)
