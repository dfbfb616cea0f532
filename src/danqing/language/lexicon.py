"""Words of the starter's vocabulary in English and Chinese, and where they stand in a text."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from danqing.core.reading import Entity

_PLURAL_GROUPS = ("kinds",)
_LATIN = re.compile(r"[a-z0-9]")


@cache
def words() -> dict[str, tuple[str, str]]:
    """Every known word with its (group, name); names are those of ``core.domain``.

    Groups beyond the Domain's: ``counts``, ``ordinals``, ``verbs`` and ``outside`` (known, and not drawable).
    """
    data = tomllib.loads((files("danqing.language") / "lexicon.toml").read_text("utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for template in data.pop("templates")["plain"]:
        for name, colour_words in data["colours"].items():
            found |= {template.format(word): ("backgrounds", f"plain {name}") for word in colour_words}
    for group, names in data.items():
        for name, listed in names.items():
            for word in listed:
                found[word] = (group, name)
                if group in _PLURAL_GROUPS and _LATIN.match(word):
                    found.setdefault(_plural(word), (group, name))
    return found


def recognise(text: str) -> tuple[Entity, ...]:
    """The known words in a normalised text, in order, without overlap: the longest word that fits wins."""
    return tuple(_matches(text))


def _matches(text: str) -> Iterator[Entity]:
    table = words()
    for match in _pattern().finditer(text):
        group, name = table[match.group()]
        yield Entity(match.group(), match.start(), match.end(), group, name)


@cache
def _pattern() -> re.Pattern[str]:
    """All words as one alternation, longest first; Latin ones only as whole words."""
    ordered = sorted(words(), key=len, reverse=True)
    return re.compile("|".join(_bounded(word) for word in ordered))


def _bounded(word: str) -> str:
    """The word's pattern. A digit in a longer number, or letters in a longer word, do not match."""
    before = "(?<![a-z0-9])" if _LATIN.match(word[0]) else ""
    after = "(?![a-z0-9])" if _LATIN.match(word[-1]) else ""
    if word.isdigit():
        before, after = "(?<![a-z0-9.])", "(?![0-9.])"
    return f"{before}{re.escape(word)}{after}"


def _plural(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
