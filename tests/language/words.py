"""A small vocabulary for tests, so that they do not move with the house's: its files, its tokeniser, a reading."""

from functools import cache
from pathlib import Path

from danqing.core.reading import Entity
from danqing.language.entities import read
from danqing.language.parsing.tokens import Tokeniser
from danqing.language.preprocess import normalise, typed
from danqing.language.vocabulary import terms

FILES = sorted((Path(__file__).parent / "vocabulary" / "words").glob("*.toml"))


@cache
def words() -> Tokeniser:
    """The tokeniser of the small vocabulary."""
    return Tokeniser(terms.Vocabulary(terms.read(FILES), {}))


def entities(text: str) -> tuple[Entity, ...]:
    """The entities of a text as it is typed."""
    normal = normalise(text)
    return read(normal, typed(text, normal), words())


def told(text: str) -> str:
    """``colour 红 red; subject 猫 cat``: type, stretch, and value where it differs."""
    return "; ".join(" ".join(dict.fromkeys((e.group, e.text, e.name))) for e in entities(text))
