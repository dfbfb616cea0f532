"""The designer's palette: canonical colours, plain tints and the tones derived from them."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

Rgb = tuple[int, int, int]

COLOURS: Mapping[str, Rgb] = MappingProxyType(
    {
        "red": (224, 54, 58),
        "orange": (247, 138, 38),
        "yellow": (252, 211, 58),
        "green": (66, 166, 88),
        "blue": (52, 118, 216),
        "purple": (134, 78, 188),
        "pink": (249, 150, 188),
        "brown": (134, 84, 50),
        "white": (253, 253, 251),
        "black": (40, 41, 52),
        "grey": (148, 154, 165),
    }
)
"""Canonical body colour of every colour word; far apart from one another, light enough to shade."""

TINTS: Mapping[str, Rgb] = MappingProxyType(
    {
        "red": (238, 126, 116),
        "orange": (252, 188, 122),
        "yellow": (254, 234, 152),
        "green": (156, 211, 158),
        "blue": (142, 188, 240),
        "purple": (188, 158, 224),
        "pink": (253, 208, 222),
        "brown": (188, 148, 116),
        "white": (246, 246, 241),
        "black": (66, 68, 82),
        "grey": (198, 202, 208),
    }
)
"""Colour of the flat 'plain <colour>' background: still the colour, yet paler than an object of it."""

ACCENTS: Mapping[str, Rgb] = MappingProxyType(
    {
        "paper": (255, 252, 244),
        "snowcap": (250, 252, 255),
        "ink": (50, 46, 66),
        "bark": (146, 98, 66),
        "leaf": (96, 172, 98),
        "glass": (206, 234, 246),
        "lamp": (255, 226, 132),
        "slate": (92, 92, 120),
        "blush": (246, 152, 160),
        "beak": (246, 164, 64),
        "metal": (206, 210, 222),
        "stem": (252, 240, 220),
        "flame": (252, 152, 56),
        "honey": (252, 202, 84),
    }
)
"""Fixed colours of the parts that do not carry the object's colour."""


def mix(a: Rgb, b: Rgb, share: float) -> Rgb:
    """``a`` with ``share`` of ``b`` in it."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def luminance(colour: Rgb) -> float:
    """Perceived brightness, 0 to 255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def contour(body: Rgb, ground: Rgb) -> Rgb:
    """A deeper tone of the body; a paler one where the body is dark, above all before a dark ground."""
    here, there = luminance(body), luminance(ground)
    if there > 110:
        return mix(body, (255, 255, 255), 0.26) if here < 60 else mix(body, (44, 30, 66), 0.5)
    return mix(body, (20, 14, 44), 0.55) if here > there + 14 else mix(body, (255, 255, 255), 0.42)


@lru_cache(maxsize=4096)
def paints(body: Rgb, ground: Rgb) -> Mapping[str, Rgb]:
    """Every paint that a figure's parts may name, for one body colour in front of one ground."""
    dark = luminance(body) < 70
    bright = luminance(body) > 235
    derived = {
        "body": body,
        "shade": mix(body, (98, 106, 150), 0.2) if bright or dark else mix(body, (50, 22, 80), 0.17),
        "light": mix(body, (255, 255, 255), 0.16 if dark else 0.34),
        "belly": mix(body, (255, 255, 255), 0.24 if dark else 0.5),
        "contour": contour(body, ground),
        "spot": (222, 226, 240) if bright else ACCENTS["paper"],
        "snowcap": (206, 222, 244) if bright else ACCENTS["snowcap"],
        "eye": ACCENTS["paper"] if luminance(body) < 62 else ACCENTS["ink"],
        "nose": (236, 110, 128) if luminance(body) > 62 or dark else ACCENTS["blush"],
        "middle": (170, 100, 48) if abs(body[0] - 252) < 22 and body[1] > 185 and body[2] < 130 else ACCENTS["honey"],
    }
    return MappingProxyType({**ACCENTS, **derived})
