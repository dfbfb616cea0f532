"""Terms: every word that is known, with its type and its canonical English; the house's files and the user's own."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from danqing.core.errors import BadInput
from danqing.core.script import HAN
from danqing.language.preprocess import normalise
from danqing.language.vocabulary import compiled
from danqing.language.vocabulary.inflection import forms, singular
from danqing.language.vocabulary.themes import ANIMALS, FOOD, PEOPLE

FILE = "vocabulary.toml"
"""The user's own words, in the data folder."""
_LOOKS = "attribute colour material size mood lighting composition style artist canvas position"
TYPES = frozenset(f"subject verb place time weather {_LOOKS}".split())
IMPLIED = frozenset(("time", "weather", "place", "lighting", "mood"))
_LOOKS_LIKE = re.compile(r"..(?:en|ed|al|ic|ful)$")
"""English words that describe and are no part of a name: haunted house."""
_STIRRED = ("fluttering", "surging", "rippling", "blooming", "fluttering in the wind")
"""What several words say together with whom it happens to: 披风飞扬."""
_PLURAL_ENDS = ("s", "n", "e")
"""Most plurals end in s; men, mice and geese do not."""
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning: its type, its canonical English ``name``, its other ``words``, what it implies, and its file."""

    type: str
    name: str
    words: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    theme: str = ""

    @property
    def chinese(self) -> str | None:
        """The first Chinese word for it."""
        return next((word for word in self.words if HAN.search(word)), None)


class Vocabulary:
    """Terms by word. Keys are lower case and simplified; Latin ones have spaces for hyphens."""

    def __init__(self, terms: Mapping[str, Term], own: Mapping[str, Term]) -> None:
        """``terms``: by each of their words; ``own``: the user's, who wins."""
        self._named: dict[str, Term] = {}
        self._words: dict[str, Term] = {}
        self.longest = 1
        listed = [(spaced(word), term) for words in (own, terms) for word, term in words.items()]
        for word, term in listed:
            self._words.setdefault(word, term)
            self._named.setdefault(term.name, term)
        for word, term in listed[len(own) :]:
            if self._words.get(word) is term and (
                _is_pair(word, self._words) or _is_divisible(word, term, self._words)
            ):
                del self._words[word]
        for word, term in listed:
            if term.type in ("verb", "attribute") and "ing" in word:
                for form in forms(word):
                    if form not in self._words and self._singular(form) is None:
                        self._words[form] = term
        self.longest = _longest(self._words)

    @classmethod
    def restored(cls, terms: Sequence[Term], words: Mapping[str, int]) -> "Vocabulary":
        """The vocabulary whose ``rows`` these are."""
        found = cls({}, {})
        found._words = {word: terms[at] for word, at in words.items()}
        for term in terms:
            found._named.setdefault(term.name, term)
        found.longest = _longest(words)
        return found

    def rows(self) -> tuple[list[compiled.Row], dict[str, int]]:
        """Its terms, and the index of the term that each word stands for."""
        terms = list({id(term): term for term in (*self._named.values(), *self._words.values())}.values())
        place = {id(term): at for at, term in enumerate(terms)}
        rows = [(term.type, term.name, term.words, term.implies, term.theme) for term in terms]
        return rows, {word: place[id(term)] for word, term in self._words.items()}

    def __len__(self) -> int:
        return len(self._named)

    def get(self, word: str) -> Term | None:
        """The term that ``word`` stands for, plurals of nouns and colours among them."""
        found = self._words.get(word)
        return self._singular(word) if found is None and word[-1:] in _PLURAL_ENDS else found

    def _singular(self, word: str) -> Term | None:
        for one in (singular(word), word.removesuffix("es")):
            found = self._words.get(one) if one != word else None
            if found is not None and found.type in ("subject", "place", "colour", "style", "artist"):
                return found
        return None

    def chinese_words(self) -> Iterator[str]:
        """All words with Han characters, those that are read as the two words they are made of among them."""
        words = (word for term in self._named.values() for word in term.words)
        return (word for word in dict.fromkeys((*self._words, *words)) if HAN.search(word))

    def named(self, name: str) -> Term | None:
        """The term whose canonical English is ``name``, or one that is also called so."""
        return self._named.get(name) or self._words.get(spaced(name))


def vocabulary(own: Path | None = None) -> Vocabulary:
    """The house's terms and those of the user's file, each read once as long as it does not change.

    Raises BadInput that names the file and the entry where the user's file is not as it should be.
    """
    return _of(own, own.stat().st_mtime_ns) if own is not None and own.is_file() else _of(None, 0)


@lru_cache(maxsize=2)
def _of(own: Path | None, _changed: int) -> Vocabulary:
    if own is None:
        made = compiled.load(_FOLDER / compiled.FILE, _sources())
        return (
            Vocabulary(_house(), {}) if made is None else Vocabulary.restored([Term(*row) for row in made[0]], made[1])
        )
    return Vocabulary(_house(), {normalise(word): term for word, term in read([own]).items()})


@lru_cache(maxsize=1)
def _house() -> dict[str, Term]:
    return read(_lists())


