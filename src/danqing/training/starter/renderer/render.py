"""From a layout to a picture: the background in the layout's style, then its objects one by one."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image

from danqing.core.layout import Layout, Placement
from danqing.training.starter.renderer.backgrounds import GROUNDS, VARIANTS, background
from danqing.training.starter.renderer.figure import Figure, Pose, fit
from danqing.training.starter.renderer.kinds import KINDS, UPRIGHT, Draw
from danqing.training.starter.renderer.neon import draw_neon, neon_background
from danqing.training.starter.renderer.palette import COLOURS, Rgb
from danqing.training.starter.renderer.patch import Spot
from danqing.training.starter.renderer.pens import draw_flat, draw_outline, outline_background
from danqing.training.starter.renderer.pixel import GRID, draw_pixel, enlarge, pixel_background
from danqing.training.starter.renderer.watercolour import draw_watercolour, watercolour_background

Pen = Callable[[Image.Image, Figure, Spot, Rgb, Rgb], None]
Wash = Callable[[Image.Image], Image.Image]

STYLES: Mapping[str, tuple[Wash, Pen]] = MappingProxyType(
    {
        "flat": (lambda image: image, draw_flat),
        "outline": (outline_background, draw_outline),
        "pixel": (pixel_background, draw_pixel),
        "watercolour": (watercolour_background, draw_watercolour),
        "neon": (neon_background, draw_neon),
    }
)
"""By style: how its background is made from the flat one, and how it draws a figure."""


@lru_cache(maxsize=512)
def _backdrop(name: str, style: str, variant: int, size: int) -> Image.Image:
    return STYLES[style][0](background(name, variant, size))


def _pose(
    placement: Placement, pixels: float, style: str, rng: np.random.Generator, kinds: Mapping[str, Draw]
) -> Figure:
    """The object as a figure in a pose of its own. Every call draws the same amount of randomness."""
    jitter, tilt, mirrored = float(rng.uniform(-1, 1)), float(rng.normal() * 1.3), bool(rng.integers(2))
    detail = 0 if pixels < 56 else 1 if pixels < 92 else 2
    if style == "pixel":  # blocks have no room for tilts, nor for the finest marks
        tilt, detail = 0.0, max(0, detail - 1)
    if placement.kind in UPRIGHT:
        tilt = 0.0
    mirrored = mirrored and placement.kind != "moon"
    figure = kinds[placement.kind](Pose(detail, jitter))
    return fit(figure, mirrored, min(max(tilt, -3.0), 3.0))


def _tinted(colour: str, rng: np.random.Generator) -> Rgb:
    """The canonical colour, a few levels lighter or darker and a little off in hue."""
    shift = rng.integers(-4, 5) + rng.integers(-3, 4, size=3)
    red, green, blue = (min(255, max(0, level + int(by))) for level, by in zip(COLOURS[colour], shift, strict=True))
    return red, green, blue


def render(
    layout: Layout, rng: np.random.Generator, size: int = 256, kinds: Mapping[str, Draw] = KINDS
) -> npt.NDArray[np.uint8]:
    """Draw ``layout`` as uint8 (size, size, 3). The same generator state gives the same picture.

    ``size`` is a multiple of 64. Each object stays within its box; in neon its halo reaches beyond, and in
    pixel the box snaps to blocks of size / 64. ``kinds`` may know more than the starter does.
    """
    pen = STYLES[layout.style][1]
    canvas = _backdrop(layout.background, layout.style, int(rng.integers(VARIANTS)), size).copy()
    side = GRID if layout.style == "pixel" else size
    for placement in layout.placements:
        figure = _pose(placement, placement.extent * 256, layout.style, rng, kinds)
        spot = Spot(placement.x * side, placement.y * side, placement.extent * side / 2, placement.colour)
        pen(canvas, figure, spot, _tinted(placement.colour, rng), GROUNDS[layout.background])
    if layout.style == "pixel":
        canvas = enlarge(canvas, size)
    return np.array(canvas)
