"""LoRAs: every layout does the same to a picture, several go together, and nothing of them stays."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from danqing.core.errors import BadInput, Cancelled, ModelUnusable
from danqing.core.technique import LoraUse
from danqing.core.types import Start
from danqing.engine.loras import KEPT
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo
from tests.engine.adapters import (
    ALPHA,
    RANK,
    Learnt,
    diffusers,
    early_diffusers,
    first_names,
    kohya,
    learnt,
    peft,
    peft_folder,
    saved,
)
from tests.engine.folders import FLOWS, PIPELINES, UNETS, make_folder
from tests.engine.test_families import GUIDANCE, asked, draw, every_number, large, picture, same
from tests.models.files import write_weights

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]


class Shelf:
    """A painter and its catalogue of LoRAs, which can grow."""

    def __init__(self, folder: Path) -> None:
        self.known: list[ModelInfo] = []
        self.painter = DiffusersPainter(folder, device="cpu", catalogue=lambda: self.known)
        self.model = self.painter._parts().model

    def add(self, place: Path, name: str = "ink", base: str | None = None) -> LoraUse:
        self.known = [info for info in self.known if info.id != name]
        self.known.append(ModelInfo(name, "lora", place, base=base))
        return LoraUse(name)


@pytest.fixture(scope="session")
def shelves(painters: Painters) -> Callable[[str], Shelf]:
    """The shelf of a family, made once."""
    made: dict[str, Shelf] = {}

    def shelf(family: str) -> Shelf:
        if family not in made:
            made[family] = Shelf(painters(family).folder)
        return made[family]

    return shelf


Shelves = Callable[[str], Shelf]


def with_loras(shelf: Shelf, family: str, *uses: LoraUse, start: Start | None = None, **more: Any) -> Image.Image:
    return draw(shelf.painter, asked(family, loras=uses, **more), start=start)


def close(one: Image.Image, other: Image.Image) -> bool:
    return bool(np.abs(every_number(one) - every_number(other)).max() <= 1)


@pytest.mark.parametrize("family", UNETS)
def test_layouts_of_unets_do_the_same_and_leave_nothing(family: str, shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves(family)
    numbers, unet = learnt(shelf.model), learnt(shelf.model, text=False)
    attention = learnt(shelf.model, convolutions=False)
    before, weights = draw(shelf.painter, asked(family)), _fingerprint(shelf)
    layouts: list[tuple[Learnt, list[Path]]] = [
        (
            numbers,
            [saved(tmp_path / "a.safetensors", diffusers(numbers)), saved(tmp_path / "b.safetensors", kohya(numbers))],
        ),
        (attention, [saved(tmp_path / "c.safetensors", early_diffusers(attention))]),
        (unet, [saved(tmp_path / "d.safetensors", peft(unet)), peft_folder(tmp_path / "e", unet)]),
    ]
    if family == "sdxl":
        layouts[0][1].append(saved(tmp_path / "f.safetensors", kohya(numbers, first_names)))
    for which, places in layouts:
        reference = shelf.add(saved(tmp_path / "reference.safetensors", diffusers(which)))
        wanted = with_loras(shelf, family, reference)
        assert not same(wanted, before)
        for place in places:
            assert close(with_loras(shelf, family, shelf.add(place)), wanted), place.name
            assert same(draw(shelf.painter, asked(family)), before)
    assert _fingerprint(shelf) == weights


def _fingerprint(shelf: Shelf) -> dict[str, float]:
    """Names of all weights and hooks, and a sum of each."""
    found: dict[str, float] = {}
    for network, module in shelf.model.networks().items():
        found |= {f"{network}.{name}": float(weight.double().sum()) for name, weight in module.state_dict().items()}
        found[network] = float(sum(len(layer._forward_hooks) for layer in module.modules()))
    return found


@pytest.mark.parametrize("family", FLOWS)
def test_layouts_of_transformers(family: str, shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves(family)
    before, numbers = draw(shelf.painter, asked(family)), learnt(shelf.model, text=False)
    wanted = with_loras(shelf, family, shelf.add(saved(tmp_path / "a.safetensors", diffusers(numbers))))
    assert not same(wanted, before)
    assert close(with_loras(shelf, family, shelf.add(saved(tmp_path / "b.safetensors", peft(numbers)))), wanted)
    assert close(with_loras(shelf, family, shelf.add(peft_folder(tmp_path / "c", numbers))), wanted)
    assert same(draw(shelf.painter, asked(family)), before)


def test_flux_in_the_names_of_its_checkpoint(shelves: Shelves, tmp_path: Path) -> None:
    """kohya's scripts train its query, key and value as one layer, which diffusers has as three."""
    shelf = shelves("flux")
    before, width = draw(shelf.painter, asked("flux")), 32
    numbers = torch.Generator().manual_seed(3)
    near = "lora_unet_double_blocks_0_img_attn_qkv"
    down, up = torch.randn(RANK, width, generator=numbers), torch.randn(3 * width, RANK, generator=numbers)
    tensors = {f"{near}.lora_down.weight": down, f"{near}.lora_up.weight": up, f"{near}.alpha": torch.tensor(ALPHA)}
    drawn = with_loras(shelf, "flux", shelf.add(saved(tmp_path / "a.safetensors", tensors)))
    parts: Learnt = {
        ("transformer", f"transformer_blocks.0.attn.{name}"): (down, up[i * width : (i + 1) * width] * (ALPHA / RANK))
        for i, name in enumerate(("to_q", "to_k", "to_v"))
    }
    wanted = with_loras(shelf, "flux", shelf.add(saved(tmp_path / "b.safetensors", diffusers(parts))))
    assert not same(drawn, before)
    assert close(drawn, wanted)


