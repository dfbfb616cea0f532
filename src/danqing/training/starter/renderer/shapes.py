"""Vector shapes as closed polygons in unit coordinates, y downwards."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""Corners of a closed polygon, shape (n, 2)."""

Pair = tuple[float, float]


@lru_cache(maxsize=64)
def _unit_arc(start: float, stop: float, steps: int) -> Points:
    angle = np.radians(np.linspace(start, stop, steps))
    return np.stack((np.cos(angle), np.sin(angle)), axis=1)


def arc(cx: float, cy: float, rx: float, ry: float, start: float, stop: float, steps: int = 17) -> Points:
    """Points along an ellipse from ``start`` to ``stop`` degrees; 0 is right, 90 is down."""
    return _unit_arc(start, stop, steps) * (rx, ry) + (cx, cy)


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None, turn: float = 0.0) -> Points:
    """A whole ellipse, turned by ``turn`` degrees clockwise."""
    steps = 45 if rx > 0.3 else 25
    points = _unit_arc(0.0, 360.0, steps)[:-1] * (rx, rx if ry is None else ry)
    return (rotate(points, turn) if turn else points) + (cx, cy)


def rotate(points: Points, degrees: float) -> Points:
    """``points`` turned clockwise about the origin."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turned: Points = points @ np.array(((cos, sin), (-sin, cos)))
    return turned


def polygon(*corners: Pair) -> Points:
    """A polygon with sharp corners."""
    return np.array(corners, dtype=np.float64)


def rounded(radius: float, *corners: Pair) -> Points:
    """A polygon with every corner rounded off, starting ``radius`` before the corner along each side."""
    here = np.array(corners, dtype=np.float64)
    before, after = np.roll(here, 1, axis=0) - here, np.roll(here, -1, axis=0) - here
    reach_before = np.minimum(radius, 0.48 * np.hypot(before[:, 0], before[:, 1]))
    reach_after = np.minimum(radius, 0.48 * np.hypot(after[:, 0], after[:, 1]))
    start = here + before * (reach_before / np.hypot(before[:, 0], before[:, 1]))[:, None]
    stop = here + after * (reach_after / np.hypot(after[:, 0], after[:, 1]))[:, None]
    t = np.linspace(0, 1, 7)[None, :, None]
    curve = (1 - t) ** 2 * start[:, None] + 2 * t * (1 - t) * here[:, None] + t**2 * stop[:, None]
    flat: Points = curve.reshape(-1, 2)
    return flat


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Points:
    """An upright rectangle."""
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return rounded(radius, *corners) if radius else polygon(*corners)


def _spline(control: Points, closed: bool, steps: int = 8) -> Points:
    """Catmull-Rom curve through ``control``."""
    if closed:
        padded = np.concatenate((control[-1:], control, control[:2]))
    else:
        padded = np.concatenate((control[:1], control, control[-1:]))
    a, b, c, d = padded[:-3, None], padded[1:-2, None], padded[2:-1, None], padded[3:, None]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    flat: Points = curve.reshape(-1, 2)
    return flat if closed else np.concatenate((flat, control[-1:]))


def blob(*through: Pair) -> Points:
    """A smooth closed outline through the given points."""
    return _spline(np.array(through, dtype=np.float64), closed=True)


def stroke(width: float, *through: Pair) -> Points:
    """A smooth open line of even ``width`` with round ends, as a polygon."""
    line = _spline(np.array(through, dtype=np.float64), closed=False)
    return thick(width, line)


def thick(width: float, line: Points) -> Points:
    """An open line given an even ``width`` and round ends."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    side = np.stack((along[:, 1], -along[:, 0]), axis=1) * (width / 2)
    first = math.degrees(math.atan2(side[0, 1], side[0, 0]))
    last = math.degrees(math.atan2(side[-1, 1], side[-1, 0]))
    radius = width / 2
    end = arc(line[-1, 0], line[-1, 1], radius, radius, last, last + 180, 7)
    start = arc(line[0, 0], line[0, 1], radius, radius, first + 180, first + 360, 7)
    return np.concatenate((line + side, end, (line - side)[::-1], start))


def crescent(cx: float, cy: float, radius: float, thickness: float, turn: float) -> Points:
    """The part of a disc left over by the same disc shifted; thickest towards ``turn`` degrees."""
    outer = _unit_arc(-80.0, 80.0, 17)
    inner = (outer * (1 - thickness / radius, 1.0))[::-1]
    points: Points = rotate(np.concatenate((outer, inner)) * radius, turn) + np.array((cx, cy))
    return points
