"""English actions: ``reading a book``, ``bears eat porridge``, ``sleeping cat``."""

import re

from danqing.language.parsing.english_nouns import Nouns
from danqing.language.parsing.reader import DESCRIBING, Reader, without_preposition

_THROUGH = frozenset("at through out up down off into onto to toward towards from away".split())
_PARTICIPLES = frozenset(
    "hung strung thrown torn hidden lost caught held built kept shut drawn woven left spun".split()
)
_NAMED_BEFORE = ("one", "it", "them")
_OWN = ("his", "her", "its", "their")
_OBJECTS = frozenset(("determiner", "number", "subject", "unknown", *DESCRIBING))
_DOERS = frozenset(("subject", "unknown", "conjunction", "place", "attribute", "intensifier"))


class Actions:
    """Actions among the tokens of ``reader``."""

    def __init__(self, reader: Reader, nouns: Nouns) -> None:
        self._r = reader
        self._n = nouns

    def read(self, i: int) -> int | None:
        """``reading a book``, ``bears eat porridge``: an action with its object."""
        r = self._r
        if (undergone := self._undergone(i)) > 0:
            return r.emit("attribute", i, undergone, r.said_from(i, undergone))
        if self._is_done(i):
            return r.emit("attribute", i, i + 1, r.at(i).text)
        if not self._is_action(i):
            return None
        said = self._said(i)
        noun = self._n.phrase(i + 1) if r.kind(i + 1) not in ("determiner", "number") else 0
        if noun and self._is_looks(i):
            known = any(r.kind(j) in ("subject", "place") for j in range(i + 1, noun))
            return r.emit("attribute", i, i + 1, said) if known else r.emit("subject", i, noun)
        to = i + 1 + (r.at(i + 1).text in _THROUGH)
        to += to > i + 1 and (
            r.at(to).text in ("from", "into", "to") or (r.at(to).text == "of" and r.at(i + 1).text in ("out", "off"))
        )
        named = r.kind(i) == "unknown" and r.at(to).text in _NAMED_BEFORE
        end = (
            to + 1
            if named or (r.at(to).is_han and r.kind(to) == "subject" and r.has_subject(i))
            else self._n.phrase(to)
        )
        if not end or r.kind(end - 1) == "place" or r.at(end - 1).text.endswith(("bridge", "road")):
            return r.emit("attribute", i, i + 1, without_preposition(said))
        end = self.extended(end)
        if r.at(end).text == "with":
            end = self._n.phrase(end + 1) or end
        return r.emit("attribute", i, end, f"{said} {r.text[r.at(i + 1).start : r.at(end - 1).end]}")

    def _undergone(self, i: int) -> int:
        """Where ``pulled by six mice`` ends; 0 where nothing of the kind begins."""
        r = self._r
        done = r.at(i).text.endswith("ed") and r.kind(i) in ("unknown", "verb", "attribute")
        by = done and r.at(i + 1).text == "by" and self._is_somebody_before(i)
        return self._n.phrase(i + 2) if by else 0

    def _is_done(self, i: int) -> bool:
        """Whether a participle says what has befallen the subject before it: squeezed into a booth."""
        r, token = self._r, self._r.at(i)
        done = token.kind in ("verb", "unknown") and (
            token.text in _PARTICIPLES or re.fullmatch(r"[a-z]{3,}ed", token.text) is not None
        )
        return done and r.kind(i - 1) == "subject" and r.is_next(i) and r.kind(i + 1) in ("inside", "relation", "with")

    def _said(self, i: int) -> str:
        """The action as it was said, where that is its -ing form or describes, as ``full of``."""
        token = self._r.at(i)
        if token.kind == "unknown" and token.text.endswith("in"):
            return f"{token.text}g"
        first, space, _ = token.text.partition(" ")
        return token.text if first.endswith("ing") or (space and not token.value.startswith(first)) else token.value

    def _is_looks(self, i: int) -> bool:
        """Whether an action before a noun describes it, as in ``sleeping cat``: nobody stands before who does it."""
        r, before = self._r, self._r.kind(i - 1)
        if before in ("determiner", "number", *DESCRIBING) and r.is_next(i):
            return r.at(i - 1).text != "its"
        if not r.at(i).text.endswith("ing") or before in ("subject", "unknown", "place"):
            return False
        return not r.has_subject(i) or (before == "mark" and r.kind(i) == "attribute")

    def _is_action(self, i: int) -> bool:
        r, token = self._r, self._r.at(i)
        if token.kind in ("verb", "attribute") and token.value.split(" ")[0].endswith("ing"):
            if token.text.split(" ")[0].endswith("ing") or token.value == f"{token.text}g":
                return True
            if token.kind == "verb" and r.kind(i + 1) not in _OBJECTS:
                return False
            return r.kind(i - 1) in _DOERS and r.is_next(i)
        if token.kind == "verb" and " " in token.text and r.is_next(i) and self._is_somebody_before(i, token.text):
            return bool(self._n.phrase(i + 1))  # full of flowers
        shape = r"[a-z]{2,}ing" if r.kind(i + 1) not in ("determiner", "number") else r"[a-z]{2,}ing?"
        if token.kind == "unknown" and re.fullmatch(r"[a-z]{2,}[^s\W]s", token.text) and r.kind(i - 1) == "subject":
            return r.is_next(i) and r.kind(i + 1) in ("determiner", "number") and bool(self._n.phrase(i + 1))
        unknown = token.kind == "unknown" and re.fullmatch(shape, token.text) is not None
        return unknown and r.has_subject(i)

    def _is_somebody_before(self, i: int, deed: str = "") -> bool:
        """Whether a subject stands before token ``i``, or a place to which that may be done: overgrown with ferns."""
        return self._r.has_subject(i) or (self._r.kind(i - 1) == "place" and deed != "full of")

    def extended(self, end: int) -> int:
        """Past what still belongs to a phrase: of roses, in her lap."""
        r = self._r
        if r.at(end).text in ("of", "for"):
            return self._n.phrase(end + 1) or end
        if r.at(end).text in ("in", "on", "at", "around", "over") and r.at(end + 1).text in _OWN:
            return self._n.phrase(end + 1) or end
        dressed = r.kind(end) == "conjunction" and self._n.is_part(end - 1)
        more = self._n.phrase(end + 1) if dressed else 0
        return more if more and self._n.is_part(more - 1) else end
