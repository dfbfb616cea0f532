"""Strangers: things called by words that nobody knows, in every sentence that also asks for what can be drawn."""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from danqing.training.starter.grammar.markup import CLOSE, OPEN, SUBJECTS, named, quote, unquoted

_STOPS = frozenset(",.;:!?。、")


@dataclass(frozen=True, slots=True)
class Strangers:
    """Which kinds a request calls by an unknown word, and by which: ``share`` of them, each by one that ``make`` makes.

    Whoever is to know a word by its being known must see the unknown in the same places. ``forms``: how a word may
    stand in the text, singular and plural.
    """

    rng: random.Random
    share: float
    make: Callable[[random.Random], str]
    forms: Callable[[str], Collection[str]]
    words: dict[str, str | None] = field(default_factory=dict)

    def word(self, kind: str) -> str | None:
        """The unknown word for the kind; None where it has its own name."""
        if kind not in self.words:
            self.words[kind] = self.make(self.rng) if self.rng.random() < self.share else None
        return self.words[kind]

    def quoted(self, marked: str, words: Mapping[int, str]) -> str:
        """The marked text with every stranger quoted where it is first named, with its number and what stands before it.

        ``words``: the strangers' words by subject.
        """
        firsts: dict[str, int] = {}
        for index in sorted(words, key=lambda i: marked.index(named(i))):
            firsts.setdefault(words[index], index)
        for word, index in firsts.items():
            start, end = _place(marked, index, self.forms(word))
            if marked[end:].lstrip(" ").startswith(OPEN):  # what it does, which cannot be drawn either
                end = marked.index(CLOSE, end) + 1
            marked = marked[:start] + quote(unquoted(marked[start:end])) + marked[end:]
        return marked


def _place(marked: str, index: int, forms: Collection[str]) -> tuple[int, int]:
    """Where the stranger's phrase begins and its noun ends."""
    mark = marked.index(named(index))
    found = [(at, -len(form)) for form in forms if (at := marked.find(form, mark)) >= 0]
    if not found:  # named before it is told apart: "two glorps, one red, one blue"
        form = next(form for form in forms if form in marked)
        return (at := marked.index(form)), at + len(form)
    at, length = min(found)
    start = marked.rindex(named(index), 0, at)
    before = marked[start + 1 : at]
    if _STOPS.intersection(before) or SUBJECTS.search(before) or before.count(OPEN) != before.count(CLOSE):
        start = at  # something else stands between the mark and the noun
    return start, at - length
