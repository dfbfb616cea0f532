"""Made things: house, boat, car, balloon, cup, umbrella, rocket."""

import numpy as np

from danqing.training.starter.renderer.figure import Figure, Pose, mark, solid, tone
from danqing.training.starter.renderer.shapes import (
    arc,
    blob,
    box,
    ellipse,
    polygon,
    rounded,
    stroke,
    thick,
)


def house(pose: Pose) -> Figure:
    """A cottage: coloured walls under a slate roof."""
    figure: Figure = (
        solid("slate", box(0.42, -0.9, 0.66, -0.3, 0.04)),
        solid("body", box(-0.76, -0.3, 0.76, 0.96, 0.05)),
        tone("shade", box(-0.74, -0.3, 0.74, 0.04)),
        solid("slate", rounded(0.1, (0, -1.02), (1.08, 0.0), (-1.08, 0.0))),
    )
    if pose.detail == 0:
        return (*figure, mark("lamp", box(0.1, 0.26, 0.5, 0.62, 0.04)), mark("ink", box(-0.5, 0.3, -0.12, 0.95, 0.1)))
    figure += (
        solid("ink", box(-0.52, 0.3, -0.14, 0.96, 0.14)),
        solid("lamp", box(0.14, 0.28, 0.54, 0.66, 0.05)),
    )
    if pose.detail == 2:
        figure += (
            mark(
                "paper",
                thick(0.05, np.array(((0.34, 0.3), (0.34, 0.47), (0.34, 0.64)))),
                thick(0.05, np.array(((0.17, 0.47), (0.34, 0.47), (0.51, 0.47)))),
            ),
        )
        figure += (mark("lamp", ellipse(-0.22, 0.66, 0.045)),)
    return figure


def boat(pose: Pose) -> Figure:
    """A sailing boat: coloured hull and pennant, white sails."""
    mast = pose.pick(0.12, 0.1, 0.08)
    sail = np.concatenate((arc(0.06, -0.06, 0.74, 0.8, -90, 0, 13), polygon((0.06, -0.06))))
    hull = blob(
        (-1, 0.06), (-0.5, 0.12), (0, 0.14), (0.5, 0.12), (1, 0.06),
        (0.86, 0.54), (0.52, 0.88), (0, 0.92), (-0.52, 0.88), (-0.86, 0.54),
    )  # fmt: skip
    return (
        solid("bark", box(-0.06 - mast / 2, -0.96, -0.06 + mast / 2, 0.3, 0.03)),
        solid("body", rounded(0.04, (-0.1, -1.04), (-0.1, -0.72), (-0.54, -0.86))),
        solid("paper", sail),
        solid("glass", rounded(0.06, (-0.2, -0.54), (-0.2, -0.04), (-0.72, -0.04))),
        solid("body", hull),
        tone("shade", blob((-0.78, 0.62), (0, 0.7), (0.78, 0.62), (0.5, 0.86), (0, 0.9), (-0.5, 0.86))),
        tone("light", stroke(0.1, (-0.8, 0.2), (0, 0.27), (0.8, 0.2))),
    )


def car(pose: Pose) -> Figure:
    """A rounded little car driving to the right."""
    cabin = blob((-0.72, 0.0), (-0.6, -0.46), (-0.3, -0.62), (0.18, -0.62), (0.44, -0.42), (0.66, 0.0), (0, 0.1))
    wheels = (ellipse(-0.5, 0.4, 0.25), ellipse(0.52, 0.4, 0.25))
    figure: Figure = (
        solid("body", cabin, rounded(0.26, (-1, -0.16), (0.6, -0.16), (1, 0.0), (1, 0.46), (-1, 0.46))),
        tone("shade", rounded(0.1, (-0.97, 0.26), (0.97, 0.26), (0.95, 0.45), (-0.95, 0.45))),
        mark("glass", rounded(0.1, (-0.54, -0.1), (-0.44, -0.44), (-0.08, -0.46), (-0.08, -0.1))),
        mark("glass", rounded(0.1, (0.06, -0.1), (0.06, -0.46), (0.22, -0.44), (0.46, -0.1))),
        solid("ink", *wheels),
        mark("metal", ellipse(-0.5, 0.4, 0.11), ellipse(0.52, 0.4, 0.11)),
    )
    if pose.detail:
        figure += (mark("lamp", ellipse(0.87, 0.1, 0.09, 0.1)),)
    return figure


