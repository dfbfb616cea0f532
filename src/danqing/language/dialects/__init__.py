"""Dialects: each picture model gets its own wording of the scene. One file a dialect."""

from collections.abc import Sequence

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.scene import Scene
from danqing.core.types import Prompt
from danqing.language.dialects import flux, qwen_image, sd3, sd15, sdxl, starter, z_image
from danqing.language.dialects.brief import Brief, Count, Translate, as_it_is

COMPOSERS = {
    "starter": starter.compose,
    "sd15": sd15.compose,
    "sdxl": sdxl.compose,
    "sd3": sd3.compose,
    "flux": flux.compose,
    "qwen-image": qwen_image.compose,
    "z-image": z_image.compose,
}


def compose(
    lineage: Sequence[Scene],
    dialect: str,
    seed: int,
    negative: str | None = None,
    language: Language = "en",
    *,
    count: Count | None = None,
    translate: Translate = as_it_is,
) -> Prompt:
    """The prompt for a scene in ``dialect``; ``seed`` decides what the scene leaves open.

    ``lineage``: the scenes that led to it, oldest first, and it as the last one. ``negative``: the user's own, in the
    place of the dialect's usual one; ``language``: the user's. ``count``: tokens by the picture model's own tokenizer.

    Raises BadInput for an unknown dialect, ValueError where the starter's has a scene without subjects.
    """
    if dialect not in COMPOSERS:
        raise BadInput("choice_invalid", name="dialect", value=dialect, choices=", ".join(COMPOSERS))
    return COMPOSERS[dialect](Brief(tuple(lineage), seed, negative, language, count, translate))
