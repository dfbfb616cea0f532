"""Reader: the tokens of one request, what was found in them so far, and the steps that both languages share."""

import re
from dataclasses import dataclass, field

from danqing.core.script import HAN
from danqing.language.parsing.found import Found
from danqing.language.parsing.numerals import english
from danqing.language.parsing.tokens import Token
from danqing.language.vocabulary.inflection import singular

DESCRIBING = frozenset(("colour", "material", "size", "attribute", "mood"))
"""Types of words that stand before a noun and describe it."""
PLAIN = frozenset(
    ("style", "time", "weather", "lighting", "composition", "mood", "canvas", "artist", "material", "size")
)
"""Types whose words are entities wherever they stand."""
_SAID = frozenset(("subject", "colour", "attribute", "style", "lighting", "composition", "mood", "weather", "place"))
_LOOSE = re.compile(r"(?<=ing) (?:on|in|at|with|of|to|through|into)$")
_SUFFIXES = {
    **dict.fromkeys("风 画风 风格 style aesthetic vibe vibes".split(), ("style", "style")),
    **dict.fromkeys("摄影 photography".split(), ("style", "photography")),
    **dict.fromkeys("材质 质地 质感".split(), ("material", "")),
    **dict.fromkeys("镜头 视角 机位 shot lens".split(), ("composition", "shot")),
    **dict.fromkeys("构图 composition framing".split(), ("composition", "composition")),
    **dict.fromkeys("光 光线 光束 灯光".split(), ("lighting", "light")),
    "感": ("mood", "feeling"),
}
"""What a word becomes by the one after it: its type, and the English that follows its own."""
_NOT_OF_THINGS = ("风格", "style", "vibe", "vibes", "shot", "lens", "光", "光束")
"""What makes nothing of a thing: 狐狸风格 asks for a fox."""
END = Token("", 1 << 30, 1 << 30, "mark")


