"""Tokens: a normalised request as words, each with what the vocabulary and the grammar know of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, cast

from danqing.core.script import HAN, HAN_RANGE
from danqing.language.parsing.grammar import Grammar, grammar
from danqing.language.parsing.heads import head
from danqing.language.parsing.mending import mend, parted
from danqing.language.parsing.prepositions import is_led, without_preposition
from danqing.language.parsing.splitting import split
from danqing.language.vocabulary.inflection import compared, unaccented
from danqing.language.vocabulary.terms import Term, Vocabulary, spaced

Taken = Sequence[tuple[int, int]]
"""Stretches that a rule has read already, ordered."""
STRONG = tuple("frame number relation determiner inside negation removal conjunction particle with".split())
"""Classes of grammar that come before what the vocabulary says of the same word."""
_NOUNS = ("tint", "stuff", "clothing", "body", "garment", "feeling")
"""Classes of words that are also other than grammar."""
_LEADING = frozenset(
    "colour size material attribute number negation verb inside determiner removal intensifier shade".split()
)
"""What may begin a phrase that stands in a dictionary as one word."""
_FREQUENCY = 20_000
"""How often an added word is taken to occur: enough for it to stay whole, as 0.3 s of measuring each would tell."""
_UNIT = re.compile(rf"[{HAN_RANGE}]+(?:·[{HAN_RANGE}]+)*|[^\W_{HAN_RANGE}]+(?:['’&-][^\W_{HAN_RANGE}]+)*|\S")
CONTRACTION = re.compile(
    r"[a-z]+(?:n['’]t|['’](?:re|ll|d|ve|m))|(?:it|that|this|there|here|he|she|who|what|where|let|how|everything)['’]s"
)
"""``we're``, ``shouldn't``, ``it's``: a pronoun or an auxiliary verb, never a thing."""


@dataclass(slots=True)
class Token:
    """One word: ``text`` = request[start:end]. ``kind``: a type of docs/entities.md, a class of grammar, ``verb``,
    ``mark`` (punctuation), ``taken`` (read by another rule) or ``unknown``; ``tag``: the part of speech that the
    segmenter gives a Chinese word; ``grammar``: all classes of grammar that it may belong to, with their meanings."""

    text: str
    start: int
    end: int
    kind: str
    term: Term | None = None
    tag: str = ""
    grammar: dict[str, str] = field(default_factory=dict)
    is_han: bool = False

    @property
    def value(self) -> str:
        """Canonical English, or the word itself."""
        return self.term.name if self.term is not None else self.text

    def may_be(self, group: str) -> bool:
        """Whether it may belong to a class of grammar."""
        return group in self.grammar


def _mark(unit: re.Match[str]) -> Token:
    return Token(unit.group(), *unit.span(), "conjunction" if unit.group() in "、&" else "mark")


class _Segmenter(Protocol):
    def tag(self, text: str) -> list[tuple[str, str]]: ...
    def has_word(self, word: str) -> bool: ...
    def add_word(self, word: str, freq: int | None = None, tag: str | None = None) -> int: ...


