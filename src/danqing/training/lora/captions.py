"""Captions for pictures that have none: the critic reads them, in the words of the bundled picture model."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from danqing.core.layout import EXTENTS, Layout, size_word

if TYPE_CHECKING:
    from PIL.Image import Image

    from danqing.vision.critic import Critic, Reading


class CriticCaptions:
    """Sentences of the starter dialect. What the critic does not know it calls by what it looks like."""

    def __init__(self, critic: "Critic") -> None:
        self._critic = critic

    def __call__(self, images: "Sequence[Image]") -> list[str]:
        return [caption(reading) for reading in self._critic.read(images)]


def caption(reading: "Reading") -> str:
    """What was seen as a sentence: things of one kind, colour and size are one subject."""
    from danqing.language.dialects.starter import sentence

    placed = [
        replace(seen, subject_id=f"{seen.kind} {seen.colour} {size_word(seen.extent)}", extent=_usual(seen.extent))
        for seen in reading.objects
    ]
    placed.sort(key=lambda seen: seen.subject_id)
    return sentence(Layout(tuple(placed), reading.background, reading.style))


def _usual(extent: float) -> float:
    return EXTENTS[size_word(extent)]
