"""A diffusers folder draws offline: seeds, prompts, guidance, previews, cancelling, limits, damage."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from danqing.core.domain import STARTER
from danqing.core.errors import BadInput, Cancelled, DrawingFailed, ModelUnusable
from danqing.core.protocols import Painter
from danqing.core.types import ApprovedPrompt
from danqing.engine import open_painter
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo
from tests.engine.conftest import approved, make_painter_folder

Preview = Callable[[], Image.Image] | None


def draw(painter: DiffusersPainter, prompt: ApprovedPrompt, seed: int = 1) -> Image.Image:
    return painter.draw(prompt, seed, lambda done, total, preview: None, lambda: False)


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def test_is_a_painter_that_reads_its_weights_late(painter_folder: Path) -> None:
    opened = open_painter(ModelInfo("mine", "painter", painter_folder), device="cpu")
    assert isinstance(opened, Painter)
    assert isinstance(opened, DiffusersPainter)
    assert (opened.id, opened.dialect, opened.domain) == ("mine", "sd15", None)
    assert (opened.default_steps, opened.default_guidance, opened.default_size) == (30, 7.5, (512, 512))
    assert not opened.loaded


def test_a_seed_gives_one_picture(painter: DiffusersPainter, painter_folder: Path) -> None:
    first = draw(painter, approved(), seed=7)
    assert (first.mode, first.size) == ("RGB", (64, 64))
    assert same(first, draw(DiffusersPainter(painter_folder, device="cpu"), approved(), seed=7))
    assert not same(first, draw(painter, approved(), seed=8))


def test_prompt_negative_guidance_and_steps_change_the_picture(painter: DiffusersPainter) -> None:
    plain = draw(painter, approved())
    others = [
        draw(painter, approved(text="a blue house")),
        draw(painter, approved(negative="red")),
        draw(painter, approved(guidance=8.0)),
        draw(painter, approved(steps=5)),
    ]
    assert not any(same(plain, other) for other in others)


def test_guidance_of_1_asks_the_model_once_and_ignores_the_negative(painter: DiffusersPainter) -> None:
    assert same(
        draw(painter, approved(guidance=1.0, negative="red")), draw(painter, approved(guidance=1.0, negative="sea"))
    )


def test_draws_the_size_that_is_asked_for(painter: DiffusersPainter) -> None:
    assert draw(painter, approved(size=(96, 64))).size == (96, 64)


def test_reports_every_step_with_a_preview_that_is_made_only_when_asked(painter: DiffusersPainter) -> None:
    steps: list[tuple[int, int]] = []
    previews: list[Preview] = []

    def on_step(done: int, total: int, preview: Preview) -> None:
        steps.append((done, total))
        previews.append(preview)

    painter.draw(approved(steps=3), 1, on_step, lambda: False)
    assert steps == [(1, 3), (2, 3), (3, 3)]
    images = [preview() for preview in previews if preview is not None]
    assert [(image.mode, image.size) for image in images] == [("RGB", (32, 32))] * 3
    assert not same(images[0], images[-1])


def test_previews_by_the_linear_map_of_the_folder(painter_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(painter_folder, tmp_path / "copy"))
    weights = [[0.1 * channel, 0.2, -0.1] for channel in range(8)]
    (folder / "preview.json").write_text(json.dumps({"weights": weights, "bias": [0, 0, 0]}))
    seen: list[Image.Image] = []
    linear = DiffusersPainter(folder, device="cpu")
    linear.draw(approved(steps=1), 1, lambda done, total, preview: seen.append(preview()) if preview else None, bool)
    assert seen[0].size == (32, 32)
    (folder / "preview.json").write_text('{"weights": [[1, 2]], "bias": [0, 0, 0]}')
    with pytest.raises(ModelUnusable, match=r"preview\.json"):
        DiffusersPainter(folder, device="cpu").load()


def test_cancels_within_one_step(painter: DiffusersPainter) -> None:
    done: list[int] = []
    with pytest.raises(Cancelled):
        painter.draw(approved(steps=9), 1, lambda step, total, preview: done.append(step), lambda: len(done) >= 3)
    assert done == [1, 2, 3]


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers' own, with NumPy 2
@pytest.mark.parametrize("scheduler", ["EulerAncestralDiscreteScheduler", "EulerDiscreteScheduler"])
def test_draws_with_other_samplers(scheduler: str, tmp_path: Path) -> None:
    painter = DiffusersPainter(make_painter_folder(tmp_path / "painter", scheduler), device="cpu")
    assert same(draw(painter, approved()), draw(painter, approved()))


def test_weights_and_long_prompts_reach_the_picture_where_the_dialect_has_them(painter: DiffusersPainter) -> None:
    def drawn(text: str, dialect: str = "sd15") -> Image.Image:
        prompt = approved(text)
        return draw(painter, replace(prompt, prompt=replace(prompt.prompt, dialect=dialect)))

    assert same(drawn("a red cat"), drawn("a red cat", "plain"))
    assert not same(drawn("a red cat"), drawn("a (red:1.5) cat"))
    long = ", ".join(["blue sea"] * 9)
    assert not same(drawn(long), drawn(f"{long}, a house"))
    assert same(drawn(long, "plain"), drawn(f"{long}, a house", "plain"))


def test_counts_the_tokens_of_a_prompt(painter: DiffusersPainter) -> None:
    assert painter.count("a red, cat") == 8


def test_check_says_what_can_be_drawn(painter: DiffusersPainter) -> None:
    painter.check(approved().settings)
    for wrong in (approved(size=(60, 64)), approved(size=(64, 4096)), approved(steps=0), approved(guidance=-1)):
        with pytest.raises(BadInput):
            painter.check(wrong.settings)


def test_a_card_sets_dialect_domain_sizes_and_defaults(painter_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(painter_folder, tmp_path / "copy"))
    card = {"dialect": "starter", "domain": "starter", "sizes": [[64, 64]], "steps": 12, "guidance": 3}
    (folder / "danqing.json").write_text(json.dumps(card))
    painter = DiffusersPainter(folder)
    assert (painter.dialect, painter.domain) == ("starter", STARTER)
    assert (painter.default_steps, painter.default_guidance, painter.default_size) == (12, 3.0, (64, 64))
    with pytest.raises(BadInput, match="64x64"):
        painter.check(approved(size=(128, 64)).settings)
    (folder / "danqing.json").write_text("[")
    with pytest.raises(ModelUnusable, match=r"danqing\.json"):
        DiffusersPainter(folder)


def test_a_missing_shard_and_a_short_one_are_named(painter_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(painter_folder, tmp_path / "copy"))
    shard = sorted((folder / "unet").glob("*-00002-of-*.safetensors"))[0]
    whole = shard.read_bytes()
    shard.write_bytes(whole[:-1])
    with pytest.raises(ModelUnusable, match=shard.name) as caught:
        DiffusersPainter(folder, device="cpu").load()
    assert caught.value.code == "weights_short"
    shard.unlink()
    with pytest.raises(ModelUnusable, match=shard.name) as caught:
        open_painter(ModelInfo("mine", "painter", folder))
    assert caught.value.code == "model_missing"


def test_refuses_other_families_code_and_foreign_samplers(painter_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(painter_folder, tmp_path / "copy"))
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps(index | {"_class_name": "OtherPipeline"}))
    with pytest.raises(ModelUnusable, match="OtherPipeline"):
        DiffusersPainter(folder, device="cpu").load()
    (folder / "model_index.json").write_text(json.dumps(index))
    (folder / "scheduler" / "scheduler_config.json").write_text('{"_class_name": "AutoencoderKL"}')
    with pytest.raises(ModelUnusable, match="no sampler"):
        DiffusersPainter(folder, device="cpu").load()
    (folder / "unet" / "own.py").write_text("")
    with pytest.raises(ModelUnusable, match=r"own\.py"):
        DiffusersPainter(folder, device="cpu").load()


def test_values_that_are_not_numbers_never_become_a_picture(painter: DiffusersPainter) -> None:
    with pytest.raises(DrawingFailed, match="not numbers"):
        draw(painter, approved(guidance=1e38))
