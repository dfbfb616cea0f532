"""Sky and growing things: moon, sun, cloud, tree, flower, mushroom, apple, mountain."""

import numpy as np

from danqing.training.starter.renderer.figure import Figure, Pose, mark, solid, tone
from danqing.training.starter.renderer.shapes import (
    arc,
    blob,
    box,
    ellipse,
    polygon,
    rotate,
    rounded,
    stroke,
    thick,
)


def moon(pose: Pose) -> Figure:
    """A crescent, open to the right."""
    outer = arc(0, 0, 1, 1, 53, 307, 33)
    inner = arc(0.42, 0, 0.79, 0.79, 289, 71, 27)
    figure: Figure = (solid("body", np.concatenate((outer, inner))),)
    if pose.detail:
        figure += (tone("shade", ellipse(-0.68, -0.16, 0.13), ellipse(-0.5, 0.42, 0.17), ellipse(-0.42, -0.62, 0.1)),)
    return figure


def sun(pose: Pose) -> Figure:
    """A disc with rays; it smiles when there is room."""
    count = 8 if pose.detail == 0 else 10
    width = 0.15 if pose.detail == 0 else 0.13
    ray = rounded(0.09, (-width, -0.7), (-0.05, -1.0), (0.05, -1.0), (width, -0.7))
    rays = [rotate(ray, 360 / count * i) for i in range(count)]
    figure: Figure = (
        solid("body", *rays),
        solid("body", ellipse(0, 0, 0.62)),
    )
    if pose.detail:
        eye = pose.pick(0, 0.075, 0.06)
        figure += (
            tone("blush", ellipse(-0.36, 0.1, 0.1, 0.07), ellipse(0.36, 0.1, 0.1, 0.07)),
            mark("eye", ellipse(-0.21, -0.06, eye, eye * 1.2), ellipse(0.21, -0.06, eye, eye * 1.2)),
            mark("eye", thick(pose.pick(0, 0.08, 0.06), arc(0, 0.06, 0.17, 0.16, 25, 155, 9))),
        )
    return figure


def cloud(pose: Pose) -> Figure:
    """A puffy cloud with a flat bottom."""
    j = 0.04 * pose.jitter
    return (
        solid(
            "body",
            ellipse(-0.64, 0.26, 0.36),
            ellipse(-0.12 + j, -0.2, 0.46),
            ellipse(0.56, 0.16, 0.4),
            box(-0.64, 0.1, 0.62, 0.62, 0.1),
        ),
        tone("shade", box(-0.78, 0.44, 0.84, 0.61, 0.17)),
        tone("light", ellipse(-0.34 + j, -0.38, 0.17, 0.1, -35)),
    )


def tree(pose: Pose) -> Figure:
    """A round crown of leaves on a short trunk."""
    j = 0.04 * pose.jitter
    shade = blob((-0.7, 0.2), (-0.2, 0.26), (0.26, 0.22), (0.74, 0.0), (0.62, 0.3), (0.1, 0.42), (-0.42, 0.4))
    return (
        solid("bark", rounded(0.06, (-0.14, 0.2), (0.14, 0.2), (0.2, 1.0), (-0.2, 1.0))),
        solid(
            "body",
            ellipse(0, -0.52, 0.5),
            ellipse(-0.44 + j, -0.22, 0.4),
            ellipse(0.44 + j, -0.22, 0.4),
            ellipse(-0.34, 0.08, 0.38),
            ellipse(0.34, 0.08, 0.38),
            ellipse(0, 0.04, 0.4),
        ),
        tone("shade", shade),
        tone("light", ellipse(-0.2, -0.68, 0.16, 0.1, -35), ellipse(-0.56, -0.32, 0.12, 0.08, -35)),
        tone("light", ellipse(0.24, -0.3, 0.12, 0.08, -35)),
    )


