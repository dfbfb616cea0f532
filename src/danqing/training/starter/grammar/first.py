"""The first request of a dialogue, or a new picture in the middle of it: text and edits."""

import random
import re

from danqing.core.domain import Language
from danqing.core.scene import Add, Omit, SceneEdit, Set
from danqing.training.starter.grammar import chinese, english, outside_en, outside_zh, told_en, told_zh
from danqing.training.starter.grammar.asides import asides
from danqing.training.starter.grammar.markup import Reading, articles, read
from danqing.training.starter.grammar.noise import roughen
from danqing.training.starter.grammar.plan import Plan, Voice, some_plan
from danqing.training.starter.grammar.turns_of_phrase import phrase

_THEY = re.compile(
    r"(^|[,.;!?] |\b(?:could|can|if|and|then|think|also) )them(?= (?:should|must|needs? to|goes|is|are|be|was|were)\b)"
)


def voice(rng: random.Random) -> Voice:
    """Mostly one language; some people mix two."""
    return Voice(rng, 0.35 if rng.random() < 0.05 else 0.0)


def finish(rng: random.Random, marked: str, language: Language) -> Reading:
    """The marked text as typed by a person, read back."""
    if language == "en":
        marked = _THEY.sub(r"\1they", articles(marked))
    return read(roughen(rng, marked, language))


def request(rng: random.Random, language: Language, mixed: bool) -> tuple[str, tuple[SceneEdit, ...]]:
    """A request for a picture, and the edits that an empty scene takes for it."""
    v = voice(rng)
    if not mixed and rng.random() < 0.45:
        marked, plan = phrase(v, language)
    elif mixed and rng.random() < 0.3:
        marked, plan = phrase(v, language, odd=True)
    else:
        plan = some_plan(rng, mixed)
        if mixed and not plan.odd_link and rng.random() < 0.15:
            marked = (told_en if language == "en" else told_zh).tell(v, plan)
        else:
            marked = (english if language == "en" else chinese).request(v, plan)
    if rng.random() < 0.03:
        marked = asides(rng, marked, plan, language)
    reading = finish(rng, marked, language)
    return reading.text, plan_edits(plan, reading)


def plan_edits(plan: Plan, reading: Reading) -> tuple[SceneEdit, ...]:
    """Subjects as the text names them, then background, style and what is left out."""
    ids = {index: f"s{place + 1}" for place, index in enumerate(reading.order)}
    edits: list[SceneEdit] = [Add(plan.things[index].subject(ids, index)) for index in reading.order]
    if plan.background:
        edits.append(Set("scene", "background", plan.background))
    if plan.style:
        edits.append(Set("scene", "style", plan.style))
    return (*edits, *(Omit(text) for text in reading.quoted))


def outside(rng: random.Random, language: Language) -> tuple[str, tuple[SceneEdit, ...]]:
    """A request with nothing that can be drawn."""
    marked = (outside_en if language == "en" else outside_zh).request_odd(rng)
    reading = read(articles(marked) if language == "en" else marked)
    return reading.text, tuple(Omit(text) for text in reading.quoted)
