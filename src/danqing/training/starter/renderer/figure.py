"""A figure: one object described once as a list of parts, for every style to draw its own way."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from danqing.training.starter.renderer.shapes import Points, rotate


class Role(Enum):
    """How a part behaves: ``SOLID`` has a contour and a fill, ``MARK`` is solid ink, ``TONE`` is mere shading."""

    SOLID = "solid"
    MARK = "mark"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class Part:
    """Polygons that are united under one contour. ``paint`` names a colour of ``palette.paints``."""

    role: Role
    paint: str
    polygons: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Pose:
    """How the figure is varied. ``detail`` 0 (small) to 2 (large); ``jitter`` -1 to 1, a proportion of the kind."""

    detail: int
    jitter: float

    def pick(self, small: float, medium: float, large: float) -> float:
        """A measure by level of detail."""
        return (small, medium, large)[self.detail]


Figure = tuple[Part, ...]


def solid(paint: str, *polygons: Points) -> Part:
    """A part with a contour of its own."""
    return Part(Role.SOLID, paint, polygons)


def mark(paint: str, *polygons: Points) -> Part:
    """A small mark without a contour: eyes, a mouth, dots."""
    return Part(Role.MARK, paint, polygons)


def tone(paint: str, *polygons: Points) -> Part:
    """Shading inside a solid part, left out by the drawn-line styles."""
    return Part(Role.TONE, paint, polygons)


def fit(figure: Figure, mirrored: bool, tilt: float) -> Figure:
    """The figure mirrored and tilted, then centred and scaled to touch the box from -1 to 1 on its longer side."""
    counts = [len(points) for part in figure for points in part.polygons]
    points = np.concatenate([points for part in figure for points in part.polygons])
    if mirrored:
        points = points * (-1.0, 1.0)
    if tilt:
        points = rotate(points, tilt)
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - (low + high) / 2) * (2.0 / float((high - low).max()))
    pieces = iter(np.split(points, np.cumsum(counts)[:-1]))
    return tuple(Part(part.role, part.paint, tuple(next(pieces) for _ in part.polygons)) for part in figure)
