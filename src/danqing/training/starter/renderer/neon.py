"""The neon style: glowing tubes in the object's colour over the background in the dark."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from danqing.training.starter.renderer.figure import Figure
from danqing.training.starter.renderer.palette import Rgb, mix
from danqing.training.starter.renderer.patch import Patch, Spot, draw_lines

TUBES: Mapping[str, Rgb] = MappingProxyType(
    {
        "red": (255, 58, 70),
        "orange": (255, 146, 44),
        "yellow": (255, 232, 84),
        "green": (74, 238, 122),
        "blue": (64, 150, 255),
        "purple": (172, 92, 255),
        "pink": (255, 146, 212),
        "brown": (186, 118, 70),
        "white": (248, 250, 255),
        "black": (96, 98, 118),
        "grey": (168, 174, 188),
    }
)


_CORE = [max(0, min(255, round((level - 165) * 2.4))) for level in range(256)]
"""Where a blurred tube is brightest, its white-hot core."""


def neon_background(image: Image.Image) -> Image.Image:
    """The same background with the lights out: dark, its hues kept."""
    light = (np.asarray(image, dtype=np.float32) / 255) ** 2.2
    dark = light * 68 + (5.0, 3.0, 12.0)
    return Image.fromarray(dark.round().astype(np.uint8))


def draw_neon(canvas: Image.Image, figure: Figure, spot: Spot, body: Rgb, ground: Rgb) -> None:
    """Bright contours, a dim inside, and a halo that fades out over a few pixels."""
    unit = canvas.width / 256
    tube = TUBES[spot.colour]
    width = unit * 1.4 + spot.half * 0.034
    halo = unit * 2.5 + spot.half * 0.05
    patch = Patch(spot, margin=width + 0.6, pad=2.5 * halo)
    lines = Image.new("L", patch.sheet)
    draw_lines(ImageDraw.Draw(lines), patch, figure, 0, width, 255)
    small = lines.reduce(patch.scale)
    glow = small.filter(ImageFilter.BoxBlur(halo)).filter(ImageFilter.BoxBlur(halo * 0.6))
    under = canvas.crop(patch.bounds)
    glow = glow.point([min(255, round(level * 0.95)) for level in range(256)])
    under.paste(mix(tube, (0, 0, 0), 0.1), mask=glow)
    under.paste(mix(tube, (255, 255, 255), 0.08), mask=small)
    core = small.filter(ImageFilter.BoxBlur(unit)).point(_CORE)
    under.paste(mix(tube, (255, 255, 255), 0.6), mask=core)
    canvas.paste(under, patch.bounds)
