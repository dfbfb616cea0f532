"""What the options of a command ask for, as the studio takes it."""

import re
from pathlib import Path

from danqing.cli.texts import BadUse
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import DrawOptions, Embedding


def draw_options(
    *,
    seed: int | None = None,
    layout_seed: int | None = None,
    steps: int | None = None,
    size: str | None = None,
    number: int | None = None,
    model: str | None = None,
    writer: str | None = None,
    negative: str | None = None,
    metadata: Embedding | None = None,
    preset: str | None = None,
    style: str | None = None,
    guidance: float | None = None,
    base: str | None = None,
    mask: Path | None = None,
    strength: float | None = None,
    technique: Technique = PLAIN,
) -> DrawOptions:
    """DrawOptions; BadUse for a size that is none. Whether a model can draw it is the model's to say.

    Base, mask and the pictures of controls are as they were typed: ``start.started`` brings them in.
    """
    width, height = parse_size(size) if size else (None, None)
    return DrawOptions(
        seed=seed,
        layout_seed=layout_seed,
        steps=steps,
        width=width,
        height=height,
        number=number,
        painter=model,
        writer=writer,
        negative=negative,
        embedding=metadata,
        preset=preset,
        style=style,
        guidance=guidance,
        base=base,
        mask=None if mask is None else str(mask),
        strength=strength,
        technique=technique,
    )


def parse_size(size: str) -> tuple[int, int]:
    """``256x256``, also with ``×`` or ``*``, in pixels."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*[x×*]\s*(\d{1,6})\s*", size, re.IGNORECASE | re.ASCII)
    if match is None:
        raise BadUse("size_unreadable", size=size[:40])
    return int(match[1]), int(match[2])
