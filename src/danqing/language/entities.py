"""Entities: what a request says about its picture, by rules over a vocabulary; the types of docs/entities.md."""

import re
from collections.abc import Sequence
from pathlib import Path

from danqing.core.reading import Entity
from danqing.language.parsing.ambiguity import settle
from danqing.language.parsing.chinese import Chinese
from danqing.language.parsing.denial import denials
from danqing.language.parsing.english import English
from danqing.language.parsing.fixed import fixed
from danqing.language.parsing.found import Found
from danqing.language.parsing.frames import frames, taken_back
from danqing.language.parsing.reader import Reader
from danqing.language.parsing.tokens import Tokeniser, tokeniser
from danqing.language.vocabulary.terms import vocabulary

Spans = Sequence[tuple[int, int]]
_DURING = re.compile("(?<![名显原巨专土])著(?![名作称述])")
"""The particle 着, which traditional texts write like the 著 of 著名; simplifying leaves both."""


def entities(text: str, said: str = "", own: Path | None = None) -> tuple[Entity, ...]:
    """The entities of a normalised text, ordered, without overlap. ``said``: as it was typed, character for character.

    ``own``: the user's vocabulary; BadInput where it cannot be read.
    """
    return read(text, said, tokeniser(vocabulary(own)))


def read(text: str, said: str, words: Tokeniser) -> tuple[Entity, ...]:
    """As ``entities``, over the vocabulary of ``words``."""
    plain = _DURING.sub("着", text)
    start = taken_back(plain)
    plain = " " * start + plain[start:]
    told = frames(plain)
    forms = [form for form in fixed(plain, said or text) if form.type != "attribute" or not _overlaps(form, told)]
    weighed = (_weighed(form, words) for form in forms)
    found = [*(form for form in weighed if form is not None), *_read(plain, said or text, forms, told, words)]
    return tuple(
        Entity(text[f.start : f.end], f.start, f.end, f.type, f.value, f.implies)
        for f in sorted(found, key=lambda f: f.start)
    )


def _read(text: str, said: str, forms: list[Found], told: Spans, words: Tokeniser) -> list[Found]:
    taken = [(form.start, form.end) for form in forms]
    taken = sorted([*taken, *(span for span in told if not any(_overlaps(form, [span]) for form in forms))])
    reader = Reader(text, said, words.tokens(text, taken), list(forms))
    settle(reader)
    denials(reader)
    english, chinese = English(reader), Chinese(reader)
    i = 0
    while i < reader.size:
        counted = reader.kind(i) == "number" and reader.at(i + 1).is_han and reader.is_next(i + 1)
        i = max((chinese if reader.at(i).is_han or counted else english).step(i), i + 1)
    return [f for f in reader.found if f not in forms]


def _overlaps(form: Found, spans: Spans) -> bool:
    return any(form.start < end and start < form.end for start, end in spans)


def _weighed(form: Found, words: Tokeniser) -> Found | None:
    """A weight with its phrase in canonical English; None for one on praise, which nothing shows."""
    if form.type != "weight":
        return form
    phrase, _, factor = form.value.rpartition(":")
    if words.is_grammar(phrase):
        return None
    pieces = [f.value for f in sorted(_read(phrase, phrase, [], frames(phrase), words), key=lambda f: f.start)]
    return Found(form.start, form.end, form.type, f"{' '.join(pieces) or phrase}:{factor}")
