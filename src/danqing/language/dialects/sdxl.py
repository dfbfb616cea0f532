"""Stable Diffusion XL: English tags with weights, read by two CLIP models; it needs fewer words of quality than 1.5."""

from danqing.core.types import Prompt
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.tags import tagged
from danqing.language.dialects.writing import written
from danqing.models.families import FAMILIES

QUALITY = ("high quality",)


def compose(brief: Brief) -> Prompt:
    """Tags for both CLIP models, in chunks of 75 tokens."""
    return written(brief, FAMILIES["sdxl"], tagged, QUALITY)
