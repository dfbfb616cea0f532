"""Where things stand: boxes around objects, and whether they obey a position word or a relation."""

from collections.abc import Sequence

from danqing.core.layout import Placement

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions of the canvas."""


def box_of(placements: Sequence[Placement]) -> Box:
    """The box (left, top, right, bottom in fractions) around all the objects."""
    return (
        min(p.x - p.extent / 2 for p in placements),
        min(p.y - p.extent / 2 for p in placements),
        max(p.x + p.extent / 2 for p in placements),
        max(p.y + p.extent / 2 for p in placements),
    )


def lies(position: str, box: Box) -> bool:
    """Whether a box (left, top, right, bottom in fractions) lies where the position word says, by its centre."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if position == "centre":
        return abs(x - 0.5) < 0.16 and abs(y - 0.5) < 0.16
    wanted = {"left": x < 0.42, "right": x > 0.58, "top": y < 0.42, "bottom": y > 0.58}
    return all(wanted[word] for word in position.split())


def stands(relation: str, box: Box, others: list[Box]) -> bool:
    """Whether a box stands to the other boxes as the relation says, by centres; ``on`` also asks that they touch."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    centres = [((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in others]
    ox, oy = centres[0]
    match relation:
        case "left of":
            return ox - x > 0.1 and ox - x > abs(y - oy)
        case "right of":
            return x - ox > 0.1 and x - ox > abs(y - oy)
        case "above":
            return oy - y > 0.1 and oy - y > abs(x - ox)
        case "below":
            return y - oy > 0.1 and y - oy > abs(x - ox)
        case "on":
            return oy - y > 0.08 and abs(x - ox) < 0.18 and abs(box[3] - others[0][1]) < 0.09
        case _:
            if len(centres) < 2:
                return False
            (ax, ay), (bx, by) = centres[0], centres[1]
            # Between: closer to the middle of the two than either of them is.
            reach = max(abs(ax - bx), abs(ay - by)) / 2
            return abs(x - (ax + bx) / 2) < reach * 0.6 and abs(y - (ay + by) / 2) < max(reach * 0.6, 0.12)