def flower(pose: Pose) -> Figure:
    """Six petals about a honey-coloured middle, on a stem with two leaves."""
    petal = ellipse(0, -0.4, 0.245, 0.33)
    turn = 6 * pose.jitter
    petals = [rotate(petal, 60 * i + turn) + np.array((0, -0.27)) for i in range(6)]
    return (
        solid("leaf", stroke(pose.pick(0.17, 0.14, 0.12), (0, 0.3), (0.02, 0.6), (0, 1.0))),
        solid(
            "leaf",
            blob((0, 0.96), (0.18, 0.68), (0.56, 0.58), (0.44, 0.84)),
            blob((0, 0.98), (-0.18, 0.72), (-0.56, 0.62), (-0.44, 0.88)),
        ),
        solid("body", *petals),
        solid("middle", ellipse(0, -0.27, 0.24)),
    )


def mushroom(pose: Pose) -> Figure:
    """A spotted cap on a cream stem, with a little face when large enough."""
    cap = np.concatenate(
        (
            arc(0, 0.14, 1, 1.0, 180, 360, 25),
            arc(0.8, 0.14, 0.2, 0.16, 0, 90, 5),
            arc(-0.8, 0.14, 0.2, 0.16, 90, 180, 5),
        )
    )
    figure: Figure = (
        solid("stem", rounded(0.22, (-0.34, 0.1), (0.34, 0.1), (0.46, 0.96), (-0.46, 0.96))),
        solid("body", cap),
        tone("shade", rounded(0.08, (-0.92, 0.12), (0.92, 0.12), (0.8, 0.28), (-0.8, 0.28))),
        mark(
            "spot",
            ellipse(-0.06, -0.48, 0.22, 0.18),
            ellipse(-0.6, -0.12, 0.15, 0.14),
            ellipse(0.52, -0.22, 0.18, 0.16),
        ),
    )
    if pose.detail:
        eye = pose.pick(0, 0.07, 0.055)
        figure += (
            tone("blush", ellipse(-0.28, 0.6, 0.08, 0.05), ellipse(0.28, 0.6, 0.08, 0.05)),
            mark("ink", ellipse(-0.16, 0.5, eye, eye * 1.2), ellipse(0.16, 0.5, eye, eye * 1.2)),
        )
    if pose.detail == 2:
        figure += (mark("ink", thick(0.05, arc(0, 0.56, 0.09, 0.08, 20, 160, 7))),)
    return figure


def apple(pose: Pose) -> Figure:
    """A round apple with a stem and one leaf."""
    j = 0.03 * pose.jitter
    body = blob(
        (0, -0.44), (0.42, -0.6), (0.84 + j, -0.3), (0.88 + j, 0.2), (0.58, 0.78), (0.24, 0.94), (0, 0.87),
        (-0.24, 0.94), (-0.58, 0.78), (-0.88 - j, 0.2), (-0.84 - j, -0.3), (-0.42, -0.6),
    )  # fmt: skip
    return (
        solid("body", body),
        tone("shade", blob((0.7, -0.28), (0.8, 0.2), (0.5, 0.74), (0.2, 0.88), (0.1, 0.84), (0.42, 0.6), (0.64, 0.2))),
        tone("light", ellipse(-0.54, -0.2, 0.12, 0.22, 22)),
        solid("bark", stroke(pose.pick(0.16, 0.13, 0.11), (0, -0.42), (0.0, -0.66), (0.07, -0.94))),
        solid("leaf", blob((0.08, -0.62), (0.26, -0.92), (0.62, -0.94), (0.44, -0.66))),
    )


def mountain(pose: Pose) -> Figure:
    """Two peaks with snow on top."""
    j = 0.05 * pose.jitter
    return (
        solid("body", rounded(0.1, (0.5, -0.28 + j), (1.08, 0.8), (-0.3, 0.8))),
        tone("shade", rounded(0.04, (0.5, -0.2 + j), (1.0, 0.77), (0.4, 0.77), (0.3, 0.2))),
        solid("body", rounded(0.12, (-0.24, -0.92), (0.72, 0.8), (-1.08, 0.8))),
        tone("shade", polygon((-0.2, -0.8), (0.64, 0.77), (0.02, 0.77), (-0.16, 0.2), (0.02, -0.16))),
        mark(
            "snowcap",
            rounded(0.06, (-0.24, -0.9), (0.06, -0.36), (-0.08, -0.44), (-0.2, -0.24), (-0.34, -0.42), (-0.52, -0.32)),
        ),
    )
