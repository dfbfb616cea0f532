"""A patch: the square of the canvas about one object, drawn several times larger and reduced for smooth edges."""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from PIL import Image, ImageDraw

from danqing.training.starter.renderer.figure import Figure, Part, Role
from danqing.training.starter.renderer.shapes import Points

Ink = int | tuple[int, int, int]

FILLED_MARKS = frozenset({"eye", "ink", "nose", "contour"})
"""Dark marks: the line styles fill them; they outline all other marks."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an object stands, in pixels: the centre and half the side of its box; ``colour`` is its colour word."""

    x: float
    y: float
    half: float
    colour: str


class Patch:
    """Maps figures onto one spot. ``margin``: pixels kept free inside the box; ``pad``: pixels added about it."""

    def __init__(self, spot: Spot, margin: float, pad: float = 0.0) -> None:
        reach = spot.half + pad
        self.left, self.top = floor(spot.x - reach), floor(spot.y - reach)
        self.right, self.bottom = ceil(spot.x + reach), ceil(spot.y + reach)
        self.scale = 6 if spot.half < 26 else 4
        self._zoom = (spot.half - margin) * self.scale
        self._shift = np.array((spot.x - self.left, spot.y - self.top)) * self.scale

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom on the canvas; may lie beyond its edges."""
        return self.left, self.top, self.right, self.bottom

    @property
    def sheet(self) -> tuple[int, int]:
        """Width and height of the enlarged drawing."""
        return (self.right - self.left) * self.scale, (self.bottom - self.top) * self.scale

    def lift(self, canvas: Image.Image) -> Image.Image:
        """The canvas under the patch, enlarged."""
        return canvas.crop(self.bounds).resize(self.sheet, Image.Resampling.NEAREST)

    def place(self, points: Points) -> Points:
        """Pixel coordinates on the enlarged drawing."""
        placed: Points = points * self._zoom + self._shift
        return placed


def trace(draw: ImageDraw.ImageDraw, points: Points, width: float, ink: Ink) -> None:
    """The closed polygon grown by ``width`` on all sides, its sharp corners rounded."""
    ahead = np.concatenate((points[1:], points[:1])) - points
    distinct = np.abs(ahead).sum(axis=1) > 0.05
    points, ahead = points[distinct], ahead[distinct]
    angle = np.arctan2(ahead[:, 1], ahead[:, 0])
    before = np.concatenate((angle[-1:], angle[:-1]))
    turn = (angle - before + np.pi) % (2 * np.pi) - np.pi
    sense = np.copysign(1.0, (points[:, 0] * ahead[:, 1] - points[:, 1] * ahead[:, 0]).sum())
    outward = before + turn / 2 - sense * np.pi / 2
    reach = width / np.maximum(np.cos(turn / 2), np.where(turn * sense < 0, 0.35, 0.6))
    grown = points + np.stack((np.cos(outward), np.sin(outward)), axis=1) * reach[:, None]
    draw.polygon(grown.ravel().tolist(), fill=ink)
    for x, y in points[np.abs(turn) > 0.6].tolist():
        draw.ellipse((x - width, y - width, x + width, y + width), fill=ink)


def draw_part(draw: ImageDraw.ImageDraw, patch: Patch, part: Part, fill: Ink, width: float, ink: Ink | None) -> None:
    """One part: its contour where ``ink`` is given, ``width`` pixels wide outside the fill, then its fill."""
    placed = [patch.place(points) for points in part.polygons]
    if ink is not None:
        for points in placed:
            trace(draw, points, width * patch.scale, ink)
    for points in placed:
        draw.polygon(points.ravel().tolist(), fill=fill)


def draw_lines(draw: ImageDraw.ImageDraw, patch: Patch, figure: Figure, fill: Ink, width: float, ink: Ink) -> None:
    """The figure as a line drawing: solids outlined and filled, dark marks inked, shading left out."""
    for part in figure:
        if part.role is Role.SOLID:
            draw_part(draw, patch, part, fill, width, ink)
        elif part.role is Role.MARK and part.paint in FILLED_MARKS:
            draw_part(draw, patch, part, ink, 0, None)
        elif part.role is Role.MARK:
            draw_part(draw, patch, part, fill, width * 0.7, ink)
