"""Stable Diffusion 3 and 3.5: English sentences, read by T5 beside CLIP; a negative prompt, no weights."""

from danqing.core.types import Prompt
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.prose import sentences
from danqing.language.dialects.writing import written
from danqing.models.families import FAMILIES


def compose(brief: Brief) -> Prompt:
    """English sentences within T5's budget."""
    return written(brief, FAMILIES["sd3"], sentences)
