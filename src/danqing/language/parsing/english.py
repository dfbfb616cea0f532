"""English: noun phrases, actions with their objects, what stands where, and words that nobody knows."""

import re

from danqing.language.parsing.reader import DESCRIBING, PLAIN, Reader
from danqing.language.parsing.tokens import Token

PLACES = frozenset(
    "left right top bottom center corner foreground background everywhere outside".split()
    + ["top left", "top right", "bottom left", "bottom right", "both sides"]
)
"""Positions in the picture; other relations are to another subject."""
SHADES = frozenset(
    "dark light pale deep bright muted dusty cold warm soft faded earthy pastel neon vivid dull rich burnt icy powder "
    "royal electric metallic iridescent hot cool smoky midnight off".split()
)
_TONES = frozenset("gradient palette colours colors tones tone hues shades accents scheme".split())
_ADJECTIVE = re.compile(r".{2,}(?:ed|ful|ous|ic|ical|ive|less|ish|able|ible|ular|esque|like|ian|ese|y|en|ant|ent)$")
_NOT_HEAD = re.compile(r".{3,}ing$|.{4,}ly$")
_THROUGH = frozenset("at through out up down off into onto to toward towards from away".split())
_PRONOUNS = frozenset("it its his her him them their she he".split())
_EDITING = re.compile(
    r"\b(?:make|turn|change|give|move|put|leave|keep|set|replace|swap|add|remove|paint|colour|color|shrink|can|could)\b"
)
_OWN = ("his", "her", "its", "their")


