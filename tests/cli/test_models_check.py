"""danqing models check: a model that works, one that draws nothing, and what is no model."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from danqing.models.catalog import starter_folder
from tests.cli.conftest import Run
from tests.models.files import write_weights
from tests.models.test_adapters import CROSS, kohya


def test_a_painter_draws(run: Run, home: Path) -> None:
    done = run("models", "check", "starter", "--role", "painter", "--steps", "2", "--out", "a.png", "--json")
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert (facts["works"], facts["size"], facts["steps"], facts["role"]) == (True, [256, 256], 2, "painter")
    assert facts["peak"] > 50 * 1024**2 and facts["load_s"] >= 0 and facts["run_s"] > 0
    with Image.open("a.png") as image:
        assert image.size == (256, 256)
    folder = run("models", "check", starter_folder("painter"), "--steps", "1", "--size", "256x256")
    assert folder.exit_code == 0 and "painter works" in folder.stdout and "memory at most" in folder.stdout


def test_a_writer_answers(run: Run, home: Path) -> None:
    done = run("models", "check", "starter", "--role", "writer")
    assert done.exit_code == 0, done.output
    assert "starter works" in done.stdout and "edits" in done.stdout


def test_a_picture_of_one_colour_is_no_success(run: Run, home: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "blank"))
    blank(folder / "vae" / "diffusion_pytorch_model.safetensors")
    done = run("models", "check", folder, "--steps", "1", "--json")
    assert (done.exit_code, json.loads(done.stdout.splitlines()[0])["works"]) == (1, False), done.output
    assert "one single colour" in done.stderr


def blank(path: Path) -> None:
    """Weights of zeros in the place of the trained ones: what is drawn is grey everywhere."""
    data = bytearray(path.read_bytes())
    begin = 8 + int.from_bytes(data[:8], "little")
    data[begin:] = bytes(len(data) - begin)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing",), 2, "models list"),
        (("starter",), 2, "--role"),
        (("composer",), 2, "tried out"),
        (("starter", "--role", "painter", "--size", "100x100"), 2, "size"),
        (("starter", "--role", "painter", "--size", "big"), 2, "WIDTHxHEIGHT"),
        (("starter", "--role", "painter", "--out", "a.jpg"), 2, "PNG"),
    ],
)
def test_what_cannot_be_tried(run: Run, home: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run("models", "check", *arguments)
    assert (done.exit_code, said in done.stderr) == (code, True), done.output


def test_a_lora_is_not_tried_alone(run: Run, home: Path, tmp_path: Path) -> None:
    write_weights(tmp_path / "ink.safetensors", kohya(CROSS, 768))
    assert run("models", "add", tmp_path / "ink.safetensors").exit_code == 0
    assert run("models", "check", "ink").exit_code == 2


def test_a_damaged_model_is_named(run: Run, home: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "cut"))
    path = folder / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-1])
    done = run("models", "check", folder)
    assert done.exit_code == 1 and "not whole" in done.stderr
