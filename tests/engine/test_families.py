"""Every family loads from a folder in its official layout and draws offline, as diffusers' own pipelines would."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageChops

from danqing.core.errors import BadInput, Cancelled
from danqing.core.technique import CONTROLS, Control, LoraUse, Sampler, Technique, Variation
from danqing.core.types import ApprovedPrompt, Settings, Start
from danqing.engine.families.model import Work
from danqing.engine.pipeline import DiffusersPainter
from danqing.engine.preview import to_image
from danqing.engine.samplers import FLOW_SAMPLERS, UNET_SAMPLERS
from danqing.models.catalog import starter_folder
from tests.engine.conftest import approved
from tests.engine.folders import FLOWS, PIPELINES, UNETS, make_folder

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]
GUIDANCE = {"flux": 3.5, "schnell": 0.0, "z-image": 0.0}


def asked(family: str, steps: int = 3, text: str = "a red cat", **technique: Any) -> ApprovedPrompt:
    prompt = approved(text, guidance=GUIDANCE.get(family, 4.0), steps=steps)
    return replace(prompt, settings=replace(prompt.settings, technique=Technique(**technique)))


def large(prompt: ApprovedPrompt) -> Settings:
    """The settings at a size that all families take."""
    return replace(prompt.settings, width=512, height=512)


def draw(painter: DiffusersPainter, prompt: ApprovedPrompt, seed: int = 1, start: Start | None = None) -> Image.Image:
    return painter.draw(prompt, seed, lambda done, total, preview: None, lambda: False, start)


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def picture(seed: int = 5) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 255, (8, 8, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((64, 64), Image.Resampling.BICUBIC)


def every_number(image: Image.Image) -> "np.ndarray[Any, Any]":
    return np.asarray(image, dtype=np.int16)


@pytest.mark.parametrize("family", PIPELINES)
def test_draws_as_diffusers_does(family: str, painters: Painters) -> None:
    import diffusers

    painter = painters(family)
    kind = getattr(diffusers, PIPELINES[family][0])
    extra = {"safety_checker": None, "feature_extractor": None} if family in ("sd15", "sd2") else {}
    theirs = kind.from_pretrained(painter.folder, dtype=torch.float32, local_files_only=True, **extra)
    theirs.set_progress_bar_config(disable=True)
    guidance = GUIDANCE.get(family, 4.0)
    options: dict[str, Any] = {"guidance_scale": guidance}
    if family == "qwen-image":
        options = {"true_cfg_scale": guidance, "negative_prompt": " "}
    elif family == "schnell":  # its own pipeline pads prompts to what dev reads
        options["max_sequence_length"] = 256
    drawn = theirs(
        "a red cat", height=64, width=64, num_inference_steps=3, generator=torch.Generator().manual_seed(7), **options
    ).images[0]
    ours = draw(painter, asked(family), seed=7)
    assert np.abs(every_number(ours) - every_number(drawn)).max() <= 1


def test_the_starter_draws_as_diffusers_does() -> None:
    from diffusers import StableDiffusionPipeline

    folder = starter_folder("painter")
    text = "flat, night, 1 large red boat at hj"
    theirs = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    theirs.set_progress_bar_config(disable=True)
    options = {"height": 256, "width": 256, "num_inference_steps": 2, "guidance_scale": 3.0}
    drawn = theirs(text, generator=torch.Generator().manual_seed(7), **options).images[0]
    ours = draw(DiffusersPainter(folder, device="cpu"), approved(text, guidance=3.0, size=(256, 256), steps=2), seed=7)
    assert np.abs(every_number(ours) - every_number(drawn)).max() <= 1


@pytest.mark.parametrize("family", PIPELINES)
def test_seed_prompt_and_nothing_else_decide(family: str, painters: Painters, tmp_path: Path) -> None:
    first = draw(painters(family), asked(family), seed=7)
    assert same(first, draw(painters(family), asked(family), seed=7))
    assert same(first, draw(DiffusersPainter(painters(family).folder, device="cpu"), asked(family), seed=7))
    assert not same(first, draw(painters(family), asked(family), seed=8))
    assert not same(first, draw(painters(family), asked(family, text="blue sea"), seed=7))


@pytest.mark.parametrize("family", PIPELINES)
def test_starts_from_a_picture(family: str, painters: Painters) -> None:
    base = picture()
    weak, strong = (draw(painters(family), asked(family, 10), start=Start(base, share)) for share in (0.1, 1.0))
    through = draw(painters(family), asked(family, 10), start=Start(base, 0.1), seed=2)
    assert not same(weak, through)
    kept, lost = (np.abs(every_number(drawn) - every_number(through)).mean() for drawn in (weak, strong))
    assert kept < lost


@pytest.mark.parametrize("family", PIPELINES)
def test_outside_a_mask_every_pixel_stays(family: str, painters: Painters) -> None:
    base, mask = picture(), Image.new("L", (64, 64), 0)
    mask.paste(255, (0, 0, 32, 64))
    steps: list[tuple[int, int]] = []
    drawn = painters(family).draw(
        asked(family, 4),
        3,
        lambda done, total, preview: steps.append((done, total)),
        lambda: False,
        Start(base, 0.5, mask=mask),
    )
    assert same(drawn.crop((32, 0, 64, 64)), base.crop((32, 0, 64, 64)))
    assert not same(drawn.crop((0, 0, 32, 64)), base.crop((0, 0, 32, 64)))
    whole = 5 if family == "sd15" else 4  # its PNDM takes one step more than it is asked for
    taken = round(whole / 2)
    assert steps == [(i, taken) for i in range(1, taken + 1)]


@pytest.mark.parametrize("family", PIPELINES)
def test_what_is_held_guides_what_is_drawn(family: str, painters: Painters) -> None:
    """The latents outside a mask are put back at every step, so that the inside is drawn to fit them."""
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (0, 0, 32, 64))
    inside = []
    for seed in (5, 6):
        base = picture(5).copy()
        base.paste(picture(seed).crop((32, 0, 64, 64)), (32, 0))
        inside.append(draw(painters(family), asked(family, 4), 3, Start(base, 1.0, mask=mask)).crop((0, 0, 24, 64)))
    assert not same(*inside)


@pytest.mark.parametrize("family", PIPELINES)
def test_previews_at_every_step_and_cancels_within_one(family: str, painters: Painters) -> None:
    seen: list[Image.Image] = []
    with pytest.raises(Cancelled):
        painters(family).draw(
            asked(family, 6),
            1,
            lambda done, total, preview: seen.append(preview()) if preview else None,
            lambda: len(seen) >= 2,
        )
    assert [image.size for image in seen] == [(32, 32)] * 2
    with pytest.raises(Cancelled):
        painters(family).draw(asked(family, 6), 1, lambda *report: seen.append(Image.new("L", (1, 1))), lambda: True)
    assert len(seen) == 2


@pytest.mark.parametrize("family", FLOWS)
def test_the_last_preview_is_the_picture(family: str, painters: Painters) -> None:
    seen: list[torch.Tensor] = []
    model = painters(family)._parts().model
    prompt = asked(family, 4)
    work = Work(prompt.prompt, prompt.settings, 1, model.noise(1, 64, 64))
    with torch.inference_mode():
        latents = model.denoise(work, lambda done, total, clean: seen.append(clean))
        assert len(seen) == 5
        assert torch.allclose(seen[-1], latents, atol=1e-3)
        assert to_image(model.decode(latents)[0]).size == (64, 64)


@pytest.mark.parametrize("sampler", UNET_SAMPLERS)
@pytest.mark.parametrize("family", UNETS)
def test_samplers_of_unets(family: str, sampler: Sampler, painters: Painters) -> None:
    _every_way(painters(family), family, sampler)


@pytest.mark.parametrize("sampler", FLOW_SAMPLERS)
@pytest.mark.parametrize("family", FLOWS)
def test_samplers_of_flow_matching(family: str, sampler: Sampler, painters: Painters) -> None:
    _every_way(painters(family), family, sampler)


def _every_way(painter: DiffusersPainter, family: str, sampler: Sampler) -> None:
    assert sampler in painter.abilities.samplers
    steps: list[tuple[int, int]] = []
    prompt = asked(family, 4, sampler=sampler)
    painter.check(large(prompt))
    drawn = painter.draw(prompt, 3, lambda done, total, preview: steps.append((done, total)), lambda: False)
    assert steps == [(i, 4) for i in range(1, 5)]
    assert same(drawn, draw(painter, prompt, 3))
    base = picture()
    half = draw(painter, prompt, 3, Start(base, 0.5, (0.0, 0.0, 0.5, 1.0)))
    assert same(half.crop((32, 0, 64, 64)), base.crop((32, 0, 64, 64)))
    assert not same(half, base)


def test_samplers_differ(painters: Painters) -> None:
    names = [name for name in UNET_SAMPLERS if name != "ddim"]  # the same as Euler but for rounding
    drawn = [draw(painters("sdxl"), asked("sdxl", 4, sampler=name)).tobytes() for name in names]
    assert len(set(drawn)) == len(names)
    drawn = [draw(painters("flux"), asked("flux", 4, sampler=name)).tobytes() for name in FLOW_SAMPLERS]
    assert len(set(drawn)) == len(FLOW_SAMPLERS)


def test_what_a_model_cannot_do_is_said_beforehand(painters: Painters) -> None:
    with pytest.raises(BadInput, match="euler, dpmpp-2m, unipc, heun") as caught:
        painters("flux").check(large(asked("flux", sampler="euler-a")))
    assert "可用" in caught.value.message("zh")
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("flux", {"clip_skip": 2}, "clip-skip"),
        ("sd15", {"clip_skip": 13}, "clip_skip"),
        ("sd15", {"variation": Variation(1, 1.5)}, "variation"),
        ("sd15", {"loras": (LoraUse("x"),)}, "LoRA"),
        ("sd15", {"controls": (Control(CONTROLS[0], "x"),)}, "ControlNet"),
        ("sd15", {"sampler": "lcm", "steps": 60}, "steps"),
    ]
    for family, technique, name in wrong:
        with pytest.raises(BadInput, match=name):
            painters(family).check(large(asked(family, **technique)))


@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl", "sd3"])
def test_a_layer_that_the_encoder_lacks_is_refused_with_the_number_of_layers(family: str, painters: Painters) -> None:
    painters(family).check(large(asked(family, clip_skip=3)))
    with pytest.raises(BadInput, match=r"has 3 layers\. Choose 1 to 3") as caught:
        painters(family).check(large(asked(family, clip_skip=12)))
    assert "有 3 层" in caught.value.message("zh")


def test_clip_skip_counts_from_the_last_layer(painters: Painters) -> None:
    for family, usual in (("sd15", 1), ("sd2", 1), ("sdxl", 2), ("sd3", 2)):
        plain = draw(painters(family), asked(family))
        skipped = {n: draw(painters(family), asked(family, clip_skip=n)) for n in (1, 2, 3)}
        assert same(plain, skipped[usual])
        assert len({image.tobytes() for image in skipped.values()}) == 3


@pytest.mark.parametrize("family", ["sd15", "sdxl", "flux"])
def test_variations_lead_from_one_seed_to_another(family: str, painters: Painters) -> None:
    def varied(amount: float) -> Image.Image:
        return draw(painters(family), asked(family, variation=Variation(9, amount)), seed=1)

    one, other = draw(painters(family), asked(family), 1), draw(painters(family), asked(family), 9)
    assert same(varied(0), one)
    assert same(varied(1), other)
    near, far = (np.abs(every_number(varied(amount)) - every_number(one)).mean() for amount in (0.1, 0.9))
    assert 0 < near < far


def test_few_step_models_read_guidance_as_an_embedding(tmp_path: Path) -> None:
    """LCM's UNet was distilled with guidance as an input: one prediction a step, and still the figure matters."""
    painter = DiffusersPainter(make_folder(tmp_path / "lcm", "sd15", time_cond_proj_dim=8), device="cpu")
    drawn = []
    for guidance in (1.0, 8.0):
        prompt = asked("sd15", sampler="lcm")
        drawn.append(draw(painter, replace(prompt, settings=replace(prompt.settings, guidance=guidance))))
    assert not same(*drawn)


def test_the_container_is_the_libraries_own_pipeline(painters: Painters) -> None:
    for family, (name, _) in PIPELINES.items():
        model = painters(family)._parts().model
        assert type(model.container()).__name__ == name
