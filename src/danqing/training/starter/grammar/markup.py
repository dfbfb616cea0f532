"""Marks inside a text under construction: where each subject is first named, and which pieces must be quoted."""

import re
import unicodedata
from dataclasses import dataclass

OPEN, CLOSE, _SUBJECT = "\ue000", "\ue001", 0xE100
MARKED = OPEN  # a text that begins with this or a later character begins with a mark
_QUOTED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
SUBJECTS = re.compile("[\ue100-\ue1ff]")
_MARKS = re.compile("[\ue000-\ue1ff]")
_ARTICLE = re.compile("\\ba(?=[ \ue000-\ue1ff]+(?:[aeio8]|u(?!ni|se|k)|11|18|hour))")
_TIGHT = re.compile(" +(?=[\ue001]*[,.!?;])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished text, the subjects (by index) in the order in which it names them, and the pieces to quote."""

    text: str
    order: tuple[int, ...]
    quoted: tuple[str, ...]


def named(index: int) -> str:
    """The mark of the place where subject ``index`` is named."""
    return chr(_SUBJECT + index)


def quote(text: str) -> str:
    """A piece that cannot be drawn."""
    return f"{OPEN}{text}{CLOSE}"


def unquoted(marked: str) -> str:
    """The text with no piece of it marked as quoted."""
    return marked.replace(OPEN, "").replace(CLOSE, "")


def articles(text: str) -> str:
    """``a`` as ``an`` where the next word asks for it, whatever marks stand between."""
    return _ARTICLE.sub("an", text)


def read(marked: str) -> Reading:
    """The text in normal form without its marks, and what the marks said."""
    text = " ".join(unicodedata.normalize("NFKC", marked).lower().split())
    text = _TIGHT.sub("", text)
    order = dict.fromkeys(ord(mark) - _SUBJECT for mark in SUBJECTS.findall(text))
    quoted = tuple(" ".join(_MARKS.sub("", q).split()) for q in _QUOTED.findall(text))
    plain = " ".join(_MARKS.sub("", text).split())
    return Reading(plain, tuple(order), tuple(q for q in quoted if q))