@pytest.mark.parametrize("family", ["sd15", "sdxl", "sd3", "flux", "qwen-image", "z-image"])
def test_as_diffusers_does(family: str, shelves: Shelves, tmp_path: Path) -> None:
    import diffusers as library

    shelf = shelves(family)
    numbers = learnt(shelf.model, text=False)
    path = saved(tmp_path / "a.safetensors", diffusers(numbers))
    kind: Any = getattr(library, PIPELINES[family][0])
    extra = {"safety_checker": None, "feature_extractor": None} if family == "sd15" else {}
    theirs = kind.from_pretrained(shelf.painter.folder, dtype=torch.float32, local_files_only=True, **extra)
    theirs.set_progress_bar_config(disable=True)
    theirs.load_lora_weights(str(tmp_path), weight_name=path.name, adapter_name="ink", local_files_only=True)
    theirs.set_adapters(["ink"], [0.7])
    guidance = GUIDANCE.get(family, 4.0)
    options: dict[str, Any] = {"guidance_scale": guidance}
    if family == "qwen-image":
        options = {"true_cfg_scale": guidance, "negative_prompt": " "}
    drawn = theirs(
        "a red cat", height=64, width=64, num_inference_steps=3, generator=torch.Generator().manual_seed(1), **options
    ).images[0]
    ours = with_loras(shelf, family, replace(shelf.add(path), weight=0.7))
    assert close(ours, drawn)


