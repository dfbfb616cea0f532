"""Words of grammar: numbers, measure words, prepositions, denials, frames; what holds a request together."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Grammar:
    """``words``: by word, the classes of grammar that it may belong to, each with what it means there.

    Classes: ``number`` (meaning: the count), ``measure``, ``relation`` (meaning: a position), ``shade`` (Chinese,
    before a colour), ``heading`` (what a list stands under: poses, 表情), ``determiner``, ``demonstrative``,
    ``inside`` (prepositions that lead to a place), ``negation``, ``removal``, ``conjunction``, ``intensifier``,
    ``particle``, ``with``, ``body`` and ``garment`` (Chinese words that lead to looks and clothing), ``clothing``,
    ``tint`` and ``stuff`` (things that are also colours and materials), ``feeling`` (looks that are a mood where they
    are a clause of their own), ``frame`` (what a request is put into:
    draw, please; never part of a picture) and ``stop`` (the like, where the vocabulary does not know better).
    ``measured``: what a measure word counts by itself, in English words for a number. ``containers``: what a measure
    word holds things in or on, 碗 ``in a bowl``.
    """

    words: dict[str, dict[str, str]]
    measured: dict[str, str]
    containers: dict[str, str]
    longest: int

    def may_be(self, word: str, group: str) -> bool:
        """Whether a word may belong to a class."""
        return group in self.words.get(word, {})


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The file, read once."""
    data: dict[str, Any] = tomllib.loads((files("danqing.language") / "grammar.toml").read_text("utf-8"))
    measured = {word: value for value, words in data["zh"].pop("measured").items() for word in words}
    containers = {word: value for value, words in data["zh"].pop("containers").items() for word in words}
    words: dict[str, dict[str, str]] = {}
    for table in data.values():
        for group, word, meaning in _listed(table):
            words.setdefault(word, {}).setdefault(group, meaning)
    return Grammar(words, measured, containers, max(word.count(" ") + 1 for word in words))


def _listed(table: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(class, word, meaning) of all words of one language."""
    for key, group in {"numbers": "number", "positions": "relation", "shades": "shade"}.items():
        for meaning, words in table.pop(key, {}).items():
            yield from ((group, word, meaning) for word in words)
    for group, listed in table.items():
        for word in listed.split() if isinstance(listed, str) else listed:
            yield group, word, word
