"""What is said before anything is loaded, and what a training leaves for the next one."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from danqing.core.errors import BadInput, DanqingError, Refused
from danqing.models.catalog import ModelInfo, find_model
from danqing.training.lora import checkpoints
from danqing.training.lora.opening import Order, look_through, train

Make = Callable[..., Order]


def refused(order: Order) -> DanqingError:
    """Why it cannot be trained, said in both languages."""
    with pytest.raises(DanqingError) as raised:
        list(train(look_through(order)))
    assert raised.value.message("en") != raised.value.message("zh")
    return raised.value


def of_pipeline(model: ModelInfo, name: str, tmp_path: Path) -> ModelInfo:
    """The same folder under another pipeline's name."""
    assert model.folder is not None
    folder = tmp_path / name
    shutil.copytree(model.folder, folder)
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps({**index, "_class_name": name}))
    return ModelInfo(name, "painter", folder)


@pytest.mark.parametrize("name", ["FluxPipeline", "StableDiffusion3Pipeline", "ZImagePipeline"])
def test_other_families_are_refused(order: Make, small_sd: ModelInfo, tmp_path: Path, name: str) -> None:
    error = refused(order(model=of_pipeline(small_sd, name, tmp_path)))
    assert (error.key, error.exit_code) == ("train_family", 2)
    assert name in error.message("zh")


def test_a_model_without_weights_is_refused(order: Make) -> None:
    assert refused(order(model=find_model("fake", "painter"))).key == "train_no_weights"


def test_resolutions(order: Make, small_sdxl: ModelInfo) -> None:
    assert refused(order(resolution=2048)).key == "train_resolution"
    fixed = refused(order(model=small_sdxl, resolution=512))
    assert (fixed.key, fixed.params["sizes"]) == ("train_resolution_fixed", "64x64")
    assert look_through(order(model=small_sdxl, resolution=None)).sizes == ((64, 64),)


def test_a_trigger_that_the_tokenizer_cannot_write(order: Make) -> None:
    assert refused(order(trigger="灯笼")).key == "train_trigger_unread"


def test_words_that_would_not_be_drawn_are_not_trained(order: Make) -> None:
    with pytest.raises(Refused):
        look_through(order(trigger="child porn"))


def test_devices_and_formats(order: Make) -> None:
    assert refused(order(precision="fp16")).key == "train_precision"
    assert refused(order(optimizer="adamw8bit")).key == "train_8bit_device"
    assert refused(replace(order(), device="cuda:7")).key == "choice_invalid"


def test_a_training_is_not_overwritten(order: Make) -> None:
    assert refused(order(resume=True)).key == "train_nothing_to_resume"
    list(train(look_through(order())))
    taken = refused(order())
    assert (taken.key, taken.params["step"]) == ("train_out_taken", 4)
    differing = refused(order(rank=8, resume=True))
    assert (differing.key, differing.params["name"]) == ("train_resume_differs", "rank")
    (order().pictures / "disc-2.txt").write_text("another zq disc")
    assert refused(order(resume=True)).params["name"] == "pictures"


def test_a_damaged_checkpoint_is_named(order: Make, tmp_path: Path) -> None:
    list(train(look_through(order())))
    (folder,) = (tmp_path / "out" / checkpoints.FOLDER).iterdir()
    (folder / "optimizer.safetensors").write_bytes(b"half")
    with pytest.raises(BadInput) as raised:
        look_through(order(resume=True))
    assert raised.value.key == "train_checkpoint_damaged"
    assert folder.name in raised.value.message("zh")
