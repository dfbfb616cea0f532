"""Chinese phrases in English, piece by piece, for picture models that read no Chinese."""

import re
import tomllib
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path

from danqing.core.script import HAN, HAN_RANGE
from danqing.language.preprocess import normalise
from danqing.language.vocabulary.pieces import piecewise
from danqing.language.vocabulary.terms import Vocabulary, vocabulary

_RUN = re.compile(f"[{HAN_RANGE}]+|[^{HAN_RANGE}]+")
_LOOSE = re.compile(r"(?<=[(\[]) | (?=[:)\]])")
"""Blanks around the marks of a weight."""
_SILENT = frozenset("的了着地得")
"""Particles for which English has no word."""
_OTHERS = {"和": "and", "与": "and", "或": "or", "在": "in", "一个": "a", "一只": "a"}


def into_english(text: str, own: Path | None = None) -> str:
    """``red car`` for ``红色的汽车``; the text itself where there is a word that nobody knows.

    ``own``: the user's vocabulary.
    """
    if not HAN.search(text):
        return text
    known = vocabulary(own)
    said: list[str] = []
    for run in _RUN.findall(normalise(text)):
        words = piecewise(run, "", partial(_word, known=known)) if HAN.match(run) else [run.strip()]
        if words is None:
            return text
        said += words
    return _LOOSE.sub("", " ".join(word for word in said if word)) or text


def _word(piece: str, known: Vocabulary) -> str | None:
    if piece in _unwanted():
        return _unwanted()[piece]
    term = known.get(piece)
    if term is not None:
        return term.name
    return "" if piece in _SILENT else _OTHERS.get(piece)


@lru_cache(maxsize=1)
def _unwanted() -> dict[str, str]:
    """What is usually excluded, by each Chinese word for it."""
    listed = tomllib.loads((files("danqing.language") / "unwanted.toml").read_text("utf-8"))
    return {normalise(word): name for name, words in listed.items() for word in words}
