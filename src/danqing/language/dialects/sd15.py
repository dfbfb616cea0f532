"""Stable Diffusion 1.5: short English tags with weights, read by CLIP; the subject first, quality last."""

from danqing.core.types import Prompt
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.tags import tagged
from danqing.language.dialects.writing import written
from danqing.models.families import FAMILIES

QUALITY = ("best quality", "highly detailed")


def compose(brief: Brief) -> Prompt:
    """Tags for CLIP, in chunks of 75 tokens."""
    return written(brief, FAMILIES["sd15"], tagged, QUALITY)
