"""English: noun phrases, actions with their objects, what stands where, and words that nobody knows."""

import re

from danqing.language.parsing.english_actions import Actions
from danqing.language.parsing.english_light import Light
from danqing.language.parsing.english_looks import WRITTEN, Looks
from danqing.language.parsing.english_nouns import ADJECTIVE, Nouns
from danqing.language.parsing.reader import DESCRIBING, PLAIN, Reader
from danqing.language.parsing.tokens import Token
from danqing.language.vocabulary.themes import BUILDINGS

PLACES = frozenset(
    (
        "left", "right", "top", "bottom", "center", "corner", "foreground", "background", "everywhere", "outside",
        "top left", "top right", "bottom left", "bottom right", "both sides",
    )
)  # fmt: skip
"""Positions in the picture; other relations are to another subject."""
_LAND = frozenset(
    ("hill", "mountain", "snowy mountain", "mountain peak", "mountain ridge", "steep slope", "high mountain pass",
     "island", "peninsula", "plain", "river bank", "path", "stone path", "pier", "floating dock", "mud puddle",
     "rain puddle"),
)  # fmt: skip
"""What is scenery where something is on it, down or across it, and else a thing."""
_SEEN = ("seen", "viewed", "shot", "photographed", "framed", "filmed", "glimpsed", "observed", "pictured")
_HIGH = frozenset(
    "drone helicopter airplane plane aeroplane satellite rooftop ceiling balcony floor ground sky".split()
)
"""From where pictures are taken."""
_NOWHERE = frozenset(
    "manner shot air front job interview chapter case order mind vein spirit frame viewer motion action flight bloom "
    "progress love pieces half key pose form shape scale focus silhouette contrast harmony unison process sense turn "
    "time times way tone tones fashion format mode detail profile sync tandem tow attendance bulk".split()
)
"""What is no place after a preposition of place."""
_PRONOUNS = frozenset("it its his her him them their she he".split())
_WHO = ("it", "he", "she", "that", "which", "who")
_SAYING = ("reading", "reads", "spelling", "spells")
_AFTER_DEEDS = ("relation", "inside", "with", "mark")
_EDITING = re.compile(
    r"\b(?:make|turn|change|give|move|put|leave|keep|set|replace|swap|add|remove|paint|colour|color|shrink|can|could)\b"
)


