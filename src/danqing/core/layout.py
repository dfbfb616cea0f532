"""A layout: where every single object of a scene stands on the canvas. The plan that a starter prompt states."""

from dataclasses import dataclass

EXTENTS = {"small": 0.17, "medium": 0.27, "large": 0.43}
"""Side of the square that an object fills, as a fraction of the canvas, by size word."""


def size_word(extent: float) -> str:
    """The size word whose extent is nearest."""
    return min(EXTENTS, key=lambda word: abs(EXTENTS[word] - extent))


CELLS = 16
"""Columns and rows of the grid that places are named in: columns a to p from the left, rows 1 to 16 from the top."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One object. ``x``, ``y``: its centre as fractions of the canvas, y downwards; ``extent`` as in EXTENTS."""

    subject_id: str
    kind: str
    colour: str
    x: float
    y: float
    extent: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture, nothing left open; ``placements`` do not overlap, drawn in their order."""

    placements: tuple[Placement, ...]
    background: str
    style: str
