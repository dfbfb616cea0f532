"""English noun phrases: where a run of nouns ends, what may stand before it, and which unknown words are no nouns."""

import re

from danqing.language.parsing.reader import DESCRIBING, Reader
from danqing.language.parsing.tokens import Token
from danqing.language.vocabulary.themes import CLOTHES

SHADES = frozenset(
    "dark light pale deep bright muted dusty cold warm soft faded earthy pastel neon vivid dull rich burnt icy powder "
    "royal electric metallic iridescent hot cool smoky midnight off bold vibrant loud washed-out murky sickly bleached"
    " mossy inky milky creamy brilliant intense subdued desaturated saturated heavy chalky earthy".split()
)
ADJECTIVE = re.compile(r".{2,}(?:ed|ful|ous|ic|ical|ive|less|ish|able|ible|ular|esque|like|ian|ese|y|en|ant|ent)$")
_DONE = frozenset(
    "built made grown gone worn torn woven drawn blown thrown frozen broken hidden lost left caught held seen stuck "
    "hung strung lit dug spun cut kept shut swept wrapped dressed does drinks gets goes".split()
)
"""What is no noun after a noun."""
_ADVERBS = ("underwater", "outdoors", "indoors", "downtown", "offshore", "upstairs", "downstairs", "backstage")
_DOES = ("does", "drinks", "gets", "goes")
_WORN = (*CLOTHES, "accessories")
_NOT_HEAD = re.compile(r"(?:.{3,}|do|go)ing$|.{4,}ly$")


class Nouns:
    """Noun phrases among the tokens of ``reader``."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader

    def run(self, i: int) -> int:
        """Where the run of nouns that begins at ``i`` ends."""
        r, end = self._r, i
        while r.kind(end) in ("subject", "unknown", "place") and not r.at(end).is_han and (end == i or r.is_next(end)):
            token = r.at(end)
            if end > i and token.kind == "place" and " " in token.text and self._is_led_by_itself(token):
                break
            if end > i and token.text == r.at(end - 1).text:
                break
            if end > i and token.text in (*_DOES, *_ADVERBS):
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
        if text in _DONE:
            return True  # a city built on its back
        if text.endswith("in") and following in ("determiner", "number"):
            return True  # gettin a haircut
        return (text.endswith("s") and following in ("determiner", "number", "inside", "relation")) or (
            text.endswith("ed") and following in ("inside", "relation", "with", "mark")
        )

    def phrase(self, i: int) -> int:
        """Where the noun phrase that begins at ``i`` ends; 0 where there is none."""
        r, at = self._r, i
        while (
            r.kind(at) in ("determiner", "number", "intensifier", "style", "time", *DESCRIBING)
            or (r.kind(at) == "weather" and r.at(at).text.endswith("y"))
            or self.is_adjective(at)
        ):
            if at > i and not r.is_next(at):
                return 0
            at += 1
        end = self.run(at)
        return end if end > at and (at == i or r.is_next(at)) else 0

    def is_clothing(self, i: int) -> bool:
        """Whether token ``i`` is something to wear."""
        term = self._r.at(i).term
        return self._r.at(i).may_be("clothing") or (term is not None and term.theme in _WORN)

    def theme(self, i: int) -> str:
        """The file that token ``i`` is from; empty where nobody knows it."""
        term = self._r.at(i).term
        return term.theme if term is not None else ""

    def is_part(self, i: int) -> bool:
        """Whether token ``i`` is a part of a body or something to wear."""
        term = self._r.at(i).term
        return self.is_clothing(i) or (term is not None and term.theme == "body")

    def made_of(self, end: int) -> int:
        """Where ``of felt clouds`` ends that follows a noun at ``end``; ``end`` where nothing of the kind does."""
        r, at = self._r, end + 1
        if r.at(end).text != "of" or r.kind(at) == "determiner":
            return end
        while r.kind(at) in DESCRIBING and r.is_next(at):
            at += 1
        return at + 1 if r.kind(at) == "weather" and r.is_next(at) else self.phrase(end + 1) or end

    def is_adjective(self, i: int) -> bool:
        """Whether a word that nobody knows, or a shade, describes what follows it."""
        r, token = self._r, self._r.at(i)
        looks = token.kind == "unknown" and not token.is_han and ("-" in token.text or ADJECTIVE.match(token.text))
        follows = r.kind(i + 1) in ("subject", "unknown", "place", *DESCRIBING) and r.is_next(i + 1)
        return token.text in SHADES or (bool(looks) and follows)

    def start(self, i: int) -> int:
        """Where the run of nouns begins in a phrase that begins at ``i``."""
        while self._r.kind(i) not in ("subject", "unknown", "place"):
            i += 1
        return i
