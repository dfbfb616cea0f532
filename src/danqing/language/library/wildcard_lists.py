"""Lists of words that ``__name__`` stands for: text files, one entry a line, the package's and the user's."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.language.library.entries import near
from danqing.language.library.loading import Stamps, stamped, unreadable

_WEIGHT = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:::|：：)")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several texts, with how often it comes against the others."""

    weight: float
    en: str
    zh: str

    def text(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class WordList:
    """``id``: the file's name; ``also``: other names; ``own``: whether it is the user's."""

    id: str
    also: tuple[str, ...]
    choices: tuple[Choice, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class WordLists:
    """All lists by every name they have."""

    lists: tuple[WordList, ...]
    by_name: Mapping[str, WordList]

    def named(self, name: str) -> WordList:
        """The list of that name; BadInput, with near names, where there is none."""
        found = self.by_name.get(name.casefold())
        if found is None:
            raise BadInput("wildcard_unknown", name=name[:40], near=near(name, list(self.by_name)))
        return found


def lists_at(home: Path | None) -> WordLists:
    """The lists with the user's from ``home``, which stand before ours. BadInput for a file that cannot be read."""
    return _lists(stamped(home, "wildcards/**/*.txt"))


def weighed(text: str) -> tuple[float, str]:
    """``2::red`` as 2 and ``red``; 1 where no weight is given."""
    match = _WEIGHT.match(text)
    return (float(match[1]), text[match.end() :]) if match else (1.0, text)


@lru_cache(maxsize=4)
def _lists(own: Stamps) -> WordLists:
    found = [word_list for path, _, _ in own if (word_list := _read(path)).choices]
    taken = {word_list.id for word_list in found}
    found += [ours for ours in _packaged() if ours.id not in taken]
    by_name: dict[str, WordList] = {}
    for word_list in found:
        for name in (word_list.id, *word_list.also):
            by_name.setdefault(name.casefold(), word_list)
    return WordLists(tuple(found), by_name)


@lru_cache(maxsize=1)
def _packaged() -> tuple[WordList, ...]:
    folder = files("danqing.language.library") / "wildcards"
    texts = sorted((entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return tuple(_parsed(name.removesuffix(".txt"), text.splitlines(), False) for name, text in texts)


def _read(path: Path) -> WordList:
    """A file in a folder is named with it: ``clothes/hats``."""
    parts = path.with_suffix("").parts
    start = len(parts) - parts[::-1].index("wildcards")
    try:
        return _parsed("/".join(parts[start:]), path.read_text("utf-8-sig").splitlines(), True)
    except (UnicodeDecodeError, OSError) as error:
        raise unreadable(path, error) from error


def _parsed(name: str, lines: Iterable[str], own: bool) -> WordList:
    """Lines are ``red`` or ``red = 红色``, with ``2::`` before them to come twice as often; # begins a remark.

    A remark in the first line gives the list's other names.
    """
    also: tuple[str, ...] = ()
    choices = []
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            if number == 0:
                also = tuple(word for part in re.split(r"[,，、]", line.strip(" #")) if (word := part.strip()))
        elif line.strip():
            weight, text = weighed(line)
            en, _, zh = (part.strip() for part in text.strip().partition(" = "))
            choices.append(Choice(weight, en, zh or en))
    return WordList(name, also, tuple(choices), own)
