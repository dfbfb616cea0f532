"""Chinese noun phrases: where a run of nouns ends, what may stand before it, and which unknown words are no nouns."""

from danqing.language.parsing.reader import DESCRIBING, Reader
from danqing.language.vocabulary.themes import PEOPLE

PAIRED = frozenset("eye ear hand foot leg arm wing horn tooth cheek eyebrow lip finger fang paw antler claw".split())
"""Parts of the body of which there are several."""


class Nouns:
    """Noun phrases among the tokens of ``reader``, and the actions that are none."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader

    def is_noun(self, i: int) -> bool:
        """Whether a word that nobody knows is a noun, as the segmenter has it or its measure word tells."""
        token = self._r.at(i)
        return token.is_han and (
            token.tag[:1] == "n"
            or (self._r.at(i - 1).may_be("measure") and not self._leads_on(i))
            or (len(token.text) > 1 and token.tag[:1] in ("", "x", "j", "s"))
        )

    def _leads_on(self, i: int) -> bool:
        """Whether an unknown word that is no noun says more of the noun to come: 一只偷吃蛋糕的小狗, 一杯凉透的茶."""
        r, following = self._r, self._r.at(i + 1)
        if r.at(i).tag[:1] not in ("v", "a", "z") or not r.is_next(i + 1):
            return False
        return following.kind in ("attribute", "verb") or following.text in ("的", "得")

    def run(self, i: int) -> int:
        """Where the run of nouns that begins at ``i`` ends."""
        r, end = self._r, i
        while (r.kind(end) == "subject" or (r.kind(end) == "unknown" and self.is_noun(end))) and (
            end == i or r.is_next(end)
        ):
            if end > i and r.at(end).text == r.at(end - 1).text:
                break
            if end > i and r.at(end).may_be("body") and r.kind(end + 1) in ("attribute", "verb"):
                break
            if end > i and self.is_limb(end):
                break
            end += 1
        return end

    def is_limb(self, i: int) -> bool:
        """Whether a part of the body begins here that belongs to the person right before it: 老板刀疤脸."""
        r, end = self._r, i
        while self.theme(end) == "body" and r.is_next(end):
            end += 1
        return self.theme(i - 1) in PEOPLE and end > i and r.kind(end) == "mark"

    def phrase(self, i: int) -> int:
        """Where the noun phrase that begins at ``i`` ends; 0 where there is none."""
        r, at = self._r, i
        while (
            r.kind(at) in ("intensifier", "shade", "style", *DESCRIBING)
            or (at > i and r.at(at).text == "的")
            or self.is_origin(at)
        ):
            if r.kind(at) == "attribute" and self.is_action(at) and r.at(at + 1).text != "的":
                return 0
            at += 1
        end = self.run(at)
        is_thing = end == at > i and r.kind(at - 1) == "material" and self._is_deed(i - 1)  # 举石头
        return end if end > at or is_thing else 0

    def ahead(self, i: int) -> int | None:
        """The token of the noun that a number counts: the next one in its clause that is no object of an action."""
        r = self._r
        while r.kind(i) not in ("mark", "taken", "number"):
            if r.kind(i) in ("subject", "place") or (r.kind(i) == "unknown" and self.is_noun(i)):
                end = max(self.run(i), i + 1)
                if r.at(end).text != "的":
                    return i
                i = end
            i += 1
        return None

    def is_action(self, i: int) -> bool:
        """Whether token ``i`` says what somebody does."""
        r, token = self._r, self._r.at(i)
        if not self._is_deed(i) or token.kind != "unknown":
            return self._is_deed(i)
        is_verb = not r.at(i - 1).may_be("measure")
        return is_verb and (r.at(i + 1).text in ("着", "了") or len(token.text) > 1 or bool(self.phrase(i + 1)))

    def _is_deed(self, i: int) -> bool:
        """Whether token ``i`` is a deed by itself, or a verb that nobody knows."""
        token = self._r.at(i)
        done = token.kind == "attribute" and token.value.split(" ")[0].endswith("ing")
        return token.kind == "verb" or done or (token.kind == "unknown" and token.tag[:1] == "v")

    def is_origin(self, i: int) -> bool:
        """Whether a country or town stands before what comes from there: 墨西哥帽."""
        return self.theme(i) == "places_world" and self._r.kind(i + 1) == "subject" and self._r.is_next(i + 1)

    def theme(self, i: int) -> str:
        """The file that token ``i`` is from; empty where nobody knows it."""
        term = self._r.at(i).term
        return term.theme if term is not None else ""
