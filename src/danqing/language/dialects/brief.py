"""What a dialect is given to write a prompt from."""

from collections.abc import Callable
from dataclasses import dataclass

from danqing.core.domain import Language
from danqing.core.scene import Scene

Translate = Callable[[str, Language], str]
"""Canonical English, or a user's words, into a language; the same text where there is no word for it."""
Count = Callable[[str], int]
"""How many tokens a text has for the picture model."""


def as_it_is(text: str, _: Language) -> str:
    """No translation."""
    return text


@dataclass(frozen=True, slots=True)
class Brief:
    """``lineage``: the scenes that led to the last one, oldest first. ``seed`` decides what the scene leaves open.

    ``negative``: the user's own, in the place of the dialect's usual one. ``language``: the user's. ``count``: None
    where the picture model's tokenizer is not at hand.
    """

    lineage: tuple[Scene, ...]
    seed: int = 0
    negative: str | None = None
    language: Language = "en"
    count: Count | None = None
    translate: Translate = as_it_is

    @property
    def scene(self) -> Scene:
        """The scene to be drawn."""
        return self.lineage[-1]
