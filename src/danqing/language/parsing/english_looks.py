"""English looks: clothing, what somebody has on or in hand, and what things are made of."""

import re

from danqing.language.parsing.english_actions import Actions
from danqing.language.parsing.english_nouns import Nouns
from danqing.language.parsing.reader import DESCRIBING, Reader
from danqing.language.vocabulary.themes import ANIMALS, BUILDINGS, PEOPLE

OWN = ("his", "her", "its", "their")
WRITTEN = frozenset("words word text slogan title caption headline lettering message name phrase letters".split())
"""What leads to something written, which is told apart."""
_HOLDING = ("subject", "place", "style", "composition", "reference")
_LIVING = (*PEOPLE, *ANIMALS, "more_figures", "toys_sports", "fantasy_science")
_ALIVE = (*_LIVING, "common_fantasy", "trees")
"""Files whose subjects have what stands beside them with ``with``, or wear it."""
_UNDERFOOT = frozenset(
    "skates rollerblades skis stilts crutches wheels legs heels tiptoe tiptoes horseback fire hooves paws".split()
)
_CARRIERS = frozenset("basket bag backpack rucksack suitcase briefcase trunk pouch bundle satchel handbag box".split())
"""What one is in and does not wear."""
_DECADES = frozenset(
    "teens twenties thirties forties fifties sixties seventies eighties nineties 20s 30s 40s 50s 60s 70s 80s".split()
)
_ON_BODIES = frozenset("in on over across around behind under between".split())
_MAKING = frozenset(
    "made built carved woven knitted knit sculpted constructed cast cut folded sewn stitched grown assembled moulded "
    "molded crafted fashioned formed composed pieced welded crocheted".split()
)
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
        if r.kind(i) != "with" or _SWAPPING.search(r.text, 0, r.at(i).start):
            return None
        noun = i + 1 + (r.at(i + 1).text == "/")
        written = noun + (r.kind(noun) == "determiner")
        if r.at(written).text in WRITTEN and (written > noun or r.is_read(written + 1)):
            return written + 1
        if not r.has_subject(i, ""):
            return None
        end = self._n.phrase(noun) or self._looks(noun)
        if not end or r.kind(end - 1) == "place":
            return None
        last = self._a.extended(end)
        if r.at(i).text not in ("with", "w"):
            mine = r.at(i).text == "having" or self._n.is_part(end - 1)
        else:
            mine = (
                (r.at(noun).text in OWN and self._n.theme(end - 1) not in _LIVING)
                or last > end
                or not self._is_company(i, end)
            )
        return r.emit("attribute", i, last, r.said_from(i, last)) if mine else None

    def _is_company(self, i: int, end: int) -> bool:
        """Whether what follows ``with`` is there by itself, beside a place or a thing: ramen with an egg."""
        if self._n.is_part(end - 1):
            return False
        if self._r.kind(i + 1) == "number" and self._n.theme(end - 1) in (*PEOPLE, *ANIMALS):
            return True
        if self._r.at(i + 1).text in OWN and self._n.theme(end - 1) in ANIMALS:
            return True  # with her pet raven
        before = [f for f in self._r.found if f.type in _HOLDING and f.end <= self._r.at(i).start]
        if not before:
            return False
        beside = max(before, key=lambda f: f.start)
        if beside.type != "subject":
            return beside.type != "reference"
        theme = next((self._n.theme(j) for j in range(i) if self._r.at(j).end == beside.end), "")
        alike = theme in BUILDINGS and self._n.theme(end - 1) == "building_parts"  # a cabin with a turf roof
        return theme not in ("", *_ALIVE) and not alike

    def _looks(self, i: int) -> int:
        """Where looks end that have no noun of their own: a white beard; 0 where there are none."""
        r, end = self._r, i
        while (r.kind(end) in ("determiner", *DESCRIBING) or self._n.is_adjective(end)) and (
            end == i or r.is_next(end)
        ):
            end += 1
        return end if r.kind(end - 1) == "attribute" and " " in r.at(end - 1).text and end > i else 0

    def dressed(self, i: int) -> int | None:
        """``in a red coat``, ``in black``, ``on roller skates``, ``in her fifties``."""
        r = self._r
        if r.at(i).text not in ("in", "on") or not r.has_subject(i, ""):
            return None
        if r.at(i).text == "in" and (age := self._aged(i)):
            return r.emit("attribute", i, age, r.said_from(i, age))
        end = self._n.phrase(i + 1)
        inside = r.at(end - 1).text.split(" ")[-1] in _CARRIERS
        worn = (
            self._n.is_clothing(end - 1) and not inside
            if r.at(i).text == "in"
            else r.at(end - 1).text.split(" ")[-1] in _UNDERFOOT
        )
        if end and worn and (r.at(i).text == "in" or r.kind(i + 1) != "determiner"):
            return r.emit("attribute", i, end, r.said_from(i, end))
        return None

    def _aged(self, i: int) -> int:
        """Where ``in his late fifties`` ends; 0 where nothing of the kind begins."""
        r, at = self._r, i + 2
        at += r.at(at).text in ("early", "mid", "late")
        return at + 1 if r.at(i + 1).text in OWN and r.at(at).text in _DECADES else 0

    def worn(self, i: int) -> int | None:
        """A look that is a clause of its own: ``lantern in hand``, ``scar across left cheek``, ``red scarf``."""
        r = self._r
        if r.kind(i - 1) not in ("mark", "conjunction") or r.kind(i) == "determiner":
            return None
        end = self._n.phrase(i)
        if end and r.at(end).text == "for" and self._is_body(end + 1) and r.has_subject(i, ""):
            return r.emit("attribute", i, end + 2, r.said_from(i, end + 2))  # two buttons for eyes
        if (
            not end
            or r.kind(i) == "number"
            or not r.has_subject(i, "")
            or self._n.theme(end - 1) in (*PEOPLE, *ANIMALS)
        ):
            return None
        if r.kind(i) == "size" or r.kind(end - 1) == "place":
            return None  # tiny village on his belly
        on = end + (r.at(end).text in ("still", "pushed", "worn", "slung", "draped", "tied"))
        on += r.at(on).text in ("up", "down", "low")
        where = on + 1 + (r.at(on + 1).text in ("left", "right", "one", *OWN))
        there = self._is_body(where) or (r.at(on + 1).text in OWN and self._n.is_clothing(where))
        if r.at(on).text in _ON_BODIES and there and r.kind(where + 1) in ("mark", "conjunction"):
            return r.emit("attribute", i, where + 1, r.said_from(i, where + 1))
        described = (end > i + 1 or " " in r.at(i).text) and r.kind(end) in ("mark", "conjunction")
        if described and r.kind(i - 1) == "mark" and self._n.is_part(end - 1) and self._is_of_somebody(i):
            return r.emit("attribute", i, end, r.said_from(i, end))
        return None

    def _is_body(self, i: int) -> bool:
        return self._n.theme(i) == "body" or self._r.at(i).text in ("hand", "hands", "lap", "sleeve", "sleeves")

    def _is_of_somebody(self, i: int) -> bool:
        """Whether somebody stands before token ``i`` who may wear it."""
        doing = any(f.type == "attribute" and "ing" in f.value.split(" ")[0] for f in self._r.found)
        return doing or any(self._n.theme(j) in _LIVING for j in range(i))

    def made(self, i: int) -> int | None:
        """Made of folded newspaper, carved from ice: what stands after it is a material, and how that looks."""
        r, at = self._r, i + 1
        if r.kind(i) == "material" and r.at(i).text.startswith("made of"):
            r.emit("material", i, at)
            return at if r.kind(at) != "conjunction" else self._materials(at + 1) or at
        if r.at(i).text not in _MAKING:
            return None
        while r.at(at).text in ("out", "up", "entirely", "only", "completely", "mostly", "all"):
            at += 1
        if r.at(at).text not in ("of", "from"):
            return None
        self._materials(at + 1)
        if r.at(i).text != "made":
            r.emit("attribute", i, i + 1)
        return at + 1

    def _materials(self, i: int) -> int:
        """Makes materials of the nouns from ``i`` on, joined by and; where they end, 0 where there are none."""
        r, at, last = self._r, i, 0
        while end := self._n.phrase(at) or (at + 1 if r.kind(at) in ("colour", "material") else 0):
            noun = self._n.start(at) if self._n.phrase(at) else at
            r.emit("material", noun, end)
            for token in r.tokens[noun:end]:
                token.kind = "taken"
            last = end
            if r.kind(end) != "conjunction" or r.kind(end + 1) == "determiner":
                break
            at = end + 1
        return last