def compile_house() -> None:
    """Writes the house's vocabulary as the one file that ``vocabulary`` reads fastest. For whoever builds a wheel."""
    compiled.write(_FOLDER / compiled.FILE, _sources(), *Vocabulary(_house(), {}).rows())


def _lists() -> list[Path]:
    return sorted(_FOLDER.glob("*.toml"))


def _sources() -> list[Path]:
    """What a compiled vocabulary is made from: the lists, and the code that reads them."""
    return [*_lists(), *_FOLDER.glob("*.py"), _FOLDER.parent / "preprocess.py"]


def read(paths: list[Path]) -> dict[str, Term]:
    """The terms of some files by each of their words. BadInput where a word stands twice or an entry is wrong."""
    found: dict[str, Term] = {}
    where: dict[str, str] = {}
    for path in sorted(paths):
        for term in _terms(path):
            for word in (term.name, *term.words):
                if word in found and found[word] is not term:
                    entry, other = f"{term.type}.{term.name}", f"{where[word]} {found[word].type}.{found[word].name}"
                    raise BadInput("vocabulary_twice", path=path, word=word, entry=entry, other=other)
                found[word], where[word] = term, path.name
    return found


def _terms(path: Path) -> Iterator[Term]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput("vocabulary_file", path=path, detail=error) from error
    for type_, entries in data.items():
        if type_ not in TYPES or not isinstance(entries, dict):
            raise BadInput("vocabulary_type", path=path, type=type_, known=", ".join(sorted(TYPES)))
        for name, entry in entries.items():
            yield _term(path, type_, name, entry)


def _term(path: Path, type_: str, name: str, entry: Any) -> Term:
    words = entry.get("words", []) if isinstance(entry, dict) else entry
    implies = entry.get("implies", []) if isinstance(entry, dict) else []
    strange = set(entry) - {"words", "implies"} if isinstance(entry, dict) else set()
    if strange or not _is_words(words) or not _is_words(implies) or not name.strip():
        raise BadInput("vocabulary_entry", path=path, entry=f"{type_}.{name}")
    if any(fact.partition("=")[0] not in IMPLIED or not fact.partition("=")[2] for fact in implies):
        raise BadInput("vocabulary_implies", path=path, entry=f"{type_}.{name}", known=", ".join(sorted(IMPLIED)))
    return Term(type_, name, tuple(words), tuple(implies), path.stem)


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)


def _longest(words: Iterable[str]) -> int:
    return max((word.count(" ") + 1 for word in words), default=1)


def spaced(word: str) -> str:
    """A word as it is looked up: lower case, hyphens as spaces between Latin letters."""
    return word.lower().replace("-", " ") if "-" in word else word.lower()


def _is_divisible(word: str, term: Term, words: Mapping[str, Term]) -> bool:
    """Whether a noun says what its head noun says, and how that looks: 红灯笼 where 灯笼 is the same, wooden bridge.

    Then it is read as the two words that it is made of, so that neither is lost.
    """
    if term.name in _STIRRED and HAN.match(word):
        stirred = [(words.get(word[:at]), words.get(word[at:])) for at in range(2, len(word) - 1)]
        return any(who is not None and who.type == "subject" and deed is term for who, deed in stirred)  # 披风飞扬
    if term.type != "subject":
        return False
    parts = [(word[:at], word[at:]) for at in range(1, len(word))] if HAN.match(word) else [_halves(word)]
    for looks, head in parts:
        one, other = words.get(looks), words.get(head)
        short = len(word) == 2 and term.theme in ANIMALS  # 大雁, 锦鲤: names
        short |= len(head) < 2 and one is not None and one.type in ("subject", "time")
        if one is None or other is None or short or not _is_exchangeable(looks, one, term):
            continue
        if other is term:
            return True
        if not HAN.match(word) and _LOOKS_LIKE.search(looks) and one.type in ("attribute", "material"):
            return other.type == "subject" and term.theme not in (*ANIMALS, *FOOD)
        if one.type == "material" and other.type == "subject" and term.name == f"{one.name} {other.name}":
            return True
    return False


def _is_pair(word: str, words: Mapping[str, Term]) -> bool:
    """Whether a word is two nouns with their colours: 白墙黑瓦."""
    types = [words[c].type if c in words else "" for c in word] if len(word) == 4 and HAN.match(word) else []
    return types == ["colour", "subject", "colour", "subject"]


def _is_exchangeable(looks: str, one: Term, noun: Term) -> bool:
    """Whether what stands before a noun is more than a part of its name, as in 老虎, 小狐狸, 老奶奶."""
    if one.type in ("subject", "time"):
        return len(looks) > 1 and HAN.match(looks) is not None and noun.theme != "characters"  # 中秋月饼
    if one.type == "size":
        return noun.theme not in (*PEOPLE, *(ANIMALS if looks == "小" else ()))
    named = noun.theme in (*ANIMALS, "people", "more_people", "roles", "characters")
    deed = one.type == "attribute" and one.name.partition(" ")[0].endswith("ing")  # 功夫茶具
    return one.type == "colour" or (
        one.type in ("material", "attribute") and not deed and not (named and len(looks) == 1)
    )


def _halves(word: str) -> tuple[str, str]:
    first, _, rest = word.partition(" ")
    return first, rest