@pytest.mark.parametrize("family", ["sd15", "flux"])
def test_weights_and_several_at_once(family: str, shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves(family)
    one, two = (
        shelf.add(saved(tmp_path / f"{seed}.safetensors", diffusers(learnt(shelf.model, seed, text=False))), f"l{seed}")
        for seed in (1, 2)
    )
    before = draw(shelf.painter, asked(family))
    assert same(with_loras(shelf, family, replace(one, weight=0.0), replace(two, weight=0.0)), before)
    alone, both = with_loras(shelf, family, one), with_loras(shelf, family, one, two)
    assert same(with_loras(shelf, family, one, replace(two, weight=0.0)), alone)
    assert same(with_loras(shelf, family, one, two), both)
    drawn = [before, alone, with_loras(shelf, family, two), both, with_loras(shelf, family, replace(one, weight=-0.5))]
    assert len({image.tobytes() for image in drawn}) == len(drawn)
    near = with_loras(shelf, family, replace(one, weight=0.1))
    far = (np.abs(every_number(image) - every_number(before)).mean() for image in (near, alone))
    assert 0 < next(far) < next(far)


def test_only_the_last_ones_are_kept(shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves("sd15")
    uses = [
        shelf.add(saved(tmp_path / f"{seed}.safetensors", diffusers(learnt(shelf.model, seed))), f"k{seed}")
        for seed in range(KEPT + 2)
    ]
    first = with_loras(shelf, "sd15", uses[0])
    for use in uses[1:]:
        with_loras(shelf, "sd15", use)
    assert len(shelf.painter._parts().loras._read) == KEPT
    assert same(with_loras(shelf, "sd15", uses[0]), first)
    assert not same(with_loras(shelf, "sd15", *uses), first)
    assert len(shelf.painter._parts().loras._read) == KEPT
    saved(tmp_path / "0.safetensors", diffusers(learnt(shelf.model, 77, text=False)))
    assert not same(with_loras(shelf, "sd15", uses[0]), first)  # another file under its name


def test_with_the_other_tools(shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves("sdxl")
    use = shelf.add(saved(tmp_path / "a.safetensors", diffusers(learnt(shelf.model))))
    base, mask = picture(), Image.new("L", (64, 64), 0)
    mask.paste(255, (0, 0, 32, 64))
    ways: list[tuple[Start | None, dict[str, Any]]] = [
        (Start(base, 0.6), {}),
        (Start(base, 0.6, mask=mask), {}),
        (None, {"highres": 1.5}),
    ]
    for start, more in ways:
        plain = draw(shelf.painter, asked("sdxl", **more), start=start)
        drawn = with_loras(shelf, "sdxl", use, start=start, **more)
        assert drawn.size == plain.size
        assert not same(drawn, plain)
        if start is not None and start.mask is not None:
            assert same(drawn.crop((32, 0, 64, 64)), base.crop((32, 0, 64, 64)))
    before = draw(shelf.painter, asked("sdxl"))
    with pytest.raises(Cancelled):
        shelf.painter.draw(asked("sdxl", loras=(use,)), 1, lambda *report: None, lambda: True)
    assert same(draw(shelf.painter, asked("sdxl")), before)


def test_of_another_base(shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves("sd15")
    place = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"
    shapes = {f"{place}.lora_down.weight": (4, 2048), f"{place}.lora_up.weight": (640, 4)}
    use = shelf.add(write_weights(tmp_path / "xl.safetensors", shapes))
    with pytest.raises(BadInput, match="sdxl") as caught:
        shelf.painter.check(large(asked("sd15", loras=(use,))))
    assert "sdxl" in caught.value.message("zh")
    small = shelf.add(saved(tmp_path / "told.safetensors", diffusers(learnt(shelf.model))), base="flux")
    with pytest.raises(BadInput, match="flux"):
        shelf.painter.check(large(asked("sd15", loras=(small,))))


def test_what_does_not_fit_by_its_shapes(shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves("sd15")
    before = draw(shelf.painter, asked("sd15"))
    numbers = diffusers(learnt(shelf.model))
    last = list(numbers)[-1]
    wide = numbers | {last: torch.zeros(7, RANK)}
    elsewhere = numbers | {
        "unet.nowhere.lora_A.weight": torch.zeros(4, 4),
        "unet.nowhere.lora_B.weight": torch.zeros(4, 4),
    }
    half = {name: tensor for name, tensor in numbers.items() if name != last}
    unknown = numbers | {"unet.conv_in.dora_scale": torch.zeros(4)}
    for name, tensors, key in (
        ("wide", wide, "lora_unfit"),
        ("elsewhere", elsewhere, "lora_unfit"),
        ("half", half, "model_damaged"),
        ("unknown", unknown, "lora_kind"),
    ):
        use = shelf.add(saved(tmp_path / f"{name}.safetensors", tensors))
        with pytest.raises(ModelUnusable) as caught:
            with_loras(shelf, "sd15", use)
        assert caught.value.key == key, name
        assert name in caught.value.message("en")
    assert same(draw(shelf.painter, asked("sd15")), before)


def test_damaged_gone_or_unknown(shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves("sd15")
    path = saved(tmp_path / "cut.safetensors", diffusers(learnt(shelf.model)))
    path.write_bytes(path.read_bytes()[:-100])
    gone = shelf.add(tmp_path / "gone.safetensors", "gone")
    for use in (shelf.add(path, "cut"), gone):
        with pytest.raises(ModelUnusable, match=use.id):
            shelf.painter.check(large(asked("sd15", loras=(use,))))
    with pytest.raises(BadInput, match="nobody"):
        shelf.painter.check(large(asked("sd15", loras=(LoraUse("nobody"),))))
    with pytest.raises(BadInput, match="ink"):
        DiffusersPainter(shelf.painter.folder).check(large(asked("sd15", loras=(LoraUse("ink"),))))


def test_the_scale_in_the_header_counts(shelves: Shelves, tmp_path: Path) -> None:
    shelf = shelves("sd15")
    numbers = learnt(shelf.model, text=False)
    wanted = with_loras(shelf, "sd15", shelf.add(saved(tmp_path / "a.safetensors", diffusers(numbers))))
    doubled: Learnt = {key: (down, up * (RANK / ALPHA)) for key, (down, up) in numbers.items()}
    told = {"lora_adapter_metadata": json.dumps({"unet.r": RANK, "unet.lora_alpha": ALPHA})}
    use = shelf.add(saved(tmp_path / "b.safetensors", diffusers(doubled), told))
    assert close(with_loras(shelf, "sd15", use), wanted)
    wrong = shelf.add(saved(tmp_path / "c.safetensors", diffusers(doubled), {"lora_adapter_metadata": "[]"}))
    with pytest.raises(ModelUnusable, match="lora_adapter_metadata"):
        with_loras(shelf, "sd15", wrong)


def test_in_half_precision(tmp_path: Path) -> None:
    """The file's numbers are brought to those of the layers."""
    shelf = Shelf(make_folder(tmp_path / "sd15", "sd15"))
    for module in shelf.model.networks().values():
        module.bfloat16()
    shelf.model.dtype = torch.bfloat16  # type: ignore[attr-defined]
    before = draw(shelf.painter, asked("sd15"))
    use = shelf.add(saved(tmp_path / "a.safetensors", diffusers(learnt(shelf.model))))
    assert not same(with_loras(shelf, "sd15", use), before)
    assert same(draw(shelf.painter, asked("sd15")), before)
