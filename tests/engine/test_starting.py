"""From a picture to a picture: how much stays, and that nothing changes outside a region."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from danqing.core.errors import BadInput
from danqing.core.types import Region, Start
from danqing.engine.fake import FakePainter
from danqing.engine.pipeline import DiffusersPainter
from tests.engine.conftest import approved, make_painter_folder

HALF: Region = (0.0, 0.0, 0.5, 1.0)


def gradient(size: int = 64) -> Image.Image:
    return Image.merge("RGB", (Image.linear_gradient("L").resize((size, size)),) * 3)


def draw(painter: DiffusersPainter | FakePainter, start: Start | None, steps: int = 8, seed: int = 3) -> Image.Image:
    seen: list[tuple[int, int]] = []
    drawn = painter.draw(
        approved(steps=steps), seed, lambda done, total, preview: seen.append((done, total)), lambda: False, start
    )
    taken = steps if start is None else max(1, round(steps * start.strength))
    if isinstance(painter, DiffusersPainter):
        assert seen == [(i, taken) for i in range(1, taken + 1)]
    return drawn


def distance(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_weaker_stays_closer(painter: DiffusersPainter) -> None:
    base = draw(painter, None, seed=9)
    weak, strong = (distance(draw(painter, Start(base, s)), base) for s in (0.15, 0.9))
    assert 0 < weak < strong


def test_the_same_start_gives_the_same_picture(painter: DiffusersPainter) -> None:
    start = Start(gradient(), 0.5)
    assert distance(draw(painter, start), draw(painter, start)) == 0
    assert distance(draw(painter, start), draw(painter, start, seed=4)) > 0


@pytest.mark.parametrize("size", [64, 100])
def test_outside_the_region_every_pixel_stays(size: int, painter: DiffusersPainter) -> None:
    base = gradient(size)
    drawn = draw(painter, Start(base, 0.9, HALF))
    fitted = base if size == 64 else base.resize((64, 64), Image.Resampling.LANCZOS)
    right, left = (32, 0, 64, 64), (0, 0, 32, 64)
    assert distance(drawn.crop(right), fitted.crop(right)) == 0
    assert distance(drawn.crop(left), fitted.crop(left)) > 0


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers' own, with NumPy 2
@pytest.mark.parametrize("sampler", ["EulerDiscrete", "DPMSolverMultistep", "EulerAncestralDiscrete"])
def test_every_kind_of_sampler_starts_from_a_picture(sampler: str, tmp_path: Path) -> None:
    painter = DiffusersPainter(make_painter_folder(tmp_path / "model", f"{sampler}Scheduler"), device="cpu")
    drawn = draw(painter, Start(gradient(), 0.5, HALF))
    assert distance(drawn.crop((32, 0, 64, 64)), gradient().crop((32, 0, 64, 64))) == 0


def test_the_double_obeys_regions_too() -> None:
    base = gradient()
    drawn = draw(FakePainter(), Start(base, 0.9, HALF))
    assert distance(drawn.crop((32, 0, 64, 64)), base.crop((32, 0, 64, 64))) == 0
    assert distance(drawn, base) > 0


def test_a_painted_mask_decides_to_the_pixel(painter: DiffusersPainter) -> None:
    base = gradient()
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (8, 8, 40, 40))
    drawn = draw(painter, Start(base, 0.9, mask=mask))
    changed = ImageChops.difference(drawn, base).convert("L").point(lambda value: 255 if value else 0)
    outside = ImageChops.subtract(changed, mask)
    assert outside.getbbox() is None
    assert ImageStat.Stat(changed.crop((16, 16, 32, 32))).mean[0] > 250


def test_a_mask_that_lets_nothing_change_is_said(painter: DiffusersPainter) -> None:
    with pytest.raises(BadInput, match="white"):
        draw(painter, Start(gradient(), 0.9, mask=Image.new("L", (64, 64), 20)))


def test_a_mask_of_another_size_covers_the_same_part(painter: DiffusersPainter) -> None:
    base, mask = gradient(), Image.new("L", (256, 256), 0)
    mask.paste(255, (0, 0, 128, 256))
    drawn = draw(painter, Start(base, 0.9, mask=mask))
    assert distance(drawn, draw(painter, Start(base, 0.9, HALF))) < 1


def test_a_base_of_another_shape_is_cut_not_stretched(painter: DiffusersPainter) -> None:
    wide = Image.new("RGB", (128, 64), "red")
    wide.paste("blue", (32, 0, 96, 64))
    mask = Image.new("L", (128, 64), 0)
    mask.paste(255, (0, 0, 16, 64))  # cut away with the left of the picture
    assert distance(draw(painter, Start(wide, 0.1, mask=mask)), Image.new("RGB", (64, 64), "blue")) == 0
