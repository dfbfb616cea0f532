"""Plain shapes: circle, square, triangle, star, heart."""

import numpy as np

from danqing.training.starter.renderer.figure import Figure, Pose, solid, tone
from danqing.training.starter.renderer.shapes import Points, box, crescent, ellipse, rounded


def circle(pose: Pose) -> Figure:
    """A disc with a soft shadow at its lower right."""
    return (
        solid("body", ellipse(0, 0, 1)),
        tone("shade", crescent(0, 0, 0.97, 0.24, 45)),
        tone("light", ellipse(-0.42, -0.46, 0.2, 0.13, -42)),
    )


def square(pose: Pose) -> Figure:
    """A square with slightly rounded corners."""
    return (
        solid("body", box(-1, -1, 1, 1, 0.16)),
        tone("shade", box(-0.98, 0.68, 0.98, 0.98, 0.14)),
        tone("light", box(-0.74, -0.76, -0.2, -0.58, 0.09)),
    )


def triangle(pose: Pose) -> Figure:
    """An upright triangle."""
    return (
        solid("body", rounded(0.2, (0, -0.98), (1.06, 0.82), (-1.06, 0.82))),
        tone("shade", rounded(0.14, (-0.84, 0.54), (0.84, 0.54), (0.96, 0.8), (-0.96, 0.8))),
        tone("light", rounded(0.08, (-0.16, -0.5), (-0.05, -0.42), (-0.32, 0.08), (-0.45, 0.02))),
    )


def _star(outer: float, inner: float, radius: float) -> Points:
    angles = np.radians(-90 + 36 * np.arange(10))
    reach = np.where(np.arange(10) % 2 == 0, outer, inner)
    corners = [(float(r * np.cos(a)), float(r * np.sin(a))) for r, a in zip(reach, angles, strict=True)]
    return rounded(radius, *corners)


def star(pose: Pose) -> Figure:
    """A five-pointed star with soft tips and a lighter heart."""
    return (
        solid("body", _star(1.0, 0.5 + 0.02 * pose.jitter, 0.12)),
        tone("light", _star(0.58, 0.29, 0.08)),
    )


def heart(pose: Pose) -> Figure:
    """A plump heart with one highlight."""
    t = np.linspace(0, 2 * np.pi, 49)[:-1]
    x = np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16.5
    outline = np.stack((x, y), axis=1)
    return (
        solid("body", outline),
        tone("light", ellipse(-0.5, -0.34, 0.2, 0.13, -45)),
    )
