"""The watercolour style: soft translucent washes with darker rims on tinted paper."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from danqing.training.starter.renderer.figure import Figure, Part, Role
from danqing.training.starter.renderer.palette import Rgb, mix, paints
from danqing.training.starter.renderer.patch import Patch, Spot, draw_part
from danqing.training.starter.renderer.shapes import Points

_PAPER: Rgb = (252, 249, 241)
_FIELD = 512
_SWAY = 0.01
"""How far outlines sway, as a fraction of half the box."""


@lru_cache(maxsize=1)
def _field() -> npt.NDArray[np.float32]:
    """Smooth noise of mean 0 and deviation 1, waves of about a seventh of a canvas: pigment that pooled."""
    rng = np.random.default_rng(7)
    coarse = rng.normal(size=(15, 15)).astype(np.float32)
    image = Image.fromarray(coarse).resize((_FIELD, _FIELD), Image.Resampling.BICUBIC)
    field = np.asarray(image, dtype=np.float32)
    scaled: npt.NDArray[np.float32] = ((field - field.mean()) / field.std()).clip(-2, 2).astype(np.float32)
    return scaled


def _ripple(side: int) -> npt.NDArray[np.float32]:
    """Noise about twice as fine, for the hand-painted border of the wash."""
    patch = Image.fromarray(_field()[100:500, 100:500]).resize((side, side))
    return np.asarray(patch, dtype=np.float32)


def _by_hand(figure: Figure, phase: float) -> Figure:
    """The figure with its outlines swaying a little, as a brush does."""

    def sway(points: Points) -> Points:
        across, along = points[:, 0], points[:, 1]
        shift = np.stack((np.sin(5.3 * along + phase), np.sin(4.7 * across + 1.7 * phase)), axis=1)
        swayed: Points = points + _SWAY * shift
        return swayed

    return tuple(Part(part.role, part.paint, tuple(sway(points) for points in part.polygons)) for part in figure)


def watercolour_background(image: Image.Image) -> Image.Image:
    """A pale wash: edges bled, pigment pooled here and there."""
    side = image.width
    soft = image.filter(ImageFilter.GaussianBlur(side / 110))
    pixels = np.asarray(Image.blend(soft, Image.new("RGB", image.size, _PAPER), 0.28), dtype=np.float32)
    field = np.asarray(Image.fromarray(_field()[:190, :190]).resize((side, side)), dtype=np.float32)
    pooled = pixels + field[..., None] * (255 - pixels + 12) * 0.06
    distance = np.minimum(np.arange(side), np.arange(side)[::-1]) * (256 / side)
    edge = np.minimum(distance[:, None], distance[None]) - 7 + 2.2 * _ripple(side)
    painted = (edge / 3 + 0.5).clip(0, 1)[..., None]
    pooled -= np.exp(-(((edge - 3) / 2.5) ** 2))[..., None] * (255 - pixels + 20) * 0.1
    sheet = _PAPER + (pooled - _PAPER) * painted
    return Image.fromarray(sheet.clip(0, 255).round().astype(np.uint8))


def draw_watercolour(canvas: Image.Image, figure: Figure, spot: Spot, body: Rgb, ground: Rgb) -> None:
    """Parts as washes side by side; the whole is see-through, with pigment gathered at its rim."""
    unit = canvas.width / 256
    body = mix(body, (196, 206, 224), 0.3) if spot.colour == "white" else body
    patch = Patch(spot, margin=0.8 + _SWAY * spot.half)
    figure = _by_hand(figure, spot.x + 2 * spot.y)
    tones = paints(body, ground)
    seam = mix(body, _PAPER, 0.55) if spot.colour != "white" else mix(body, (110, 120, 160), 0.4)
    sheet, mask = Image.new("RGB", patch.sheet, body), Image.new("L", patch.sheet)
    draw, cover = ImageDraw.Draw(sheet), ImageDraw.Draw(mask)
    for part in figure:
        ink = seam if part.role is Role.SOLID else None
        draw_part(draw, patch, part, tones[part.paint], unit * 0.8, ink)
        if part.role is Role.SOLID:
            draw_part(cover, patch, part, 255, 0, None)
    colour = sheet.reduce(patch.scale).filter(ImageFilter.BoxBlur(0.35 * unit))
    small = mask.reduce(patch.scale)
    shape = np.asarray(np.asarray(small.filter(ImageFilter.BoxBlur(0.5 * unit))) / 255, dtype=np.float32)
    inner = np.asarray(small.filter(ImageFilter.BoxBlur(1.4 * unit + 0.03 * spot.half)), dtype=np.float32) / 255
    rim = np.asarray((1 - inner).clip(0, 0.5) * 2, dtype=np.float32)
    _wash(canvas, patch, np.asarray(colour, dtype=np.float32), shape, rim)


def _wash(
    canvas: Image.Image,
    patch: Patch,
    colour: npt.NDArray[np.float32],
    shape: npt.NDArray[np.float32],
    rim: npt.NDArray[np.float32],
) -> None:
    """Lay ``colour`` on the canvas: thinner where the field is low, darker along the ``rim``."""
    high, wide = shape.shape
    top, left = patch.top * 3 % (_FIELD - high), patch.left * 3 % (_FIELD - wide)
    field = _field()[top : top + high, left : left + wide]
    alpha = (shape * (0.85 + 0.07 * field + 0.1 * rim)).clip(0, 1)[..., None]
    pigment = colour * (1.03 - 0.28 * rim[..., None]) + field[..., None] * -6.0
    under = np.asarray(canvas.crop(patch.bounds), dtype=np.float32)
    mixed = under + (pigment - under) * alpha
    canvas.paste(Image.fromarray(mixed.clip(0, 255).round().astype(np.uint8)), patch.bounds)
