"""The keyword list and how it is matched: one normal form for terms and texts."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Keywords:
    """Compiled patterns. ``topics`` in order of weight."""

    topics: tuple[tuple[str, re.Pattern[str]], ...]
    young: re.Pattern[str]
    allow: re.Pattern[str]


def blocked_topic(text: str) -> str | None:
    """The first topic of the list that ``text`` touches, or None."""
    plain = normal_form(text)
    words = keywords()
    plain = words.allow.sub(" ", plain)
    for topic, pattern in words.topics:
        if pattern.search(plain):
            return "minors" if topic == "sexual" and words.young.search(plain) else topic
    return None


_LOOKALIKES = str.maketrans("аеорсухіјѕԁһκοαρυι", "aeopcyxijsdhkoapui")
"""Cyrillic and Greek letters that look like Latin ones; neither language that is spoken here needs them."""

_UNSEEN = ("Cc", "Cf", "Mn", "Me")
_FILLERS = "\u115f\u1160"


def normal_form(text: str) -> str:
    """What a reader sees of ``text``: NFKD, case folded, no accents, nothing invisible; runs of spaces as one."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LOOKALIKES)
    seen = (" " if c.isspace() else c for c in folded if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join("".join(c for c in seen if c not in _FILLERS).split())


@lru_cache(maxsize=1)
def keywords() -> Keywords:
    """The list that ships with the package."""
    data = tomllib.loads((files("danqing.safety") / "keywords.toml").read_text("utf-8"))
    return Keywords(
        topics=tuple((topic, _pattern(terms)) for topic, terms in data["topics"].items()),
        young=_pattern(data["young"]),
        allow=_pattern(data["allow"]),
    )


def _pattern(terms: list[str]) -> re.Pattern[str]:
    """Any of the terms, also with its letters or characters spaced out; one of Latin letters only as whole words."""
    return re.compile("|".join(_one(normal_form(term)) for term in sorted(terms, key=len, reverse=True)))


def _one(term: str) -> str:
    if not term[0].isascii():  # a comma or a full stop parts two thoughts: 女性，交谈
        return r"(?:[^\w,。、;:!?]|_)*".join(map(re.escape, term))
    words = r"[\W_]+".join(map(re.escape, term.split()))
    letters = r"[\W_]+".join(map(re.escape, term.replace(" ", "")))
    return rf"(?<![a-z0-9])(?:{words}|{letters})(?![a-z0-9])"
