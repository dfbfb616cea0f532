"""Quantities without a number: many, a flock of. They stand among a subject's attributes, its count being a guess."""

import re

from danqing.core.scene import Subject
from danqing.language.parsing.grammar import grammar
from danqing.language.vocabulary.inflection import plural
from danqing.language.vocabulary.terms import vocabulary

GUESSED = {"several": 3, "many": 6}
"""How many are drawn where a painter needs a number."""
_OF_KINDS = {"birds": "a flock of", "sea_life": "a school of"}
_GROUP = "a group of"
_FROM_GLASSES = frozenset("wine beer juice water milk whisky champagne lemonade soda cola cocktail vodka".split())
"""What is drunk from a glass."""
_MEASURED = re.compile(r"(?P<number>.*?)(?P<measure>[大小]?.儿?)$")


def quantity(said: str, kind: str) -> str | None:
    """The English words for how many of ``kind`` were asked for, ``a row of`` for 一排; None where it is a number."""
    known = grammar()
    for words in (said, f"{said} of"):
        if is_quantity(words):
            return words if words.isascii() else _meaning(words)
    match = _MEASURED.match(said)
    if match is None or said.isascii():
        return None
    measured = known.measured.get(match["measure"], "")
    if match["number"] in ("", "一", "1") and is_quantity(measured):
        term = vocabulary().named(kind) if measured == _GROUP else None
        return _OF_KINDS.get(term.theme, measured) if term is not None else measured
    meaning = _meaning(match["number"])
    return meaning if meaning in GUESSED else None


def container(said: str, kind: str) -> str | None:
    """What ``kind`` is served in by its measure word: ``in a bowl`` for 一碗, ``in bowls`` for 三碗."""
    match = _MEASURED.match(said)
    where = grammar().containers.get(match["measure"], "") if match is not None else ""
    if match is None or not where:
        return None
    where = "in a glass" if where == "in a cup" and kind.rpartition(" ")[2] in _FROM_GLASSES else where
    holds, _, vessel = where.partition(" a ")
    return where if match["number"] in ("", "一", "1") else f"{holds} {plural(vessel)}"


def is_quantity(phrase: str) -> bool:
    """Whether a phrase of a request says how many without a number."""
    return _meaning(phrase) in GUESSED


def quantity_of(subject: Subject) -> str | None:
    """The subject's quantity; None where its count was given as a number, or has become one."""
    return next((phrase for phrase in subject.attributes if GUESSED.get(_meaning(phrase)) == subject.count), None)


def looks_of(subject: Subject) -> tuple[str, ...]:
    """The subject's attributes without its quantity, or one that its count has outdated."""
    return tuple(phrase for phrase in subject.attributes if subject.count == 1 or not is_quantity(phrase))


def chinese(phrase: str) -> str | None:
    """一群 for ``a flock of``; None for what has no measure word of its own."""
    group = _GROUP if phrase in _OF_KINDS.values() else phrase
    return next((f"一{measure}" for measure, words in grammar().measured.items() if words == group), None)


def _meaning(phrase: str) -> str:
    return grammar().words.get(phrase, {}).get("number", "")