class English:
    """Reads a request's English tokens one step at a time."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader
        self._n = Nouns(reader)
        self._a = Actions(reader, self._n)
        light, looks = Light(reader, self._n), Looks(reader, self._n, self._a)
        self._rules = (
            reader.headed, self._pointed, self._viewed, reader.suffixed, light.lit, light.strong, looks.worn,
            self._counted, looks.with_, looks.dressed, looks.made, self._placed, light.shaded, self._named,
            self._a.read, self._plain, self._head,
        )  # fmt: skip
        self._inside = False
        """Whether a preposition of place leads to the noun that comes."""

    def step(self, i: int) -> int:
        """Reads what begins at token ``i``; the index after it."""
        if self._r.kind(i) in ("mark", "taken", "with", "verb"):
            self._inside = False
        if self._r.kind(i) in ("mark", "taken"):
            return i + 1
        if self._r.at(i).text in (*_SAYING, *WRITTEN) and self._r.is_read(i + 1):
            return i + 1
        for rule in self._rules:
            if (end := rule(i)) is not None:
                return end
        return i + 1

    def _pointed(self, i: int) -> int | None:
        """it, his …; that cat; the one with the cat."""
        r, token = self._r, self._r.at(i)
        if token.text in _PRONOUNS and not any(f.type in ("subject", "reference") for f in r.found):
            if _EDITING.search(r.text) and r.at(i + 1).text not in ("is", "was", "to", "has", "all"):
                return r.emit("reference", i, i + 1, "it")
            return None
        if (
            token.text in ("that", "those", "same", "previous", "earlier", "last")
            and r.kind(i - 1) != "subject"
            and r.kind(i + 1) != "determiner"
        ):
            end = self._n.phrase(i + 1)
            if end and r.kind(end - 1) == "subject":
                return r.emit("reference", i, end, f"subject:{r.value(self._n.start(i + 1), end)}")
            if r.kind(i + 1) in ("style", "composition") and r.is_next(i + 1):
                return r.emit("reference", i, i + 2, f"subject:{r.at(i + 1).value}")
        if token.text == "one" and r.at(i - 1).text == "the" and r.at(i + 1).text == "with":
            end = self._n.phrase(i + 2)
            if end:
                return r.emit("reference", i, end, f"subject:{r.value(self._n.start(i + 2), end)}")
        return None

    def _counted(self, i: int) -> int | None:
        r = self._r
        if r.kind(i) != "number":
            return None
        if r.at(i).text.isdigit() and r.kind(i - 1) in ("unknown", "subject") and r.is_next(i):
            return i + 1  # formula 1
        if r.at(i).text.endswith(" of") and r.at(i + 1).text in ("them", "these", "those") and r.has_subject(i, ""):
            return r.emit("count", i, i + 1, r.at(i).grammar["number"])
        if r.at(i).text == "a field of" and r.at(i - 1).text in ("in", "through", "across"):
            return r.emit("place", i, i + 1, "field")
        looks = i + 1
        while r.at(looks).text in ("of", "them", "which", "these", "those", "are", "is", "being"):
            looks += 1
        if part := r.part(i, looks):
            return part
        if r.at(i + 1).text == "of" and r.at(i + 2).text in ("them", "these", "those") and r.has_subject(i, ""):
            return r.emit("count", i, i + 1, r.at(i).grammar["number"])
        end = self._n.phrase(i + 1)
        if not end and r.kind(i + 1) == "weather" and r.is_next(i + 1):
            r.at(i + 1).kind = "subject"  # one cloud
            end = i + 2
        if end and r.kind(end - 1) != "place":
            r.emit("count", i, i + 1, r.at(i).grammar["number"])
            last = r.found[-1]
            if r.text[last.start : last.end].endswith(" of"):
                r.found[-1] = type(last)(last.start, last.end - 3, last.type, last.value)
        return i + 1

    def _placed(self, i: int) -> int | None:
        """On the table; in the top left corner. Where a place follows, the preposition says nothing more."""
        r, token = self._r, self._r.at(i)
        if token.kind == "inside":
            self._inside = True
        name = token.grammar.get("relation")
        if name is None:
            return i + 1 if token.kind == "inside" else None
        if name in PLACES:
            return r.emit("position", i, i + 1, name)
        after = i + 1 + (r.kind(i + 1) == "determiner")
        if r.at(after).grammar.get("relation") in PLACES:
            return after
        if name == "in" and r.at(i + 1).text == "a field of":
            return i + 1
        end = self._n.phrase(i + 1)
        head = r.at(end - 1) if end else None
        scenery = head is not None and (
            head.kind == "place" or (name == "in" and self._encloses(head)) or (name == "on" and head.value in _LAND)
        )
        self._inside = scenery or (name == "in" and (head is None or head.kind != "subject"))
        if scenery and name in ("in", "on", "along", "across", "through"):
            return i + 1
        if (
            token.text == "inside"
            and r.kind(i + 1) in ("mark", "conjunction")
            and r.kind(i - 1) in ("subject", "place")
        ):
            return r.emit("position", i, i + 1, "inside")
        if r.kind(i - 1) == "taken" and r.at(i + 1).text in _PRONOUNS:
            return i + 2  # nobody in it
        if head is None and r.at(i + 1).text in _PRONOUNS | {"us"}:
            return max(r.emit("position", i, i + 1, name), i + 2)
        if head is None and name not in ("in", "on") and r.kind(after) in ("weather", "lighting"):
            return r.emit("position", i, i + 1, name)
        if head is None and name == "on" and r.kind(i - 1) != "style" and self._is_on_material(after):
            return r.emit("position", i, i + 1, name)
        if head is None and (name in ("in", "on", "next to", "around", "against") or r.kind(i + 1) != "mark"):
            return i + 1
        artist = r.kind(i + 1) == "artist" or (name == "next to" and r.is_named(i + 1))
        if not artist and (not self._inside or name not in ("in", "on")):
            r.emit("position", i, i + 1, name)
        return i + 1

    def _encloses(self, head: Token) -> bool:
        """Whether one may be inside it: a building."""
        return head.term is not None and head.term.theme in BUILDINGS

    def _viewed(self, i: int) -> int | None:
        """From where it is seen: seen through a window, from a drone."""
        r, seen = self._r, self._r.at(i).text in _SEEN
        way = i + seen
        if r.at(way).text not in ("from", "through") or not (seen or r.kind(i - 1) in ("mark", "composition", "style")):
            return None
        end = self._n.phrase(way + 1)
        if not end or not (seen or r.at(end - 1).text in _HIGH):
            return None
        return r.emit("composition", i, end, r.said_from(i, end))

    def _is_on_material(self, i: int) -> bool:
        """Whether something is on what is described before it and named by its material: on black silk."""
        first = i
        while self._r.kind(i) in ("colour", "attribute") and self._r.is_next(i + 1):
            i += 1
        return self._r.kind(i) == "material" and (i > first or self._r.kind(i + 1) == "mark")

    def _named(self, i: int) -> int | None:
        """An artist whom nobody knows: ``by Jane Doe``, ``in the manner of Jane Doe``."""
        r = self._r
        led = (
            r.at(i - 1).text == "by"
            or (r.at(i - 1).text == "like" and r.kind(i - 2) == "style")
            or (r.at(i - 1).text == "of" and r.at(i - 2).text in ("style", "manner"))
        )
        end = i
        while r.kind(end) in ("unknown", "stop", "place") and r.is_named(end) and (end == i or r.is_next(end)):
            end += 1
        alone = end > i + 1 and r.kind(i - 1) == "mark" and r.kind(end) == "mark" and r.kind(end - 1) == "unknown"
        return r.emit("artist", i, end, r.said_from(i, end)) if (led or alone) and end > i else None

    def _plain(self, i: int) -> int | None:
        r, token = self._r, self._r.at(i)
        if token.kind == "place":
            return r.emit("place", i, self._n.run(i)) if r.kind(self._n.run(i) - 1) == "place" else None
        if token.text in ("looking", "feeling") and r.is_next(i + 1) and self._is_look(i + 1):
            return r.emit("attribute", i, i + 2, r.said_from(i, i + 2))
        if (
            token.text == "half"
            and r.is_next(i + 1)
            and (r.kind(i + 1) == "attribute" or r.at(i + 1).text.endswith("ed"))
        ):
            return r.emit("attribute", i, i + 2, r.said_from(i, i + 2))  # half submerged
        if token.kind == "attribute" and r.at(i + 1).text == "like" and (end := self._n.phrase(i + 2)):
            return r.emit("attribute", i, end, r.said_from(i, end))  # tangled like lovers
        if token.kind in PLAIN or token.kind == "attribute":
            end = i + 1
            while token.kind == r.kind(end) == "composition" and r.is_next(end) and not r.at(end).is_han:
                end += 1  # 100mm macro
            return r.emit(token.kind, i, end)
        return i + 1 if token.kind == "verb" else None

    def _is_look(self, i: int) -> bool:
        unknown = self._r.kind(i) == "unknown" and ADJECTIVE.match(self._r.at(i).text) is not None
        return unknown or (self._r.kind(i) in ("attribute", "mood") and not self._r.at(i).text.endswith("ing"))

    def _head(self, i: int) -> int | None:
        """A run of nouns, known or not, is one subject or place; what nobody knows needs something that leads to it."""
        r = self._r
        if r.kind(i) == "unknown" and self._n.is_adjective(i):
            return r.emit("attribute", i, i + 1)
        end = self._n.run(i)
        if end == i or (end == i + 1 and r.at(i).text.endswith(("'s", "’s"))):
            return None
        known = any(r.kind(j) in ("subject", "place") for j in range(i, end))
        done = r.at(i).text.endswith("ed") and r.kind(i - 1) == "subject" and r.kind(end) in _AFTER_DEEDS
        if not known and done and r.is_next(i):
            return r.emit("attribute", i, end)
        looks = r.kind(end) in DESCRIBING and r.is_next(end) and not r.at(end).value.partition(" ")[0].endswith("ing")
        if not known and end == i + 1 and looks:
            return i + 1 if len(r.at(i).text) == 1 else r.emit("attribute", i, end)
        if not known and not self._is_led(i, end):
            return end
        if end == i + 1 and r.at(i - 1).text in _WHO and r.at(i).text.endswith("s") and r.is_next(i):
            return r.emit("attribute", i, end)  # it floats
        if not known and (made := self._n.made_of(end)) > end:
            return r.emit("subject", i, made, r.said_from(i, made))
        inside, self._inside = self._inside, False
        if not known and inside and (r.at(end - 1).text in _NOWHERE or (r.at(i - 1).text == "to" and end == i + 1)):
            return end
        scenery = inside and (not known or self._encloses(r.at(end - 1)) or r.at(end - 1).value in _LAND)
        if not known and end == i + 1 and ADJECTIVE.match(r.at(i).text) and r.kind(i - 1) == "mark":
            return r.emit("attribute", i, end)
        return r.emit("place" if r.kind(end - 1) == "place" or scenery else "subject", i, end)

    def _is_led(self, i: int, end: int) -> bool:
        r = self._r
        before = r.kind(i - 1)
        if r.is_named(i):
            return True
        if r.is_next(i) and before in ("determiner", "number", "inside", "relation", "with", *DESCRIBING):
            return before != "with" or r.at(i - 1).text == "with"
        if before == "conjunction" and any(f.end == r.at(i - 2).end and f.type == "subject" for f in r.found):
            return True
        worn = r.at(end).text == "in" and end == i + 1 and self._n.is_clothing(self._n.phrase(end + 1) - 1)
        standing = end - i <= 3 and r.kind(end) in ("relation", "with") and not ADJECTIVE.match(r.at(end - 1).text)
        return before == "mark" and (worn or standing or (r.kind(end) == "mark" and end - i <= 3))