@dataclass(slots=True)
class Reader:
    """``at(i)`` is the i-th token, a mark beyond both ends. Rules take an index and add to ``found``."""

    text: str
    said: str
    tokens: list[Token]
    found: list[Found] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        self.size = len(self.tokens)
        self.tokens = [*self.tokens, *[END] * 12]  # an index of -1 is a mark, too

    def at(self, i: int) -> Token:
        return self.tokens[i]

    def kind(self, i: int) -> str:
        return self.tokens[i].kind

    def is_next(self, i: int) -> bool:
        """Whether token ``i`` follows the one before it: with at most a space between, Chinese with none."""
        token, before = self.tokens[i], self.tokens[i - 1]
        return i > 0 and token.start - before.end <= (0 if token.is_han and before.is_han else 1)

    def emit(self, kind: str, start: int, end: int, value: str | None = None) -> int:
        """An entity of the tokens from ``start`` to before ``end``; returns ``end``."""
        tokens = self.tokens[start:end]
        implies = tuple(fact for token in tokens if token.term for fact in token.term.implies)
        name = self.value(start, end) if value is None else value
        first, last = tokens[0].start, tokens[-1].end
        while last - first > 1 and self.text[last - 1] == "的":
            last -= 1
        self.found.append(Found(first, last, kind, name, implies))
        return end

    def value(self, start: int, end: int) -> str:
        """Canonical English of some tokens, piece by piece; Chinese that has none is left out where there is other."""
        words = [
            token.text if self._is_part(i, end) else _as_said(token)
            for i, token in enumerate(self.tokens[start:end], start)
            if token.term is not None or (not (token.is_han and token.grammar) and token.kind != "mark")
        ]
        if len(words) > 1:
            words = [word for word, before in zip(words, ["", *words], strict=False) if word != before]
        known = [word for word in words if not HAN.search(word)]
        joint = " " if known else ""
        return joint.join(known or words) or self.text[self.at(start).start : self.at(end - 1).end]

    def said_from(self, start: int, end: int) -> str:
        """The text of some tokens as it stands in the request."""
        return self.text[self.at(start).start : self.at(end - 1).end]

    def _is_part(self, i: int, end: int) -> bool:
        """Whether an English noun only says what kind of thing the next one is: Persian in Persian rug."""
        nouns = ("subject", "unknown", "place")
        return not self.tokens[i].is_han and self.kind(i) in nouns and i + 1 < end and self.kind(i + 1) in nouns

    def suffixed(self, i: int) -> int | None:
        """What a word says with the one after it: 北欧风, sitcom vibe, 奶油质感, an overhead shot."""
        kind, suffix = self.kind(i), self.at(i + 1)
        type_, word = _SUFFIXES.get(suffix.text, ("", ""))
        if not type_ or not self.is_next(i + 1) or kind not in ("unknown", "subject", "place", "time", "style"):
            return None
        if suffix.text == "感" and kind in ("style", "time"):
            type_, word = "style", "style"
        if kind == type_ or (type_ != "style" and kind in ("place", "time", "style")) or self.at(i).grammar:
            return self.emit(type_, i, i + 2, self.at(i).value) if kind == type_ else None
        if kind == "subject" and suffix.text in _NOT_OF_THINGS:
            return None
        return self.emit(type_, i, i + 2, f"{self.at(i).value} {word}".strip())

    def headed(self, i: int) -> int | None:
        """``poses: running, jumping``, 主角是一只猫: a heading is none of the things that it lists."""
        heading, following = self.at(i), self.at(i + 1).text
        leads = following == ":" or (following in ("是", "为") and heading.text.startswith("主"))
        return i + 2 if heading.may_be("heading") and leads else None

    def has_subject(self, i: int, since: str = "。.!！?？;；") -> bool:
        """Whether a subject, or a reference to one, stands before token ``i`` and after the last of ``since``."""
        before = self.text[: self.at(i).start]
        start = max((before.rfind(mark) for mark in since), default=-1)
        return any(f.type in ("subject", "reference") and start < f.start < len(before) for f in self.found)

    def part(self, i: int, start: int) -> int:
        """``two green, three red`` after ``five apples``: the number at ``i`` with looks from ``start`` on, of what was
        counted before; the index after them, 0 where a noun follows or nothing was counted."""
        number, end = self.at(i).grammar.get("number", ""), start
        counted = any(f.type == "count" and f.value != "1" for f in self.found)
        while self.kind(end) in DESCRIBING and (end == start or self.is_next(end)):
            end += 1
        looks = self.value(start, end) if end > start else ""
        end += self.at(end).text in ("的", "ones")
        if not looks or not counted or not number.isdigit() or self.kind(end) not in ("mark", "conjunction", "number"):
            return 0
        return self.emit("attribute", i, end, f"{english(int(number))} of them {looks}")

    def is_read(self, i: int) -> bool:
        """Whether another rule has read what begins at token ``i``, a quotation mark aside."""
        return self.kind(i) == "taken" or (self.at(i).text in "\"'“‘" and self.kind(i + 1) == "taken")

    def is_named(self, i: int) -> bool:
        """Whether token ``i`` was typed with a capital, not only because a sentence begins."""
        start = self.at(i).start
        if len(self.said) != len(self.text) or start >= len(self.said) or not self.said[start].isupper():
            return False
        return bool(self.said[:start].rstrip()) and self.said[:start].rstrip()[-1] not in ".!?:"


def without_preposition(action: str) -> str:
    """``standing`` for ``standing on`` that lost what it leads to: a place is told apart."""
    return _LOOSE.sub("", action)


def _as_said(token: Token) -> str:
    """English as it was said, where it is in the vocabulary: it may say more. Things only where it is several words."""
    if token.term is None or token.is_han or token.term.type not in _SAID:
        return token.value
    said = token.text.replace("-", " ")
    if token.term.type == "subject":
        one = singular(said) if " " in said else ""
        return one if any(one == word.lower().replace("-", " ") for word in token.term.words) else token.value
    if token.term.type == "colour" and "gray" in said:
        return token.value
    return token.text if any(said == word.lower().replace("-", " ") for word in token.term.words) else token.value
