"""The training as a whole, on small models: it learns, stops, goes on exactly, and what it writes can be loaded."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file

from danqing.core.errors import BadInput, DiskFull
from danqing.models.catalog import ModelInfo
from danqing.store.disk import Disk
from danqing.training.lora.base import load_base
from danqing.training.lora.events import Begun, Ended, Event, Preparing, Sampled, Saved, Stepped
from danqing.training.lora.examples import encode_photos
from danqing.training.lora.opening import Order, look_through, train
from danqing.training.lora.trainer import Task, Trainer
from tests.engine.checkpoints import make_checkpoint
from tests.engine.folders import make_folder

Make = Callable[..., Order]


def events(order: Order, **more: Any) -> list[Event]:
    """All of a training's."""
    return list(train(look_through(order), **more))


def steps(told: list[Event]) -> list[Stepped]:
    """Those of steps."""
    return [event for event in told if isinstance(event, Stepped)]


def side(path: Path) -> tuple[int, int]:
    """Width and height of a picture file."""
    with Image.open(path) as image:
        return image.size


def drawn(model: ModelInfo, lora: Path | None) -> "np.ndarray[Any, Any]":
    """A picture by diffusers' own pipeline, with a LoRA file or without."""
    from diffusers import DiffusionPipeline

    assert model.folder is not None
    more = {} if model.id == "small-sdxl" else {"safety_checker": None, "requires_safety_checker": False}
    pipeline = DiffusionPipeline.from_pretrained(model.folder, local_files_only=True, **more)
    pipeline.set_progress_bar_config(disable=True)
    if lora is not None:
        pipeline.load_lora_weights(lora.parent, weight_name=lora.name)
    generator = torch.Generator("cpu").manual_seed(1)
    image = pipeline("a zq disc", num_inference_steps=3, width=64, height=64, generator=generator).images[0]
    return np.asarray(image, np.int16)


def test_it_learns_and_tells_what_happens(order: Make) -> None:
    told = events(order(steps=40, lr=1e-2, batch=3, layers="all", rank=8))
    losses = [event.loss for event in steps(told)]
    assert np.mean(losses[-10:]) < 0.9 * np.mean(losses[:10])
    (begun,) = (event for event in told if isinstance(event, Begun))
    assert begun.pictures == 6
    assert begun.sizes == ((64, 64), (80, 48))
    assert begun.parameters > 0
    assert told[:6] == [Preparing("cache", done, 6) for done in range(1, 7)]
    assert isinstance(told[-1], Ended) and told[-1].complete
    assert steps(told)[-1].left_s == 0


