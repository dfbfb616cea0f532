"""Dialects: each picture model gets its own wording of the scene. One file a dialect."""

from collections.abc import Sequence

from danqing.core.errors import BadInput
from danqing.core.scene import Scene
from danqing.core.types import Prompt
from danqing.language.dialects import starter

COMPOSERS = {"starter": starter.compose}


def compose(lineage: Sequence[Scene], dialect: str, seed: int, negative: str | None = None) -> Prompt:
    """The prompt for a scene in ``dialect``; ``seed`` decides what the scene leaves open.

    ``lineage``: the scenes that led to it, oldest first, and it as the last one.

    Raises BadInput for an unknown dialect, ValueError for a scene without subjects.
    """
    if dialect not in COMPOSERS:
        raise BadInput("choice_invalid", name="dialect", value=dialect, choices=", ".join(COMPOSERS))
    return COMPOSERS[dialect](lineage, seed, negative)
