"""Z-Image-Turbo: sentences in the user's language, read by Qwen3. Drawn without guidance: no negative, no weights."""

from functools import partial

from danqing.core.types import Prompt
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.chinese import told
from danqing.language.dialects.prose import sentences
from danqing.language.dialects.writing import written
from danqing.models.families import FAMILIES


def compose(brief: Brief) -> Prompt:
    """Chinese sentences for who speaks Chinese, else English ones."""
    write = partial(told, translate=brief.translate) if brief.language == "zh" else sentences
    return written(brief, FAMILIES["z-image"], write)