@pytest.mark.parametrize("name", ["optimizer.safetensors", "state.json", "loss.", "step-000004-1", "lora.", "README."])
def test_a_full_disk_ends_it_with_a_sentence_and_it_goes_on_where_it_was(
    name: str, order: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, full = Disk.write, False

    def writing(disk: Disk, path: Path, data: bytes) -> None:
        if full and path.name.startswith(name):
            path.write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        write(disk, path, data)

    monkeypatch.setattr(Disk, "write", writing)
    settings: dict[str, Any] = {"steps": 4, "save_every": 2, "sample_every": 4, "sample_prompts": ("a zq disc",)}
    told: list[Event] = []
    with pytest.raises(DiskFull) as caught:
        for event in train(look_through(order(**settings))):
            told.append(event)
            full = full or isinstance(event, Saved)
    assert "Free some space" in caught.value.message("en") and "磁盘已满" in caught.value.message("zh")
    out = tmp_path / "out"
    assert not list(out.rglob("*.part"))
    assert (out / "checkpoints" / "step-000002" / "state.json").exists()
    full = False
    again = events(order(**settings, resume=True))
    assert isinstance(again[-1], Ended) and again[-1].complete
    assert len(steps(told)) + len(steps(again)) <= 6 and load_file(again[-1].path)


@pytest.mark.parametrize("settings", [{}, {"text_encoder": True, "layers": "all"}, {"accumulate": 2, "min_snr": 5.0}])
def test_a_training_goes_on_exactly(order: Make, tmp_path: Path, settings: dict[str, Any]) -> None:
    whole = steps(events(order(steps=6, out=tmp_path / "whole", **settings)))
    count = 0

    def stop() -> bool:
        nonlocal count
        count += 1
        return count > 6 + 3  # it is asked after each of six pictures, too

    first = events(order(steps=6, out=tmp_path / "parts", **settings), stop=stop)
    assert isinstance(first[-1], Ended) and not first[-1].complete and first[-1].step == 3
    second = events(order(steps=6, out=tmp_path / "parts", resume=True, **settings))
    assert [event.loss for event in steps(first) + steps(second)] == [event.loss for event in whole]
    one, other = (load_file(tmp_path / name / "lora.safetensors") for name in ("whole", "parts"))
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    rows = (tmp_path / "parts" / "loss.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["step", "1", "2", "3", "4", "5", "6"]


def test_drawing_goes_first(order: Make) -> None:
    pauses: list[int] = []
    told = events(order(steps=3), pause=lambda aside: pauses.append(1))
    assert len(steps(told)) == 3
    assert len(pauses) == 1 + 6 + 3, "before anything is computed, after each picture, before each step"


@pytest.mark.parametrize("text_encoder", [False, True])
@pytest.mark.parametrize("name", ["small_sd", "small_sdxl"])
def test_both_layouts_load_and_draw_the_same(
    order: Make, name: str, text_encoder: bool, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    model = request.getfixturevalue(name)
    events(order(model=model, steps=6, lr=3e-2, layers="all", text_encoder=text_encoder))
    plain = drawn(model, None)
    diffusers = drawn(model, tmp_path / "out" / "lora.safetensors")
    kohya = drawn(model, tmp_path / "out" / "lora.kohya.safetensors")
    assert np.abs(plain - diffusers).max() > 8
    assert np.abs(diffusers - kohya).max() <= 1


def test_it_can_be_stopped_while_it_prepares(order: Make, tmp_path: Path) -> None:
    assert events(order(), stop=lambda: True) == [Preparing("cache", 1, 6)]
    assert not (tmp_path / "out" / "checkpoints").exists()


def test_every_weight_is_learnt(order: Make, tmp_path: Path) -> None:
    events(order(text_encoder=True, layers="all"))
    weights = load_file(tmp_path / "out" / "lora.safetensors")
    assert {name.partition(".")[0] for name in weights} == {"unet", "text_encoder"}
    ups = {name: tensor for name, tensor in weights.items() if "lora_B" in name}
    assert ups and all(tensor.abs().sum() > 0 for tensor in ups.values())


def test_samples_come_at_their_steps_and_are_the_same_for_a_seed(order: Make, tmp_path: Path) -> None:
    settings = {"steps": 4, "sample_every": 2, "sample_prompts": ("a zq disc", "a disc")}
    for name in ("one", "two"):
        told = events(order(out=tmp_path / name, **settings))
        sampled = [event for event in told if isinstance(event, Sampled)]
        assert [event.step for event in sampled] == [2, 4]
        assert all(side(path) == (64, 64) for event in sampled for path in event.paths)
    names = sorted(path.name for path in (tmp_path / "one" / "samples").iterdir())
    assert names == ["step-000002-1.png", "step-000002-2.png", "step-000004-1.png", "step-000004-2.png"]
    for name in names:
        one, two = ((tmp_path / folder / "samples" / name).read_bytes() for folder in ("one", "two"))
        assert one == two


def test_sampling_does_not_change_what_is_learnt(order: Make, tmp_path: Path) -> None:
    events(order(out=tmp_path / "with", sample_every=1))
    events(order(out=tmp_path / "without"))
    one, other = (load_file(tmp_path / name / "lora.safetensors") for name in ("with", "without"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_checkpointing_learns_the_same(order: Make, tmp_path: Path) -> None:
    events(order(out=tmp_path / "with", checkpointing=True))
    events(order(out=tmp_path / "without", checkpointing=False))
    one, other = (load_file(tmp_path / name / "lora.safetensors") for name in ("with", "without"))
    assert all(torch.allclose(one[name], other[name], atol=1e-5) for name in one)


def test_half_precision_on_the_cpu(order: Make, tmp_path: Path) -> None:
    told = events(order(precision="bf16", sample_every=4))
    assert next(event for event in told if isinstance(event, Begun)).precision == "bfloat16"
    weights = load_file(tmp_path / "out" / "lora.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    kept = load_file(next((tmp_path / "out" / "checkpoints").iterdir()) / "adapter.safetensors")
    assert {tensor.dtype for tensor in kept.values()} == {torch.float32}


def test_checkpoints_come_at_their_steps_and_the_last_two_stay(order: Make, tmp_path: Path) -> None:
    told = events(order(steps=6, save_every=2))
    assert [event.step for event in told if isinstance(event, Saved)] == [2, 4, 6]
    assert sorted(path.name for path in (tmp_path / "out" / "checkpoints").iterdir()) == ["step-000004", "step-000006"]


def test_what_the_base_draws_is_preserved(order: Make, tmp_path: Path) -> None:
    settings = {"class_prompts": ("a disc", "a square"), "prior_pictures": 3}
    told = events(order(**settings))
    assert next(event for event in told if isinstance(event, Begun)).priors == 3
    assert Preparing("prior", 3, 3) in told
    prior = tmp_path / "out" / "prior"
    assert [p.read_text() for p in sorted(prior.glob("*.txt"))] == ["a disc", "a square", "a disc"]
    given = events(order(out=tmp_path / "given", prior=prior))
    assert [event.loss for event in steps(given)] != [event.loss for event in steps(events(order(out=tmp_path / "no")))]


def test_mirrored_pictures_are_learnt_too(order: Make, tmp_path: Path) -> None:
    plain = steps(events(order(steps=8)))
    flipped = steps(events(order(steps=8, flip=True, out=tmp_path / "flipped")))
    assert [event.loss for event in plain] != [event.loss for event in flipped]


def test_header_and_card(order: Make, tmp_path: Path) -> None:
    events(order(sample_prompts=("a private zq disc",)))
    with safe_open(tmp_path / "out" / "lora.safetensors", "pt") as file:
        header = file.metadata()
    assert header["modelspec.trigger_phrase"] == "zq"
    assert json.loads(header["danqing.recipe"])["rank"] == 4
    assert "private" not in str(header)
    assert header["modelspec.architecture"] == "small-sd/lora", "neither SD 1.5 nor 2"
    assert json.loads(header["lora_adapter_metadata"])["unet.r"] == 4
    with safe_open(tmp_path / "out" / "lora.kohya.safetensors", "pt") as file:
        header = file.metadata()
        alphas = {name: file.get_tensor(name).item() for name in file.keys() if name.endswith(".alpha")}  # noqa: SIM118
    assert header["ss_network_dim"] == "4"
    assert set(alphas.values()) == {4.0}
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    for said in ("small-sd", "zq", "| rank 秩 | 4 |", "Licence", "许可"):
        assert said in card


def test_a_diverging_training_says_so(order: Make, small_sd: ModelInfo, tmp_path: Path) -> None:
    ready = look_through(order())
    assert small_sd.folder is not None
    base = load_base(small_sd.folder, "small-sd", torch.device("cpu"), torch.float32)
    (tmp_path / "out").mkdir()
    examples = [e for row in encode_photos(base, ready.folder.photos, False) for e in row]
    trainer = Trainer(Task(base, ready.recipe, ready.folder.photos, (), ready.sizes, tmp_path / "out"), examples)
    trainer.adapter.parameters()[0].data.fill_(torch.nan)
    with pytest.raises(BadInput) as raised:
        list(trainer.run())
    assert (raised.value.key, raised.value.params) == ("train_diverged", {"step": 1})


@pytest.mark.parametrize(("family", "resolution"), [("sd15", 64), ("sdxl", 512)])
def test_a_checkpoint_in_one_file_is_learnt_for_as_its_folder(
    order: Make, family: str, resolution: int, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / family, family)
    file = make_checkpoint(folder, tmp_path / "one" / f"{family}.safetensors")
    losses = []
    for number, place in enumerate((folder, file)):
        model = ModelInfo(family, "painter", place)
        told = events(order(model=model, resolution=resolution, steps=2, out=tmp_path / str(number), precision="bf16"))
        losses.append([event.loss for event in steps(told)])
    assert losses[0] == pytest.approx(losses[1], abs=3e-3), "bfloat16, from weights rounded at another time"
