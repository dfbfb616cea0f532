"""Clauses of a request: which stretches stand close together, and which words nobody recognised."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from danqing.core.reading import Entity, Request
from danqing.language.parsing.frames import frames
from danqing.language.parsing.tokens import CONTRACTION

_CLAUSE = re.compile(r"[,，、;；:：.。!！?？\n]|\s[-–—|/]\s")
_SENTENCE = re.compile(r"[。!！?？;；\n]|\.(?=\s|$)")
_TIGHT = re.compile(r"(?:\s|的|地|-|\b(?:and|very|quite|really|of|a|an|the)\b|很|非常|特别|有点|那|这|,(?=\s*[a-z]))*")
_CORRECTION = re.compile(
    r"(?:^|[.,;:!?]\s*|\s-+\s*)(?:actually|scratch that|no,? wait|wait,? no|on second thoughts?|oh no|correction)\b"
    r"(?:[\s,:]*(?:make (?:that|it)|let's (?:do|make it)|i (?:want|meant)|draw)\b)?|"
    r"(?:^|[,，。;；!！?？…\s])(?:啊|哦|呃)?(?:不对|算了|说错了|改主意了?|哦不|等等不)"
)
_OF_THINGS = frozenset(("subject", "count", "colour", "material", "attribute", "size", "position"))
_WORD = re.compile(r"[a-z][a-z'’-]*[a-z]|[0-9]+[a-z]+")
_NEGATION = re.compile(
    r"\b(?:no|not|never|without|nothing|none|don't|dont|doesn't|avoid|except|excluding|"
    r"leave out|free of|skip|lose|n't)\b"
)

STOP = frozenset(
    "hm hmm um uh oh ah ha haha lol yo hey bye a an the and or but so with without in on at of to for from by "
    "as is are was were be been being it its it's this that these those there here i i'd i'm i'll me my mine "
    "we us our you your he him his she her hers they them their who whom whose which what when where how why "
    "can could would should will shall may might must do does did done have has had having get got let lets "
    "let's make makes making made draw drawing paint create generate render give show want wants need needs "
    "like love please pls plz thanks thank kindly just only really very quite rather too also maybe perhaps "
    "some any all both each every other another one ones thing things something anything picture pictures "
    "image images photo illustration if then than because while about into onto over under up down out off "
    "again still even much many more most less least well ok okay hi hello dear would-be possible kind sort "
    "bit lot lots way look looks looking feel feels feeling style version asap quick quickly sure think don't "
    "dont not no nothing never such else same use using used put add adds added keep kept go goes going come "
    "comes coming see seen seems seem good nice great beautiful pretty gorgeous lovely amazing stunning "
    "awesome perfect quality masterpiece best detailed high resolution hd uhd 4k 8k wondering grateful mind "
    "trouble class project client teacher wife husband colors colours color colour design through shot "
    "replace called named titled scene vibe vibes outside inside across along around behind beside between "
    "near above below toward towards during swap change thats whats hes shes theyre youre cant wont arent "
    "wasnt shouldnt expressions expression emotions emotion poses reading reads spelling saying says said "
    "title caption headline im ive ill doesnt isnt u ur r ya yall gonna wanna gotta gimme lemme dunno idk tbh "
    "btw omg lmao cuz cos tho thx smth sth rn perfectly completely absolutely totally visible anywhere name "
    "leave basically literally actually honestly kinda sorta umm er erm oops remove before "
    "after turn instead kid kids son daughter mum mom dad".split()
)
"""English words that say nothing about what is to be seen."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a request that no entity covers and that says something: its words, and where they stand."""

    text: str
    start: int
    end: int


def is_tight(text: str, start: int, end: int) -> bool:
    """Whether nothing but glue stands between two places: spaces, 的, an article, a comma between adjectives."""
    return _TIGHT.fullmatch(text[start:end]) is not None


def same_clause(text: str, start: int, end: int) -> bool:
    """Whether no mark that divides clauses stands between two places."""
    return _CLAUSE.search(text[start:end]) is None


def same_sentence(text: str, start: int, end: int) -> bool:
    """Whether no mark that ends a sentence stands between two places."""
    return _SENTENCE.search(text[start:end]) is None


def is_bare(text: str, mention: Entity, entities: Sequence[Entity]) -> bool:
    """Whether the sentence of ``mention`` names it and says nothing else: ``a rhino. a rhino in a tutu``."""
    others = [e for e in entities if e != mention and e.group != "count"]
    return not any(
        same_sentence(text, *((e.end, mention.start) if e.start < mention.start else (mention.end, e.start)))
        for e in others
    )


def corrected(request: Request) -> Request:
    """Without the things that were taken back: ``a blue car. actually make that a green tractor``.

    What was said of the whole picture stays; places in the text stay what they are.
    """
    marks = [m.end() for m in _CORRECTION.finditer(request.text)]
    things = [e.start for e in request.entities if e.group == "subject"]
    at = next((end for end in reversed(marks) if end <= max(things, default=-1)), 0)
    kept = tuple(e for e in request.entities if e.start >= at or e.group not in _OF_THINGS)
    return replace(request, text=" " * at + request.text[at:], entities=kept) if at else request


def gaps(request: Request) -> Iterator[Gap]:
    """English words that no entity covers and that may be seen in a picture, word groups that stand together.

    A clause that denies something is left alone: better a thing missed than one that was not wanted.
    """
    told = frames(request.text)
    for start, end in _uncovered(request.text, request.entities):
        said = _WORD.finditer(request.text, start, end)
        words = [m for m in said if not _is_empty(m.group()) and not any(a <= m.start() < b for a, b in told)]
        for group in _together(request.text, words):
            first, last = group[0].start(), group[-1].end()
            if not _NEGATION.search(_clause_around(request.text, first, last)):
                yield Gap(request.text[first:last], first, last)


def _is_empty(word: str) -> bool:
    """Whether a word says nothing about what is to be seen: a stop word, a contraction."""
    return word in STOP or CONTRACTION.fullmatch(word) is not None


def _together(text: str, words: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Words with nothing but stop words and spaces between them, in one clause."""
    group: list[re.Match[str]] = []
    for word in words:
        if group and not same_clause(text, group[-1].end(), word.start()):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _uncovered(text: str, entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    at = 0
    for entity in sorted(entities, key=lambda e: e.start):
        if entity.start > at:
            yield at, entity.start
        at = max(at, entity.end)
    if at < len(text):
        yield at, len(text)


def _clause_around(text: str, start: int, end: int) -> str:
    before = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    return text[before : after.start() if after else len(text)]
