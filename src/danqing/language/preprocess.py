"""Normal form of a request: the only form that the writer and the filters ever see."""

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

from danqing.core.domain import Language
from danqing.core.script import WIDE_HAN

# CJK unified ideographs with extension A, the compatibility block and extensions B and later.
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LATIN_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*", re.IGNORECASE)
# Han characters against Latin words: one of them in three or more is a Chinese request with English in it.
_HAN_SHARE = 0.34


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def normalise(text: str) -> str:
    """NFKC, simplified characters, lower case, no control or invisible characters, single spaces. Idempotent."""
    text = unicodedata.normalize("NFKC", text)
    if WIDE_HAN.search(text):
        text = _simplifier().convert(text)
    return _clean(unicodedata.normalize("NFKC", text.lower()))


def typed(text: str, normal: str) -> str:
    """As ``normal``, the normalised text, with capitals and traditional characters kept, character for character.

    Empty where that fails: a few characters change their number in lower case.
    """
    kept = _clean(unicodedata.normalize("NFKC", text))
    return kept if len(kept) == len(normal) else ""


def detect_language(text: str) -> Language:
    """``zh`` when Han characters make up a meaningful share of the text, else ``en``."""
    han = len(WIDE_HAN.findall(text))
    words = len(_LATIN_WORD.findall(text))
    return "zh" if han and han / (han + words) >= _HAN_SHARE else "en"


def _clean(text: str) -> str:
    """Without control and invisible characters, in single spaces; character by character only where there are any."""
    if not text.isprintable() or _SELECTOR.search(text):
        text = "".join(map(_visible, text))
    return " ".join(text.split())


def _visible(character: str) -> str:
    """The character itself, a space for a separator or a control that breaks lines, nothing for an invisible one."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    # Cc controls, Cf zero-width and direction marks, Cs surrogates; Mn only where it selects an emoji's look.
    if category in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    return character


@lru_cache(maxsize=1)
def _simplifier() -> _Converter:
    from opencc import OpenCC  # heavy to load, and only Chinese needs it

    converter: _Converter = OpenCC("t2s")
    return converter
