"""The starter painter's dialect: a fixed sentence that names style, background, and each object with its cells.

``flat, night, 1 large red boat at hj, 3 small yellow star at bb eb hb``. A cell is two letters: column a to p from the
left, row a to p from the top. Letters only, because CLIP's tokenizer takes numbers apart.
"""

from itertools import groupby

from danqing.core.domain import STARTER
from danqing.core.layout import CELLS, Layout, Placement, size_word
from danqing.core.types import Prompt
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.planner import plan

ROWS = "abcdefghijklmnop"


def cell(placement: Placement) -> str:
    """The name of the cell that holds the object's centre."""
    column, row = (min(int(v * CELLS), CELLS - 1) for v in (placement.x, placement.y))
    return ROWS[column] + ROWS[row]


def sentence(layout: Layout) -> str:
    """The prompt for a layout; 42 tokens at most."""
    parts = [layout.style, layout.background]
    for _, group in groupby(layout.placements, key=lambda p: p.subject_id):
        objects = list(group)
        first = objects[0]
        size, cells = size_word(first.extent), " ".join(map(cell, objects))
        parts.append(f"{len(objects)} {size} {first.colour} {first.kind} at {cells}")
    return ", ".join(parts)


def compose(brief: Brief) -> Prompt:
    """The prompt for the scene: planned, completed and put into words.

    Raises ValueError for a scene without subjects.
    """
    *earlier, scene = brief.lineage
    return Prompt(sentence(plan(scene, STARTER, brief.seed, earlier)), brief.negative or "", "starter")
