"""Weights in a prompt, written as the WebUI of AUTOMATIC1111 does: to pieces of text with a weight each, and back.

``(x:1.5)`` weighs x by 1.5, ``(x)`` by 1.1, ``[x]`` by 1/1.1; nested ones multiply. A backslash takes a bracket or a
backslash as it is. ``BREAK`` ends a section. A bracket that is never closed reaches to the end; one that closes nothing
is text, and so is a ``:1.5`` outside of round brackets.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UP = 1.1
"""What a pair of round brackets without a number multiplies by; square ones divide by it."""
LIMIT = 100.0
"""No weight is beyond this, so that nothing overflows."""
_TOKEN = re.compile(r"\\[\\()\[\]]|:\s*([+-]?[.\d]+)\s*\)|[()\[\]\\:]|[^\\()\[\]:]+")
_BREAK = re.compile(r"\s*\bBREAK\b\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a prompt, without any syntax in it, and how strongly it counts (1 is usual)."""

    text: str
    weight: float = 1.0


Section = tuple[Piece, ...]


def parse(text: str) -> tuple[Section, ...]:
    """The sections of a prompt, at least one; pieces side by side have different weights. Reads any text."""
    return _sections(_read(text))


def render(sections: Iterable[Sequence[Piece]]) -> str:
    """A prompt that parses to ``sections``. The word BREAK, which the syntax keeps for itself, becomes ``break``."""
    return " BREAK ".join("".join(map(_written, section)) for section in sections)


def plain(text: str) -> str:
    """The words of a prompt without brackets, weights and breaks."""
    return ", ".join("".join(piece.text for piece in section) for section in parse(text))


def escape(text: str) -> str:
    """``text`` written so that nothing in it is syntax."""
    return re.sub(r"([\\()\[\]])", r"\\\1", _BREAK.sub(lambda found: found.group().lower(), text))


class _Reader:
    """Fragments in their order, None for a break; for each kind of bracket, where those that are open began."""

    def __init__(self) -> None:
        self.read: list[tuple[str, float] | None] = []
        self._open: dict[str, list[int]] = {"(": [], "[": []}

    def opens(self, bracket: str) -> None:
        self._open[bracket].append(len(self.read))

    def closes(self, bracket: str, factor: float) -> bool:
        """Multiplies what was read since the last such bracket; False where none is open."""
        if not self._open[bracket]:
            return False
        start = self._open[bracket].pop()
        self.read[start:] = [one and (one[0], one[1] * factor) for one in self.read[start:]]
        return True

    def text(self, text: str) -> None:
        first, *more = _BREAK.split(text)
        self.read.append((first, 1.0))
        for part in more:
            self.read += [None, (part, 1.0)]

    def ends(self) -> None:
        for bracket, factor in (("(", UP), ("[", 1 / UP)):
            while self.closes(bracket, factor):
                pass


def _read(text: str) -> list[tuple[str, float] | None]:
    reader = _Reader()
    for token in _TOKEN.finditer(text):
        said = token.group()
        number = _number(token.group(1))
        if said in ("(", "["):
            reader.opens(said)
        elif (said == ")" and reader.closes("(", UP)) or (said == "]" and reader.closes("[", 1 / UP)):
            continue
        elif token.group(1) is not None:
            if number is not None and reader.closes("(", number):
                continue
            reader.text(said[:-1])
            if not reader.closes("(", UP):
                reader.text(")")
        else:
            reader.text(said[1:] if len(said) == 2 and said[0] == "\\" else said)
    reader.ends()
    return reader.read


def _number(text: str | None) -> float | None:
    """The number after a colon; None where it is none, such as ``1.2.3``, or beyond the limit."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) <= LIMIT else None


def _sections(fragments: Iterable[tuple[str, float] | None]) -> tuple[Section, ...]:
    """Fragments of one weight joined, breaks taken out, and also those that came about by joining."""
    sections: list[list[Piece]] = [[]]
    for fragment in fragments:
        if fragment is None:
            sections.append([])
            continue
        text, weight = fragment[0], _bounded(fragment[1])
        last = sections[-1][-1] if sections[-1] else None
        if last is not None and last.weight == weight:
            sections[-1][-1] = Piece(last.text + text, weight)
        elif text:
            sections[-1].append(Piece(text, weight))
    whole = [part for section in sections for part in _broken(section)]
    return tuple(filter(None, map(_trimmed, whole))) or ((),)


def _bounded(weight: float) -> float:
    """Six decimals, which is what is written; so that a prompt that was read and written reads the same again."""
    return 0.0 if math.isnan(weight) else round(min(max(weight, -LIMIT), LIMIT), 6)


def _broken(section: Sequence[Piece]) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    for piece in section:
        first, *more = _BREAK.split(piece.text)
        parts[-1].append(Piece(first, piece.weight))
        parts += [[Piece(text, piece.weight)] for text in more]
    return parts


def _trimmed(section: Sequence[Piece]) -> Section:
    """Without white space at both ends and without empty pieces."""
    pieces = [piece for piece in section if piece.text]
    while pieces and not (start := pieces[0].text.lstrip()):
        pieces.pop(0)
    if pieces:
        pieces[0] = Piece(start, pieces[0].weight)
    while pieces and not (end := pieces[-1].text.rstrip()):
        pieces.pop()
    if pieces:
        pieces[-1] = Piece(end, pieces[-1].weight)
    return tuple(pieces)


def _written(piece: Piece) -> str:
    text = escape(piece.text)
    weight = _bounded(piece.weight)
    return text if weight == 1 else f"({text}:{f'{weight:.6f}'.rstrip('0').rstrip('.')})"
