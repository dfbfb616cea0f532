"""FLUX.1: English sentences, read by T5. Guidance is distilled into it: no negative prompt, and no weights."""

from danqing.core.types import Prompt
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.prose import sentences
from danqing.language.dialects.writing import written
from danqing.models.families import FAMILIES


def compose(brief: Brief) -> Prompt:
    """English sentences; what is excluded is told of as dropped, since whatever is named would be drawn."""
    return written(brief, FAMILIES["flux"], sentences)