class English:
    """Reads a request's English tokens one step at a time."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader
        self._rules = (
            self._pointed, self._r.styled, self._counted, self._with, self._dressed, self._placed, self._shaded, self._named,
            self._acting, self._plain, self._head,
        )  # fmt: skip
        self._inside = False
        """Whether a preposition of place leads to the noun that comes."""

    def step(self, i: int) -> int:
        """Reads what begins at token ``i``; the index after it."""
        if self._r.kind(i) in ("mark", "taken"):
            self._inside = False
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
        if token.text in ("that", "those", "same") and "subject" != r.kind(i - 1) and r.kind(i + 1) != "determiner":
            end = self._phrase(i + 1)
            if end and r.kind(end - 1) == "subject":
                return r.emit("reference", i, end, f"subject:{r.value(self._run_start(i + 1, end), end)}")
            if r.kind(i + 1) == "style" and r.is_next(i + 1):
                return r.emit("reference", i, i + 2, f"subject:{r.at(i + 1).value}")
        if token.text == "one" and r.at(i - 1).text == "the" and r.at(i + 1).text == "with":
            end = self._phrase(i + 2)
            if end:
                return r.emit("reference", i, end, f"subject:{r.value(self._run_start(i + 2, end), end)}")
        return None

    def _counted(self, i: int) -> int | None:
        r = self._r
        if r.kind(i) != "number":
            return None
        end = self._phrase(i + 1)
        if not end and r.kind(i + 1) == "weather" and r.is_next(i + 1):
            r.at(i + 1).kind = "subject"  # one cloud
            end = i + 2
        if end and r.kind(end - 1) != "place":
            r.emit("count", i, i + 1, r.at(i).grammar["number"])
            last = r.found[-1]
            if r.text[last.start : last.end].endswith(" of"):
                r.found[-1] = type(last)(last.start, last.end - 3, last.type, last.value)
        return i + 1

    def _with(self, i: int) -> int | None:
        """``with a long tail``: how the subject before it looks."""
        r = self._r
        if r.kind(i) != "with" or r.at(i).text != "with" or not r.has_subject(i, ""):
            return None
        end = self._phrase(i + 1)
        if not end or r.kind(end - 1) == "place":
            return None
        return r.emit("attribute", i, self._extended(end), None)

    def _extended(self, end: int) -> int:
        """Past what still belongs to a phrase: of roses, in her lap."""
        r = self._r
        if r.at(end).text in ("of", "for"):
            return self._phrase(end + 1) or end
        if r.at(end).text in ("in", "on", "at", "around", "over") and r.at(end + 1).text in _OWN:
            return self._phrase(end + 1) or end
        return end

    def _dressed(self, i: int) -> int | None:
        """``in a red coat``, ``in black``."""
        r = self._r
        if r.at(i).text != "in" or not r.has_subject(i, ""):
            return None
        end = self._phrase(i + 1)
        if end and r.at(end - 1).may_be("clothing"):
            return r.emit("attribute", i, end)
        return None

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
        end = self._phrase(i + 1)
        head = r.at(end - 1) if end else None
        scenery = head is not None and (head.kind == "place" or (name == "in" and self._encloses(head)))
        self._inside = scenery or (name == "in" and (head is None or head.kind != "subject"))
        if scenery and name in ("in", "on"):
            return i + 1
        if head is None and r.at(i + 1).text in _PRONOUNS | {"us"}:
            return max(r.emit("position", i, i + 1, name), i + 2)
        if head is None and (name in ("in", "on", "next to", "around", "against") or r.kind(i + 1) != "mark"):
            return i + 1
        if (
            (not self._inside or name not in ("in", "on"))
            and r.kind(i + 1) != "artist"
            and not (name == "next to" and r.is_named(i + 1))
        ):
            r.emit("position", i, i + 1, name)
        return i + 1

    def _encloses(self, head: Token) -> bool:
        """Whether one may be inside it: a building."""
        return head.term is not None and head.term.theme == "buildings"

    def _shaded(self, i: int) -> int | None:
        """Dark red; a lilac to peach gradient; muted tones."""
        r, end = self._r, i
        while r.at(end).text in SHADES and (end == i or r.is_next(end)):
            end += 1
        shaded = end > i
        while r.kind(end) == "colour" and (end == i or r.is_next(end)):
            end += 1
            if r.at(end).text == "to" and r.kind(end + 1) == "colour":
                end += 1
        if end > i and r.at(end).text in _TONES and (shaded or r.at(end).text == "gradient"):
            return r.emit("colour", i, end + 1, " ".join(t.value for t in r.tokens[i : end + 1]))
        if r.kind(end - 1) == "colour" and end > i:
            return r.emit("colour", i, end, " ".join(t.value for t in r.tokens[i:end]))
        return None

    def _named(self, i: int) -> int | None:
        """An artist whom nobody knows: ``by Jane Doe``, ``in the manner of Jane Doe``."""
        r = self._r
        led = r.at(i - 1).text == "by" or (r.at(i - 1).text == "of" and r.at(i - 2).text in ("style", "manner"))
        end = i
        while r.kind(end) in ("unknown", "stop", "place") and r.is_named(end) and (end == i or r.is_next(end)):
            end += 1
        return r.emit("artist", i, end, r.text[r.at(i).start : r.at(end - 1).end]) if led and end > i else None

    def _acting(self, i: int) -> int | None:
        """``reading a book``, ``bears eat porridge``: an action with its object."""
        r, token = self._r, self._r.at(i)
        if not self._is_action(i):
            return None
        noun = self._phrase(i + 1) if r.kind(i + 1) not in ("determiner", "number") else 0
        if noun and self._is_looks(i):
            known = any(r.kind(j) in ("subject", "place") for j in range(i + 1, noun))
            return r.emit("attribute", i, i + 1, token.value) if known else r.emit("subject", i, noun)
        to = i + 1 + (r.at(i + 1).text in _THROUGH)
        end = self._phrase(to)
        if not end or r.kind(end - 1) == "place" or r.at(end - 1).text.endswith(("bridge", "road")):
            return r.emit("attribute", i, i + 1, token.value)
        end = self._extended(end)
        if r.at(end).text == "with":
            end = self._phrase(end + 1) or end
        return r.emit("attribute", i, end, f"{token.value} {r.text[r.at(i + 1).start : r.at(end - 1).end]}")

    def _is_looks(self, i: int) -> bool:
        """Whether an action before a noun describes it, as in ``sleeping cat``: nobody stands before who does it."""
        r, before = self._r, self._r.kind(i - 1)
        if before in ("determiner", "number", *DESCRIBING) and r.is_next(i):
            return r.at(i - 1).text != "its"
        return r.at(i).text.endswith("ing") and before not in ("subject", "unknown", "place") and not r.has_subject(i)

    def _is_action(self, i: int) -> bool:
        r, token = self._r, self._r.at(i)
        if token.kind in ("verb", "attribute") and token.value.split(" ")[0].endswith("ing"):
            if token.text.split(" ")[0].endswith("ing"):
                return True
            if token.kind == "verb" and r.kind(i + 1) not in (
                "determiner",
                "number",
                "subject",
                "unknown",
                *DESCRIBING,
            ):
                return False
            return r.kind(i - 1) in (
                "subject",
                "unknown",
                "conjunction",
                "place",
                "attribute",
                "intensifier",
            ) and r.is_next(i)
        unknown = token.kind == "unknown" and re.fullmatch(r"[a-z]{3,}ing", token.text) is not None
        return unknown and r.has_subject(i)

    def _plain(self, i: int) -> int | None:
        r, token = self._r, self._r.at(i)
        if token.kind == "place":
            return r.emit("place", i, self._run(i)) if r.kind(self._run(i) - 1) == "place" else None
        if token.kind in PLAIN or token.kind == "attribute":
            return r.emit(token.kind, i, i + 1)
        return i + 1 if token.kind == "verb" else None

    def _head(self, i: int) -> int | None:
        """A run of nouns, known or not, is one subject or place; what nobody knows needs something that leads to it."""
        r = self._r
        end = self._run(i)
        if end == i:
            return None
        known = any(r.kind(j) in ("subject", "place") for j in range(i, end))
        if r.kind(i) == "unknown" and end > i + 1 and _ADJECTIVE.match(r.at(i).text):
            return r.emit("attribute", i, i + 1)
        if not known and not self._is_led(i, end):
            return end
        inside, self._inside = self._inside, False
        scenery = inside and (not known or self._encloses(r.at(end - 1)))
        if not known and end == i + 1 and _ADJECTIVE.match(r.at(i).text) and r.kind(i - 1) == "mark":
            return r.emit("attribute", i, end)
        return r.emit("place" if r.kind(end - 1) == "place" or scenery else "subject", i, end)

    def _is_led(self, i: int, end: int) -> bool:
        r = self._r
        before = r.kind(i - 1)
        if r.is_next(i) and before in ("determiner", "number", "inside", "relation", "with", *DESCRIBING):
            return before != "with" or r.at(i - 1).text == "with"
        if before == "conjunction" and any(f.end == r.at(i - 2).end and f.type == "subject" for f in r.found):
            return True
        return before == "mark" and r.kind(end) == "mark" and end - i <= 3

    def _run(self, i: int) -> int:
        """Where the run of nouns that begins at ``i`` ends."""
        r, end = self._r, i
        while r.kind(end) in ("subject", "unknown", "place") and not r.at(end).is_han and (end == i or r.is_next(end)):
            token = r.at(end)
            if end > i and token.kind == "place" and " " in token.text and self._is_led_by_itself(token):
                break
            if token.kind == "unknown" and (_NOT_HEAD.match(token.text) or (end > i and self._is_verb(end))):
                break
            end += 1
        return end

    def _is_led_by_itself(self, token: Token) -> bool:
        """Whether a place has its preposition in its name: on the moon."""
        return token.text.split(" ")[0] in ("on", "in", "at", "by", "under", "the", "inside", "over")

    def _is_verb(self, i: int) -> bool:
        """Whether an unknown word after a noun looks like its verb: ``covers her ears``."""
        text, following = self._r.at(i).text, self._r.kind(i + 1)
        return (text.endswith("s") and following in ("determiner", "number", "inside", "relation")) or (
            text.endswith("ed") and following in ("inside", "relation", "with", "mark")
        )

    def _phrase(self, i: int) -> int:
        """Where the noun phrase that begins at ``i`` ends; 0 where there is none."""
        r, at = self._r, i
        while r.kind(at) in ("determiner", "number", "intensifier", *DESCRIBING) or self._is_adjective(at):
            if at > i and not r.is_next(at):
                return 0
            at += 1
        end = self._run(at)
        return end if end > at and (at == i or r.is_next(at)) else 0

    def _is_adjective(self, i: int) -> bool:
        """Whether a word that nobody knows, or a shade, describes what follows it."""
        r, token = self._r, self._r.at(i)
        looks = token.kind == "unknown" and not token.is_han and ("-" in token.text or _ADJECTIVE.match(token.text))
        follows = r.kind(i + 1) in ("subject", "unknown", "place", *DESCRIBING) and r.is_next(i + 1)
        return token.text in SHADES or (bool(looks) and follows)

    def _run_start(self, i: int, end: int) -> int:
        return next(j for j in range(i, end) if r_kind(self._r, j))


def r_kind(reader: Reader, i: int) -> bool:
    """Whether token ``i`` may begin a run of nouns."""
    return reader.kind(i) in ("subject", "unknown", "place")
