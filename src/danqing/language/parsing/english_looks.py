"""English looks: clothing, what somebody has on or in hand, and what things are made of."""

import re

from danqing.language.parsing.english_actions import Actions
from danqing.language.parsing.english_nouns import Nouns
from danqing.language.parsing.reader import DESCRIBING, Reader
from danqing.language.vocabulary.terms import ANIMALS, FOOD, PEOPLE

_SWAPPING = re.compile(r"\b(?:replace|swap|switch|exchange)\b[^.,;]*$")


class Looks:
    """Looks of the subject before them among the tokens of ``reader``."""

    def __init__(self, reader: Reader, nouns: Nouns, actions: Actions) -> None:
        self._r = reader
        self._n = nouns
        self._a = actions

    def with_(self, i: int) -> int | None:
        """``with a long tail``, ``has one eye``: how the subject before it looks."""
        r = self._r
        if r.kind(i) != "with" or not r.has_subject(i, "") or _SWAPPING.search(r.text, 0, r.at(i).start):
            return None
        noun = i + 1 + (r.at(i + 1).text == "/")
        end = self._n.phrase(noun) or self._looks(noun)
        if not end or r.kind(end - 1) == "place":
            return None
        if not self._n.is_part(end - 1) and (r.at(i).text not in ("with", "w") or self._is_company(i, end)):
            return None
        end = self._a.extended(end)
        return r.emit("attribute", i, end, r.said_from(i, end))

    def _is_company(self, i: int, end: int) -> bool:
        """Whether what follows ``with`` is there by itself: a person, an animal or food, beside a thing or a place."""
        theme = self._n.theme(end - 1)
        beside = self._n.theme(i - 1)
        return (
            theme in (*PEOPLE, *ANIMALS, *FOOD)
            and beside not in (*PEOPLE, *ANIMALS)
            and self._r.kind(end - 1) == "subject"
        )

    def _looks(self, i: int) -> int:
        """Where looks end that have no noun of their own: a white beard; 0 where there are none."""
        r, end = self._r, i
        while (r.kind(end) in ("determiner", *DESCRIBING) or self._n.is_adjective(end)) and (
            end == i or r.is_next(end)
        ):
            end += 1
        return end if r.kind(end - 1) == "attribute" and " " in r.at(end - 1).text and end > i else 0

    def dressed(self, i: int) -> int | None:
        """``in a red coat``, ``in black``."""
        r = self._r
        if r.at(i).text != "in" or not r.has_subject(i, ""):
            return None
        end = self._n.phrase(i + 1)
        if end and self._n.is_clothing(end - 1):
            return r.emit("attribute", i, end, r.said_from(i, end))
        return None
