"""ControlNets: they lead the picture, several together, beside all other tools; what does not fit is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from danqing.core.errors import BadInput, Cancelled, ModelUnusable
from danqing.core.technique import Control, ControlKind, ControlMap, LoraUse
from danqing.core.types import ApprovedPrompt, Start
from danqing.engine.controls import KEPT, map_of
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo
from tests.engine.adapters import control_network, diffusers, first_control, learnt, saved
from tests.engine.folders import PIPELINES, UNETS
from tests.engine.test_families import GUIDANCE, asked, draw, every_number, large, picture, same
from tests.models.files import write_weights

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]


class Led:
    """A painter with ControlNets for canny and depth."""

    def __init__(self, folder: Path, nets: Path) -> None:
        self.known: list[ModelInfo] = []
        self.painter = DiffusersPainter(folder, device="cpu", catalogue=lambda: self.known)
        self.model = self.painter._parts().model
        self.nets = nets
        for seed, kind in enumerate(("canny", "depth")):
            control_network(self.model, seed).save_pretrained(nets / kind)
            self.add(nets / kind, kind)  # type: ignore[arg-type]

    def add(self, place: Path, kind: ControlKind, base: str | None = None) -> None:
        self.known.append(ModelInfo(f"{kind}-{len(self.known)}", "control", place, base=base, control=kind))

    def draw(self, prompt: ApprovedPrompt, *maps: ControlMap, start: Start | None = None) -> Image.Image:
        return self.painter.draw(prompt, 1, lambda *report: None, lambda: False, start, maps)


@pytest.fixture(scope="session")
def led(painters: Painters, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Led]:
    made: dict[str, Led] = {}

    def of(family: str) -> Led:
        if family not in made:
            made[family] = Led(painters(family).folder, tmp_path_factory.mktemp("nets"))
        return made[family]

    return of


def square() -> Image.Image:
    image = Image.new("RGB", (64, 64), (30, 60, 90))
    ImageDraw.Draw(image).rectangle((16, 16, 47, 47), fill=(250, 250, 250))
    return image


def shade(weight: float = 1.0) -> ControlMap:
    return ControlMap("depth", Image.linear_gradient("L").resize((64, 64)).convert("RGB"), weight)


@pytest.mark.parametrize("family", UNETS)
def test_maps_lead_and_weights_tell(family: str, led: Callable[[str], Led]) -> None:
    one = led(family)
    assert one.painter.abilities.controls == ("canny", "depth")
    plain = draw(one.painter, asked(family))
    assert same(one.draw(asked(family), ControlMap("canny", square(), 0.0)), plain)
    by_edges, by_depth = one.draw(asked(family), ControlMap("canny", square())), one.draw(asked(family), shade())
    both = one.draw(asked(family), ControlMap("canny", square()), shade())
    weak = one.draw(asked(family), shade(0.1))
    assert len({image.tobytes() for image in (plain, by_edges, by_depth, both, weak)}) == 5
    assert same(one.draw(asked(family), ControlMap("canny", square()), shade()), both)
    far, near = (np.abs(every_number(image) - every_number(plain)).mean() for image in (by_depth, weak))
    assert near < far
    assert same(draw(one.painter, asked(family)), plain)


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_as_diffusers_does(family: str, led: Callable[[str], Led]) -> None:
    import diffusers as library

    one = led(family)
    name = PIPELINES[family][0].replace("Pipeline", "ControlNetPipeline")
    extra = {"safety_checker": None, "feature_extractor": None} if family == "sd15" else {}
    network = library.ControlNetModel
    theirs: Any = getattr(library, name).from_pretrained(
        one.painter.folder,
        controlnet=network.from_pretrained(one.nets / "depth", local_files_only=True),
        dtype=torch.float32,
        local_files_only=True,
        **extra,
    )
    theirs.set_progress_bar_config(disable=True)
    drawn = theirs(
        "a red cat",
        image=shade().image,
        height=64,
        width=64,
        num_inference_steps=3,
        guidance_scale=GUIDANCE.get(family, 4.0),
        controlnet_conditioning_scale=0.8,
        generator=torch.Generator().manual_seed(1),
    ).images[0]
    assert np.abs(every_number(one.draw(asked(family), shade(0.8))) - every_number(drawn)).max() <= 1


def test_a_picture_gives_its_edges(led: Callable[[str], Led]) -> None:
    one = led("sd15")
    settings = asked("sd15").settings
    lines = map_of(ControlMap("canny", square()), settings)
    assert same(
        one.draw(asked("sd15"), ControlMap("canny", lines)), one.draw(asked("sd15"), ControlMap("canny", square()))
    )
    assert same(map_of(ControlMap("depth", square()), settings), square())


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_with_the_other_tools(family: str, led: Callable[[str], Led], tmp_path: Path) -> None:
    one = led(family)
    base, mask = picture(), Image.new("L", (64, 64), 0)
    mask.paste(255, (0, 0, 32, 64))
    lora = saved(tmp_path / "ink.safetensors", diffusers(learnt(one.model)))
    one.known.append(ModelInfo("ink", "lora", lora))
    ways: list[tuple[Start | None, dict[str, Any]]] = [
        (Start(base, 0.6), {}),
        (Start(base, 0.6, mask=mask), {}),
        (None, {"highres": 1.5}),
        (None, {"sampler": "heun", "loras": (LoraUse("ink"),)}),
    ]
    for start, more in ways:
        plain = draw(one.painter, asked(family, **more), start=start)
        drawn = one.draw(asked(family, **more), shade(), start=start)
        assert drawn.size == plain.size
        assert not same(drawn, plain)
        if start is not None and start.mask is not None:
            assert same(drawn.crop((32, 0, 64, 64)), base.crop((32, 0, 64, 64)))
    with pytest.raises(Cancelled):
        one.painter.draw(asked(family), 1, lambda *report: None, lambda: True, None, (shade(),))


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_from_one_file(family: str, led: Callable[[str], Led], tmp_path: Path) -> None:
    one = led(family)
    folder = one.nets / "depth"
    wanted = one.draw(asked(family), shade())
    from safetensors.torch import load_file

    tensors = load_file(folder / "diffusion_pytorch_model.safetensors")
    one.add(saved(tmp_path / "depth.safetensors", tensors), "depth")
    assert same(one.draw(asked(family), shade()), wanted)
    broken = dict(list(tensors.items())[:-3])
    one.add(saved(tmp_path / "less.safetensors", broken), "depth")
    with pytest.raises(ModelUnusable, match=r"less\.safetensors"):
        one.draw(asked(family), shade())
    del one.known[-2:]


@pytest.mark.parametrize("prefix", ["control_model.", ""])
@pytest.mark.parametrize("family", UNETS)
def test_from_one_file_of_the_original_layout(
    family: str, prefix: str, led: Callable[[str], Led], tmp_path: Path
) -> None:
    one = led(family)
    network = control_network(one.model, 1)  # the one for depth
    tensors = {f"{prefix}{name}": tensor for name, tensor in first_control(network).items()}
    wanted = one.draw(asked(family), shade())
    one.add(saved(tmp_path / "first_depth.safetensors", tensors), "depth")
    assert same(one.draw(asked(family), shade()), wanted)
    one.add(saved(tmp_path / "short_depth.safetensors", dict(list(tensors.items())[:-3])), "depth")
    with pytest.raises(ModelUnusable, match=r"short_depth\.safetensors"):
        one.draw(asked(family), shade())
    del one.known[-2:]


def test_only_the_last_ones_are_kept(led: Callable[[str], Led], tmp_path: Path) -> None:
    one = led("sd2")
    for seed in range(KEPT + 1):
        control_network(one.model, seed + 10).save_pretrained(tmp_path / str(seed))
        one.add(tmp_path / str(seed), "scribble")
        one.draw(asked("sd2"), ControlMap("scribble", square()))
    assert len(one.painter._parts().controls._read) == KEPT
    del one.known[-KEPT - 1 :]


def test_what_is_missing_or_does_not_fit_is_said(led: Callable[[str], Led], tmp_path: Path) -> None:
    one, other = led("sd15"), led("sdxl")

    def check(kind: ControlKind) -> None:
        one.painter.check(large(asked("sd15", controls=(Control(kind, "x"),))))

    check("canny")
    with pytest.raises(BadInput, match="pose") as caught:
        check("pose")
    assert "--kind pose" in caught.value.message("en")
    assert "sd15" in caught.value.message("zh")
    one.add(other.nets / "depth", "pose", base="sdxl")
    with pytest.raises(BadInput, match="pose"):
        check("pose")
    one.add(other.nets / "depth", "pose")
    with pytest.raises(ModelUnusable, match="cross_attention_dim"):
        one.draw(asked("sd15"), ControlMap("pose", square()))
    one.add(tmp_path / "gone", "pose")
    with pytest.raises(ModelUnusable, match="gone"):
        check("pose")
    one.add(write_weights(tmp_path / "plain.safetensors", {"weight": (4, 4)}), "pose")
    with pytest.raises(ModelUnusable, match="plain"):
        check("pose")
    del one.known[-4:]


def test_families_without_them_say_so(painters: Painters) -> None:
    with pytest.raises(BadInput, match="control"):
        painters("flux").check(large(asked("flux", controls=(Control("canny", "x"),))))
