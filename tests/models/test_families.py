"""The table of families, and the sizes that they are asked for."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danqing.models.card import read_card
from danqing.models.families import FAMILIES, Family, size_for

USUAL = (256, 256)


@pytest.mark.parametrize(
    ("dialect", "canvas", "size"),
    [
        ("sd15", "1:1", (512, 512)),
        ("sd15", "9:16", (512, 896)),
        ("sdxl", "16:9", (1344, 768)),
        ("sdxl", "4:3", (1152, 896)),
        ("qwen-image", "16:9", (1664, 928)),
        ("flux", "1024x768", (1024, 768)),
        ("flux", "1000x750", (1152, 896)),
        ("sd15", "1920x1080", (896, 512)),
        ("sdxl", "2048 × 2048", (2048, 2048)),
        ("sdxl", "4096x4096", (1024, 1024)),
        ("sd15", "0:4", USUAL),
        ("sd15", "wide", USUAL),
        ("starter", "16:9", USUAL),
    ],
)
def test_the_nearest_size(dialect: str, canvas: str, size: tuple[int, int]) -> None:
    assert size_for(dialect, canvas, USUAL) == size


@given(st.sampled_from(sorted(FAMILIES)), st.integers(1, 9999), st.sampled_from(":x×："), st.integers(1, 9999))
def test_every_canvas_gives_a_size_that_the_family_takes(dialect: str, width: int, sign: str, height: int) -> None:
    family = FAMILIES[dialect]
    size = size_for(dialect, f"{width}{sign}{height}", USUAL)
    assert all(side % family.multiple == 0 and family.low <= side <= family.high for side in size)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_sizes_are_of_about_one_area_and_stand_both_ways(family: Family) -> None:
    sizes = family.sizes
    usual = math.prod(sizes[0])
    assert all(0.7 < math.prod(size) / usual < 1.8 for size in sizes)
    assert {(height, width) for width, height in sizes} == set(sizes)


def folder(tmp_path: Path, pipeline: str, transformer: object = None, card: object = None) -> Path:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": pipeline}))
    if transformer is not None:
        (tmp_path / "transformer").mkdir()
        (tmp_path / "transformer" / "config.json").write_text(json.dumps(transformer))
    if card is not None:
        (tmp_path / "danqing.json").write_text(json.dumps(card))
    return tmp_path


def test_a_folder_is_drawn_as_its_pipeline_says_and_its_card_wins(tmp_path: Path) -> None:
    card = read_card(folder(tmp_path, "StableDiffusionXLPipeline", card={"steps": 8}))
    assert (card.dialect, card.steps, card.guidance, card.default_size) == ("sdxl", 8, 7.0, (1024, 1024))


def test_the_distilled_flux_takes_four_steps(tmp_path: Path) -> None:
    card = read_card(folder(tmp_path, "FluxPipeline", {"guidance_embeds": False}))
    assert (card.dialect, card.steps, card.guidance) == ("flux", 4, 0.0)


@pytest.mark.parametrize(
    ("pipeline", "scheduler", "unet", "expected"),
    [
        ("StableDiffusionXLPipeline", {"_class_name": "EulerDiscreteScheduler"}, {"sample_size": 128}, (30, 7.0, 1024)),
        (
            "StableDiffusionXLPipeline",
            {"_class_name": "EulerAncestralDiscreteScheduler", "timestep_spacing": "trailing"},
            {"sample_size": 64},
            (4, 0.0, 512),
        ),
        ("StableDiffusionXLPipeline", {"_class_name": "LCMScheduler"}, {"sample_size": 128}, (6, 1.0, 1024)),
        ("StableDiffusionPipeline", {"_class_name": "LCMScheduler"}, {"time_cond_proj_dim": 256}, (6, 8.0, 512)),
        (
            "StableDiffusionPipeline",
            {"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing", "rescale_betas_zero_snr": True},
            {"sample_size": 96},
            (30, 7.5, 768),
        ),
    ],
)
def test_distilled_models_are_known_by_their_parts(
    tmp_path: Path,
    pipeline: str,
    scheduler: dict[str, object],
    unet: dict[str, object],
    expected: tuple[int, float, int],
) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": pipeline}))
    for name, data in (("scheduler/scheduler_config.json", scheduler), ("unet/config.json", unet)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(json.dumps(data))
    card = read_card(tmp_path)
    assert (card.steps, card.guidance, card.default_size) == (*expected[:2], (expected[2],) * 2)
