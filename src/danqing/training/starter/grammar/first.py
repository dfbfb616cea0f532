"""The first request of a dialogue, or a new picture in the middle of it: text and edits."""

import random
import re
from collections.abc import Container
from dataclasses import replace

from danqing.core.domain import Language
from danqing.core.scene import Add, Omit, SceneEdit, Set
from danqing.training.starter.grammar import chinese, english, outside_en, outside_zh, told_en, told_zh
from danqing.training.starter.grammar.asides import asides
from danqing.training.starter.grammar.markup import Reading, articles, read
from danqing.training.starter.grammar.noise import roughen
from danqing.training.starter.grammar.plan import Plan, Voice, some_plan
from danqing.training.starter.grammar.speech import SPEECHES
from danqing.training.starter.grammar.turns_of_phrase import phrase

_THEY = re.compile(
    r"(^|[,.;!?] |\b(?:could|can|if|and|then|think|also) )them(?= (?:should|must|needs? to|goes|is|are|be|was|were)\b)"
)

STRANGE = 0.6
"""Share of the requests outside the domain, and of the mixed ones, that are worded like any inside it."""
_ODD_BESIDES = 0.15


def voice(rng: random.Random) -> Voice:
    """Mostly one language; some people mix two."""
    return Voice(rng, 0.35 if rng.random() < 0.05 else 0.0)


def finish(rng: random.Random, marked: str, language: Language) -> Reading:
    """The marked text as typed by a person, read back."""
    if language == "en":
        marked = _THEY.sub(r"\1they", articles(marked))
    return read(roughen(rng, marked, language))


def request(rng: random.Random, language: Language, mixed: bool) -> tuple[str, tuple[SceneEdit, ...]]:
    """A request for a picture, and the edits that an empty scene takes for it; ``mixed``: not all of it can be drawn."""
    if mixed and rng.random() < STRANGE:
        return strange(rng, language, 0.5)
    marked, plan = _asked(voice(rng), language, mixed)
    reading = finish(rng, marked, language)
    return reading.text, plan_edits(plan, reading)


def outside(rng: random.Random, language: Language) -> tuple[str, tuple[SceneEdit, ...]]:
    """A request with nothing that can be drawn, but for a setting perhaps."""
    if rng.random() < STRANGE:
        return strange(rng, language, 1.0)
    marked = (outside_en if language == "en" else outside_zh).request_odd(rng)
    reading = read(articles(marked) if language == "en" else marked)
    return reading.text, tuple(Omit(text) for text in reading.quoted)


def plan_edits(plan: Plan, reading: Reading, strangers: Container[int] = frozenset()) -> tuple[SceneEdit, ...]:
    """Subjects as the text names them, then background, style and what is left out. ``strangers`` are no subjects."""
    known = [index for index in reading.order if index not in strangers]
    ids = {index: f"s{place + 1}" for place, index in enumerate(known)}
    edits: list[SceneEdit] = []
    for index in known:
        thing = plan.things[index]
        if any(other in strangers for other in thing.to):
            thing = replace(thing, link=None, to=())
        edits.append(Add(thing.subject(ids, index)))
    if plan.background:
        edits.append(Set("scene", "background", plan.background))
    if plan.style:
        edits.append(Set("scene", "style", plan.style))
    return (*edits, *(Omit(text) for text in reading.quoted))


def strange(rng: random.Random, language: Language, share: float) -> tuple[str, tuple[SceneEdit, ...]]:
    """A request as any other, but for unknown words: all things are called by such, or (``share`` below 1) some."""
    words: dict[int, str] = {}
    while not words:
        strangers = SPEECHES[language].strangers(rng, share)
        v = replace(voice(rng), strangers=strangers)
        marked, plan = _asked(v, language, rng.random() < _ODD_BESIDES)
        words = {i: word for i, t in enumerate(plan.things) if (word := strangers.word(t.kind))}
        if share < 1 and len(words) == len(plan.things):
            words = {}
    reading = finish(rng, strangers.quoted(marked, words), language)
    return reading.text, plan_edits(plan, reading, words)


def _asked(v: Voice, language: Language, mixed: bool) -> tuple[str, Plan]:
    """A marked text and what it asks for."""
    if not mixed and v.chance(0.45):
        marked, plan = phrase(v, language)
    elif mixed and v.chance(0.3):
        marked, plan = phrase(v, language, odd=True)
    else:
        plan = some_plan(v.rng, mixed)
        if mixed and not plan.odd_link and v.chance(0.15):
            marked = (told_en if language == "en" else told_zh).tell(v, plan)
        else:
            marked = (english if language == "en" else chinese).request(v, plan)
    return (asides(v.rng, marked, plan, language) if v.chance(0.03) else marked), plan
