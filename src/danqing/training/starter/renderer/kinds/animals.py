"""Animals: fish, bird, cat, rabbit."""

import numpy as np

from danqing.training.starter.renderer.figure import Figure, Pose, mark, solid, tone
from danqing.training.starter.renderer.shapes import arc, blob, ellipse, polygon, rounded, stroke, thick


def fish(pose: Pose) -> Figure:
    """A plump fish swimming to the left."""
    j = 0.04 * pose.jitter
    body = blob(
        (-1, 0.02),
        (-0.7, -0.42 - j),
        (-0.18, -0.58 - j),
        (0.3, -0.34),
        (0.54, 0),
        (0.3, 0.36),
        (-0.18, 0.6 + j),
        (-0.7, 0.44 + j),
    )
    eye = pose.pick(0.12, 0.1, 0.085)
    figure: Figure = (
        solid("shade", blob((0.42, 0), (0.7, -0.32), (0.98, -0.48), (0.9, 0), (0.98, 0.48), (0.7, 0.32))),
        solid("shade", blob((-0.34, -0.46), (-0.1, -0.8), (0.32, -0.7), (0.22, -0.34))),
        solid("body", body),
        tone(
            "belly",
            blob((-0.88, 0.22), (-0.5, 0.22), (-0.1, 0.28), (0.36, 0.16), (0.24, 0.37), (-0.18, 0.56), (-0.66, 0.44)),
        ),
    )
    if pose.detail:
        figure += (
            solid("shade", blob((-0.12, 0.06), (0.16, -0.06), (0.3, 0.12), (0.1, 0.26))),
            mark("paper", ellipse(-0.56, -0.12, eye * 1.75)),
            mark("ink", ellipse(-0.58, -0.12, eye)),
            tone("blush", ellipse(-0.62, 0.14, 0.1, 0.065)),
        )
    else:
        figure += (mark("eye", ellipse(-0.54, -0.1, eye)),)
    return figure


def bird(pose: Pose) -> Figure:
    """A round little bird looking left."""
    eye = pose.pick(0.12, 0.09, 0.075)
    leg = pose.pick(0.12, 0.09, 0.08)
    body = blob(
        (-0.86, -0.36),
        (-0.62, -0.78),
        (-0.2, -0.82),
        (0.1, -0.46),
        (0.5, -0.14),
        (0.62, 0.22),
        (0.34, 0.62),
        (-0.18, 0.76),
        (-0.62, 0.5),
        (-0.78, 0.1),
    )
    figure: Figure = (
        solid(
            "beak",
            stroke(leg, (-0.24, 0.6), (-0.24, 0.78), (-0.24, 0.95)),
            stroke(leg, (0.12, 0.6), (0.12, 0.78), (0.12, 0.95)),
        ),
        solid("beak", rounded(0.06, (-0.72, -0.56), (-1.1, -0.36), (-0.72, -0.2))),
        solid("body", rounded(0.1, (0.3, -0.2), (1.06, -0.3), (1.0, 0.06), (0.5, 0.36)), body),
        tone("belly", blob((-0.72, 0.04), (-0.4, 0.08), (-0.12, 0.36), (-0.06, 0.68), (-0.24, 0.71), (-0.56, 0.46))),
        solid("shade", blob((-0.14, -0.06), (0.26, -0.16), (0.66, 0.08), (0.44, 0.36), (0.1, 0.36))),
        mark("eye", ellipse(-0.46, -0.44, eye, eye * 1.1)),
    )
    if pose.detail:
        figure += (tone("blush", ellipse(-0.4, -0.18, 0.1, 0.07)),)
    return figure