def balloon(pose: Pose) -> Figure:
    """A party balloon on a short wavy string."""
    sway = 0.06 * pose.jitter
    return (
        solid(
            "contour", stroke(pose.pick(0.07, 0.055, 0.045), (0, 0.5), (0.08 + sway, 0.66), (-0.06, 0.84), (0.02, 1.0))
        ),
        solid("body", rounded(0.04, (0, 0.4), (0.14, 0.6), (-0.14, 0.6)), ellipse(0, -0.26, 0.64, 0.74)),
        tone(
            "shade",
            blob((0.56, -0.4), (0.58, -0.1), (0.36, 0.26), (0.1, 0.42), (0.06, 0.38), (0.3, 0.12), (0.48, -0.14)),
        ),
        tone("light", ellipse(-0.28, -0.56, 0.12, 0.2, 28)),
    )


def cup(pose: Pose) -> Figure:
    """A mug with its handle at the right."""
    handle = thick(pose.pick(0.2, 0.18, 0.17), arc(0.5, 0.12, 0.4, 0.36, -95, 95, 15))
    figure: Figure = (
        solid("body", handle),
        solid("body", rounded(0.2, (-0.88, -0.66), (0.58, -0.66), (0.5, 0.84), (-0.8, 0.84))),
        tone("shade", rounded(0.1, (0.3, -0.46), (0.5, -0.46), (0.44, 0.76), (0.14, 0.8))),
        solid("paper", ellipse(-0.15, -0.62, 0.72, 0.15)),
        tone("bark", ellipse(-0.15, -0.59, 0.56, 0.085)),
    )
    if pose.detail:
        t = np.linspace(0, 2 * np.pi, 25)[:-1]
        love = np.stack((np.sin(t) ** 3, -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t)) / 16), axis=1)
        figure += (mark("belly", love * 0.25 + (-0.2, 0.2)),)
    return figure


def umbrella(pose: Pose) -> Figure:
    """An open umbrella with a scalloped edge and a hooked handle."""
    scallop = 2 / 3
    edge = [arc(1 - scallop * (i + 0.5), 0.04, scallop / 2, 0.16, 0, -180, 9) for i in range(3)]
    canopy = np.concatenate((arc(0, 0.04, 1, 0.94, 180, 360, 29), *edge))
    middle = np.concatenate((arc(0, 0.04, 0.333, 0.9, 180, 360, 17), arc(0, 0.04, 0.333, 0.16, 0, -180, 9)))
    width = pose.pick(0.13, 0.11, 0.1)
    return (
        solid(
            "bark",
            stroke(width, (0, -0.9), (0, -0.98), (0, -1.0)),
            stroke(width, (0, -0.1), (0, 0.7), (0.06, 0.9), (0.2, 0.94), (0.32, 0.84), (0.34, 0.7)),
        ),
        solid("body", canopy),
        tone("shade", middle),
        tone("light", ellipse(-0.58, -0.4, 0.16, 0.07, -52)),
    )


def rocket(pose: Pose) -> Figure:
    """A rocket standing on its flame."""
    hull = blob(
        (0, -1.0),
        (0.3, -0.62),
        (0.4, -0.1),
        (0.34, 0.38),
        (0.22, 0.6),
        (-0.22, 0.6),
        (-0.34, 0.38),
        (-0.4, -0.1),
        (-0.3, -0.62),
    )
    figure: Figure = (
        solid("flame", blob((0, 1.0), (0.2, 0.76), (0.2, 0.5), (-0.2, 0.5), (-0.2, 0.76))),
        tone("lamp", blob((0, 0.84), (0.09, 0.7), (0.08, 0.5), (-0.08, 0.5), (-0.09, 0.7))),
        solid("slate", rounded(0.08, (0.26, 0.06), (0.68, 0.44), (0.66, 0.82), (0.2, 0.54))),
        solid("slate", rounded(0.08, (-0.26, 0.06), (-0.68, 0.44), (-0.66, 0.82), (-0.2, 0.54))),
        solid("body", hull),
        tone("light", blob((0, -0.98), (0.2, -0.76), (0.3, -0.56), (0, -0.5), (-0.3, -0.56), (-0.2, -0.76))),
        tone("shade", blob((0.3, -0.4), (0.36, -0.1), (0.3, 0.36), (0.2, 0.56), (0.1, 0.56), (0.2, 0.2))),
    )
    if pose.detail == 0:
        return (*figure, mark("glass", ellipse(0, -0.16, 0.17)))
    return (*figure, mark("metal", ellipse(0, -0.16, 0.23)), solid("glass", ellipse(0, -0.16, 0.15)))
