"""Which thing of a picture was painted over: what the mask covers of each, where the plan of the picture is known."""

from typing import TYPE_CHECKING

from danqing.core.protocols import Painter
from danqing.core.types import Conversation, DrawOptions
from danqing.store.pictures import Pictures

if TYPE_CHECKING:
    from danqing.core.layout import Placement

ENOUGH = 0.3
"""Share of a thing that a mask covers at least, to be of it."""
CLEARLY = 2.0
"""How many times the share of every other one that is."""
GRID = 64
"""Columns and rows that a mask is looked at in."""


def covered(pictures: Pictures, options: DrawOptions, past: Conversation, painter: Painter) -> str | None:
    """The subject, by id, that the mask of ``options`` covers. Raises NotFound, StoreFailed.

    None without a mask, where the painter's pictures have no plan, or where it is of none or of several.
    """
    if options.mask is None or painter.dialect != "starter" or painter.domain is None:
        return None
    seed, scene = _seed(options, past), past.history.present
    if seed is None or not scene.subjects:
        return None
    from danqing.language.dialects.planner import plan

    layout = plan(scene, painter.domain, seed, past.history.lineage[:-1])
    shares: dict[str, float] = {}
    mask = _cells(pictures, options.mask)
    for placement in layout.placements:
        shares[placement.subject_id] = max(shares.get(placement.subject_id, 0.0), _share(mask, placement))
    first, *others = sorted(shares, key=lambda one: -shares[one])
    if shares[first] < ENOUGH or any(shares[first] < CLEARLY * shares[other] for other in others):
        return None
    return first


def _seed(options: DrawOptions, past: Conversation) -> int | None:
    """What the picture that the mask is of was planned with: the base, or else the last one."""
    drawn = [picture for turn in past.turns for picture in turn.pictures]
    base = options.base or (drawn[-1].id if drawn else None)
    return next((picture.settings.planned_with for picture in drawn if picture.id == base), None)


def _cells(pictures: Pictures, mask: str) -> list[list[bool]]:
    """The mask on a grid of GRID by GRID, true where it is white."""
    from PIL import Image

    grey = pictures.image(mask).convert("L").resize((GRID, GRID), Image.Resampling.BOX).tobytes()
    return [[value >= 128 for value in grey[row * GRID : (row + 1) * GRID]] for row in range(GRID)]


def _share(mask: list[list[bool]], placement: "Placement") -> float:
    """How much of the placement's square is white, 0 to 1."""

    def span(centre: float) -> range:
        return range(
            max(0, round((centre - placement.extent / 2) * GRID)),
            min(GRID, round((centre + placement.extent / 2) * GRID)),
        )

    inside = [mask[row][column] for row in span(placement.y) for column in span(placement.x)]
    return sum(inside) / max(1, len(inside))
