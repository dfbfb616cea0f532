"""Backgrounds: calm, low in detail, and the same few variants again and again."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from danqing.training.starter.renderer.palette import TINTS, Rgb

VARIANTS = 4
"""Pictures per scenic background."""

_SIDE = 512

Stop = tuple[float, Rgb]
Hill = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

GROUNDS: Mapping[str, Rgb] = MappingProxyType(
    {
        "day sky": (178, 220, 246),
        "night": (36, 44, 92),
        "sunset": (238, 158, 140),
        "sea": (130, 190, 230),
        "grass": (168, 214, 176),
        "snow": (232, 240, 248),
        "desert": (244, 212, 164),
        "room": (238, 222, 204),
        **{f"plain {colour}": tint for colour, tint in TINTS.items()},
    }
)
"""The typical colour behind an object, by which its contour is chosen."""


def _gradient(*stops: Stop) -> Image.Image:
    """A vertical gradient through ``stops``: (height from the top 0 to 1, colour)."""
    rows = np.linspace(0, 1, _SIDE)
    heights = [height for height, _ in stops]
    channels = [np.interp(rows, heights, [colour[i] for _, colour in stops]) for i in range(3)]
    column = np.stack(channels, axis=1).round().astype(np.uint8)[:, None]
    return Image.fromarray(np.ascontiguousarray(np.broadcast_to(column, (_SIDE, _SIDE, 3))))


def _land(draw: ImageDraw.ImageDraw, colour: Rgb, edge: Hill) -> None:
    """Fill everything below ``edge``, a height for each x, both as fractions of the canvas."""
    x = np.linspace(0, 1, 65)
    line = np.stack((x, edge(x)), axis=1) * _SIDE
    corners = [(float(px), float(py)) for px, py in line]
    draw.polygon([*corners, (_SIDE, _SIDE), (0, _SIDE)], fill=colour)


def _wave(height: float, swing: float, turns: float, phase: float) -> Hill:
    return lambda x: height + swing * np.sin(2 * np.pi * (turns * x + phase))


def _wisps(draw: ImageDraw.ImageDraw, rng: np.random.Generator, colour: Rgb, heights: tuple[float, ...]) -> None:
    """Long flat streaks; far too thin to be taken for a cloud."""
    for height in heights:
        left, length = float(rng.uniform(0.0, 0.6)), float(rng.uniform(0.24, 0.36))
        y = height + float(rng.uniform(-0.02, 0.02))
        box = [left * _SIDE, y * _SIDE, (left + length) * _SIDE, (y + 0.024) * _SIDE]
        draw.rounded_rectangle(box, radius=0.012 * _SIDE, fill=colour)


def _day_sky(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (146, 204, 244)), (1, (214, 238, 250)))
    _wisps(ImageDraw.Draw(image), rng, (206, 233, 250), (0.18, 0.48, 0.8))
    return image


def _night(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (24, 30, 72)), (1, (56, 66, 124)))
    draw = ImageDraw.Draw(image)
    for i in range(16):
        # Amid cells of 8, so that in pixel art a star is one block.
        x = int((i % 4 + float(rng.uniform(0.15, 0.85))) / 4 * 64) * 8 + 3.5
        y = int((i // 4 + float(rng.uniform(0.15, 0.85))) / 4 * 64) * 8 + 3.5
        radius = 4.2 if i % 3 == 0 else 3.0
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=(226, 224, 200))
    return image


def _sunset(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (128, 98, 168)), (0.35, (222, 128, 156)), (0.7, (250, 176, 124)), (1, (254, 214, 148)))
    draw = ImageDraw.Draw(image)
    _wisps(draw, rng, (236, 150, 152), (0.3,))
    _wisps(draw, rng, (253, 194, 142), (0.62,))
    return image


def _sea(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (172, 220, 246)), (0.56, (226, 243, 250)), (1, (226, 243, 250)))
    draw = ImageDraw.Draw(image)
    phase = float(rng.uniform())
    for i, colour in enumerate(((112, 184, 228), (84, 160, 216), (64, 138, 202), (52, 118, 186))):
        _land(draw, colour, _wave(0.55 + 0.125 * i, 0.011, 4, phase + 0.37 * i))
    return image


def _grass(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (164, 216, 244)), (0.6, (226, 243, 248)), (1, (226, 243, 248)))
    draw = ImageDraw.Draw(image)
    phase = float(rng.uniform())
    _land(draw, (168, 214, 128), _wave(0.56, 0.035, 1, phase))
    _land(draw, (138, 196, 104), _wave(0.72, 0.03, 0.8, phase + 0.45))
    return image


def _snow(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (176, 202, 230)), (0.6, (220, 232, 244)), (1, (220, 232, 244)))
    draw = ImageDraw.Draw(image)
    phase = float(rng.uniform())
    _land(draw, (234, 241, 250), _wave(0.56, 0.03, 1, phase))
    _land(draw, (247, 250, 254), _wave(0.7, 0.025, 0.8, phase + 0.4))
    return image


def _desert(rng: np.random.Generator) -> Image.Image:
    image = _gradient((0, (250, 224, 178)), (0.6, (254, 241, 212)), (1, (254, 241, 212)))
    draw = ImageDraw.Draw(image)
    phase = float(rng.uniform())
    _land(draw, (240, 200, 138), _wave(0.57, 0.045, 1, phase))
    _land(draw, (230, 182, 116), _wave(0.73, 0.035, 0.8, phase + 0.4))
    return image


def _room(rng: np.random.Generator) -> Image.Image:
    image = Image.new("RGB", (_SIDE, _SIDE), (244, 230, 212))
    draw = ImageDraw.Draw(image)
    left = float(rng.uniform(0.1, 0.62))
    frame = [left * _SIDE, 0.12 * _SIDE, (left + 0.26) * _SIDE, 0.44 * _SIDE]
    draw.rounded_rectangle(frame, radius=8, fill=(228, 209, 188))
    draw.rectangle([frame[0] + 14, frame[1] + 14, frame[2] - 14, frame[3] - 14], fill=(238, 224, 208))
    draw.rectangle([0, 0.7 * _SIDE, _SIDE, _SIDE], fill=(206, 166, 130))
    draw.rectangle([0, 0.67 * _SIDE, _SIDE, 0.7 * _SIDE], fill=(252, 244, 232))
    for y in (0.79, 0.89):
        draw.rectangle([0, y * _SIDE, _SIDE, y * _SIDE + 4], fill=(192, 150, 114))
    return image


_SCENES: Mapping[str, Callable[[np.random.Generator], Image.Image]] = MappingProxyType(
    {
        "day sky": _day_sky,
        "night": _night,
        "sunset": _sunset,
        "sea": _sea,
        "grass": _grass,
        "snow": _snow,
        "desert": _desert,
        "room": _room,
    }
)


@lru_cache(maxsize=128)
def background(name: str, variant: int, size: int) -> Image.Image:
    """The flat background; shared, so a caller copies it before drawing."""
    if name.startswith("plain "):
        return Image.new("RGB", (size, size), TINTS[name.removeprefix("plain ")])
    return _SCENES[name](np.random.default_rng(variant)).resize((size, size), Image.Resampling.BOX)