class Tokeniser:
    """Segments Chinese with the vocabulary's own words added, English by spaces; the longest known words win."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        import rjieba

        self._vocabulary = vocabulary
        self._grammar: Grammar = grammar()
        self._segmenter = cast("_Segmenter", rjieba.Jieba())  # a dictionary of its own: 0.12 s
        words = tuple(vocabulary.chinese_words())
        for word in (*words, *self._grammar.words):
            if len(word) > 1 and HAN.match(word) and not self._segmenter.has_word(word):
                self._segmenter.add_word(word, _FREQUENCY, "n")
        self._openings = {word[:2] for word in words}
        self._longest = max(vocabulary.longest, self._grammar.longest)

    def is_grammar(self, phrase: str) -> bool:
        """Whether a phrase is one of the words of grammar, such as praise, and nothing of the vocabulary."""
        return phrase in self._grammar.words and self._vocabulary.get(phrase) is None

    def tokens(self, text: str, taken: Taken = ()) -> list[Token]:
        """The tokens in their order; each stretch of ``taken`` as one."""
        found: list[Token] = []
        at = 0
        for start, end in taken:
            found += self._between(text, at, start)
            found.append(Token(text[start:end], start, end, "taken"))
            at = end
        found += self._between(text, at, len(text))
        return found

    def _between(self, text: str, start: int, end: int) -> Iterator[Token]:
        latin: list[re.Match[str]] = []
        for unit in _UNIT.finditer(text, start, end):
            if unit.group()[0].isalnum() and not HAN.match(unit.group()):
                latin.append(unit)
                continue
            if latin and HAN.match(unit.group()) and latin[-1].end() == unit.start():
                mixed = self._mixed(text, latin[-1].start(), unit)
                if mixed:
                    yield from self._latin(text, latin[:-1])
                    yield self._token(
                        text[latin[-1].start() : mixed], latin[-1].start(), mixed, text[latin[-1].start() : mixed]
                    )
                    yield from self._han(text[mixed : unit.end()], mixed)
                    latin = []
                    continue
            if (
                unit.group() == "."
                and latin
                and unit.end() < end
                and len(latin[-1].group()) == 1
                and latin[-1].group().isalpha()
            ):
                continue  # initials
            yield from self._latin(text, latin)
            latin = []
            yield from (self._han(unit.group(), unit.start()) if HAN.match(unit.group()) else [_mark(unit)])
        yield from self._latin(text, latin)

    def _latin(self, text: str, units: Sequence[re.Match[str]]) -> Iterator[Token]:
        at = 0
        while at < len(units):
            size = next((n for n in range(min(self._longest, len(units) - at), 1, -1) if self._fits(units, at, n)), 1)
            start, end = units[at].start(), units[at + size - 1].end()
            token = self._token(text[start:end], start, end, " ".join(spaced(u.group()) for u in units[at : at + size]))
            at += size
            deed = without_preposition(token.text, token.term) if size > 1 else None
            if deed is None:
                yield token
                continue
            at -= 1  # the preposition may begin a longer one: sitting | on top of
            end = units[at - 1].end()
            yield replace(token, text=text[start:end], end=end, kind=deed.type, term=deed)

    def _fits(self, units: Sequence[re.Match[str]], at: int, size: int) -> bool:
        words = units[at : at + size]
        key = " ".join(spaced(u.group()) for u in words)
        term = self._term(key)
        following = units[at + size].group() if at + size < len(units) else ""
        known = key in self._grammar.words or (term is not None and not is_led(key, term, self._vocabulary, following))
        return known and all(b.start() - a.end() <= 2 for a, b in pairwise(words))

    def _token(self, text: str, start: int, end: int, key: str, tag: str = "") -> Token:
        classes = self._grammar.words.get(key, {})
        term = self._term(key)
        if key.isdigit() and len(key) < 4:
            classes = {"number": str(int(key))}
        if term is not None and term.type == "position":
            classes = {"relation": term.name} | classes
        if term is None and not classes and not HAN.match(key) and CONTRACTION.fullmatch(key):
            classes = {"stop": key}
        strong = next((name for name in STRONG if name in classes), None) if classes else None
        kind = strong or (term.type if term is not None else "unknown")
        if term is None and strong is None and classes:
            kind = next((name for name in classes if name not in _NOUNS), "unknown")
        return Token(text, start, end, kind, term, tag, classes, HAN.search(text) is not None)

    def _term(self, key: str) -> Term | None:
        found = self._vocabulary.get(key)
        if found is not None or HAN.match(key):
            return found
        if key.endswith(("'s", "’s")):
            owner = self._vocabulary.get(key[:-2])
            return owner if owner is not None and owner.type in ("artist", "subject") else None
        if not key.isascii():
            return self._term(bare) if (bare := unaccented(key)) != key else None
        plain = compared(key) if " " not in key else None
        found = self._vocabulary.get(plain) if plain else None
        if found is None and key.endswith("in") and len(key) > 5:
            doing = self._vocabulary.get(f"{key}g")  # sleepin
            return doing if doing is not None and doing.type in ("attribute", "verb") else None
        return found if found is not None and found.type in ("attribute", "weather", "size", "mood", "colour") else None

    def _han(self, text: str, start: int) -> Iterator[Token]:
        at = 0
        for first, last in self._dotted(text) if "·" in text else ():
            yield from self._segmented(text[at:first], start + at)
            yield self._token(text[first:last], start + first, start + last, text[first:last])
            at = last
        yield from self._segmented(text[at:], start + at)

    def _segmented(self, text: str, start: int) -> Iterator[Token]:
        words = [piece for word, tag in self._segmenter.tag(text) for piece in self._pieces(word, tag)]
        at, place = 0, start
        mend(words, self._vocabulary, self._grammar)
        while at < len(words):
            size, deed = self._joined(words, at), None
            if size == 1:
                size, deed = parted(words, at, self._vocabulary, self._grammar)
            text = words[at][0] if size == 1 else "".join(word for word, _ in words[at : at + size])
            token = self._token(text, place, place + len(text), text, words[at][1])
            if deed is not None:
                token.kind, token.term = deed.type, deed
            if token.kind == "unknown" and (term := head(text, token.tag, self._vocabulary)) is not None:
                token.kind, token.term = "subject", term
            yield token
            at, place = at + size, place + len(text)

    def _mixed(self, text: str, start: int, han: re.Match[str]) -> int | None:
        """Where a known word ends that begins with Latin letters and goes on in Chinese: Q版, 3D渲染."""
        ends = range(min(han.end(), han.start() + 6), han.start(), -1)
        return next((end for end in ends if self._vocabulary.get(text[start:end]) is not None), None)

    def _dotted(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known names with a dot in them stand: 爱德华·霍珀."""
        at = 0
        for dot in (i for i, character in enumerate(text) if character == "·"):
            spans = [(a, b) for a in range(max(at, dot - 6), dot) for b in range(dot + 2, min(dot + 10, len(text) + 1))]
            known = [span for span in spans if self._vocabulary.get(text[slice(*span)]) is not None]
            if known:
                longest = max(known, key=lambda span: span[1] - span[0])
                yield longest
                at = longest[1]

    def _joined(self, words: Sequence[tuple[str, str]], at: int) -> int:
        """How many words that the segmenter divided are one for the vocabulary."""
        pair = "".join(word for word, _ in words[at : at + 2])
        if pair[:2] not in self._openings:
            return 1
        for size in range(min(5, len(words) - at), 1, -1):
            if self._vocabulary.get("".join(word for word, _ in words[at : at + size])) is not None:
                return size
        return 1

    def _pieces(self, word: str, tag: str) -> list[tuple[str, str]]:
        """A word that nobody knows as known ones: wholly where it stands in a dictionary, else as far as it goes."""
        if self._knows(word) or len(word) == 1:
            return [(word, tag)]
        pieces = split(word, self._vocabulary, self._grammar)
        whole = all(self._knows(piece) for piece in pieces)
        if not whole:
            pieces = split(word, self._vocabulary, self._grammar, 2)
        if self._segmenter.has_word(word) and not (whole and self._is_phrase(pieces)):
            if len(word) > 2 and self._grammar.may_be(word[-1], "relation"):
                return [*self._pieces(word[:-1], tag), (word[-1], "f")]
            if len(word) > 2 and self._knows(word[1:]) and self._segmenter.tag(word[0])[0][1] == "v":
                return [(word[0], "v"), (word[1:], "n")]  # 拔萝卜
            if self._is_row(word, tag, pieces):
                return [(piece, "n") for piece in pieces]
            return [(word, tag)]
        return [(piece, tag if len(piece) > 1 else "") for piece in pieces]

    def _is_row(self, word: str, tag: str, pieces: Sequence[str]) -> bool:
        """Whether a noun of a dictionary that nobody knows begins with a known one: 法国梧桐, 石头砸."""
        term = self._vocabulary.get(pieces[0]) if len(pieces) == 2 and len(pieces[0]) > 1 else None
        if term is None or term.type not in ("subject", "place", "material") or tag[:1] not in ("n", "l"):
            return False
        return (len(word) == 3 and pieces[1] != "家") or (tag[:1] == "n" and len(pieces[1]) > 1)

    def _knows(self, word: str) -> bool:
        return word in self._grammar.words or self._vocabulary.get(word) is not None

    def _is_phrase(self, pieces: Sequence[str]) -> bool:
        """Whether the pieces are a phrase, as 红帽子, and no name, as 马路: what comes first describes the rest."""
        first, last = pieces[0], pieces[-1]
        term = self._vocabulary.get(first)
        classes = {*self._grammar.words.get(first, {}), *([term.type] if term else [])}
        ends = self._grammar.words.get(last, {})
        if "number" in classes and "measure" in ends:
            return True  # 五间
        if "relation" in ends:
            return len(pieces) > 2 or bool(classes & {"subject", "place"})
        known = self._vocabulary.get(last) is not None
        doing = self._vocabulary.get(last)
        if doing is not None and doing.type == "attribute" and "subject" in classes and len(last) > 1:
            return doing.name.endswith("ing")  # 披风飞扬
        counted = "measure" in ends and ("subject" not in classes or known)  # 猪排 is no 猪 that is counted
        return bool(classes & _LEADING) or counted or bool(ends.keys() & {"particle", "inside"})


@lru_cache(maxsize=2)
def tokeniser(vocabulary: Vocabulary) -> Tokeniser:
    """The tokeniser of a vocabulary, made once."""
    return Tokeniser(vocabulary)