def cat(pose: Pose) -> Figure:
    """A sitting cat seen from the front, its tail curled up at one side."""
    eye = pose.pick(0.1, 0.08, 0.07)
    lift = 0.06 * pose.jitter
    head = (
        ellipse(0, -0.36, 0.6, 0.48),
        rounded(0.1, (-0.58, -0.34), (-0.56, -1.04), (-0.06, -0.74)),
        rounded(0.1, (0.58, -0.34), (0.56, -1.04), (0.06, -0.74)),
    )
    figure: Figure = (
        solid("body", stroke(pose.pick(0.22, 0.2, 0.19), (0.3, 0.82), (0.72, 0.78), (0.84, 0.42), (0.72, 0.1 + lift))),
        solid(
            "body",
            blob(
                (0, -0.2),
                (0.36, 0.2),
                (0.52, 0.66),
                (0.44, 0.94),
                (0, 0.98),
                (-0.44, 0.94),
                (-0.52, 0.66),
                (-0.36, 0.2),
            ),
        ),
        tone("belly", blob((0, 0.16), (0.22, 0.34), (0.24, 0.66), (0, 0.84), (-0.24, 0.66), (-0.22, 0.34))),
        solid("body", *head),
    )
    if pose.detail:
        figure += (
            tone(
                "blush",
                polygon((-0.46, -0.66), (-0.46, -0.88), (-0.26, -0.72)),
                polygon((0.46, -0.66), (0.46, -0.88), (0.26, -0.72)),
            ),
            tone("blush", ellipse(-0.42, -0.2, 0.1, 0.06), ellipse(0.42, -0.2, 0.1, 0.06)),
        )
    figure += (
        mark("eye", ellipse(-0.25, -0.38, eye, eye * 1.3), ellipse(0.25, -0.38, eye, eye * 1.3)),
        mark("nose", rounded(0.03, (-0.09, -0.24), (0.09, -0.24), (0, -0.13))),
    )
    if pose.detail == 2:
        mouth = (
            thick(0.045, arc(-0.08, -0.14, 0.08, 0.08, 10, 170, 7)),
            thick(0.045, arc(0.08, -0.14, 0.08, 0.08, 10, 170, 7)),
        )
        figure += (mark("eye", *mouth), mark("contour", thick(0.04, np.array(((0.0, 0.7), (0.0, 0.84), (0.0, 0.95))))))
    return figure


def rabbit(pose: Pose) -> Figure:
    """A sitting rabbit seen from the front, with tall ears and white paws."""
    eye = pose.pick(0.095, 0.075, 0.065)
    spread = 8 + 4 * pose.jitter
    left, right = ellipse(-0.24, -0.66, 0.155, 0.42, -spread), ellipse(0.24, -0.66, 0.155, 0.42, spread)
    figure: Figure = (
        solid("body", left, right),
        tone("blush", ellipse(-0.24, -0.66, 0.075, 0.3, -spread), ellipse(0.24, -0.66, 0.075, 0.3, spread)),
        solid("body", ellipse(0, 0.62, 0.48, 0.4)),
        tone("belly", ellipse(0, 0.66, 0.26, 0.27)),
        solid(
            "body",
            blob(
                (0, -0.4),
                (0.4, -0.26),
                (0.54, 0.08),
                (0.34, 0.36),
                (0, 0.42),
                (-0.34, 0.36),
                (-0.54, 0.08),
                (-0.4, -0.26),
            ),
        ),
    )
    if pose.detail:
        figure += (
            tone("blush", ellipse(-0.37, 0.16, 0.09, 0.06), ellipse(0.37, 0.16, 0.09, 0.06)),
            solid("belly", ellipse(-0.24, 0.94, 0.2, 0.11), ellipse(0.24, 0.94, 0.2, 0.11)),
        )
    figure += (
        mark("eye", ellipse(-0.22, 0.0, eye, eye * 1.25), ellipse(0.22, 0.0, eye, eye * 1.25)),
        mark("nose", ellipse(0, 0.14, 0.075, 0.055)),
    )
    if pose.detail == 2:
        figure += (
            mark(
                "eye",
                thick(0.04, arc(-0.065, 0.2, 0.065, 0.07, 10, 170, 7)),
                thick(0.04, arc(0.065, 0.2, 0.065, 0.07, 10, 170, 7)),
            ),
        )
    return figure
