"""Random scenes of the starter's domain, planned into layouts: what the painter and the critics are trained on."""

import random

from danqing.core.domain import STARTER
from danqing.core.layout import Layout
from danqing.core.scene import Relation, Scene, Subject
from danqing.language.dialects.completing import NEON_DIM, USUAL_COLOUR, swallowed
from danqing.language.dialects.planner import plan

KINDS = STARTER.names("kinds")
COLOURS = STARTER.names("colours")
STYLE_WEIGHTS = {"flat": 28, "outline": 18, "pixel": 18, "watercolour": 18, "neon": 18}

HELD_OUT_PAIRS = frozenset(
    (kind, colour)
    for i, kind in enumerate(KINDS)
    for j, colour in enumerate(COLOURS)
    if (3 * i + j + 5) % 10 == 0 and USUAL_COLOUR.get(kind) != colour
)
"""A tenth of the kind-colour pairs, never trained on: what the painter does with them shows that it composes."""


def sample_scene(rng: random.Random, subjects: int | None = None, pairs: str = "seen") -> Scene:
    """A scene with every colour, background and style said, other fields sometimes open.

    ``pairs``: ``seen`` leaves the held-out kind-colour pairs out, ``held_out`` uses only those, ``all`` takes any.
    """
    style = rng.choices(list(STYLE_WEIGHTS), weights=list(STYLE_WEIGHTS.values()))[0]
    background = rng.choice(STARTER.names("backgrounds"))
    if background.startswith("plain") and rng.random() < 0.35:
        background = rng.choice(STARTER.names("backgrounds")[len(COLOURS) :])
    number = subjects or rng.choices((1, 2, 3), weights=(40, 34, 26))[0]
    out: list[Subject] = []
    while len(out) < number:
        kind, colour = _pair(rng, pairs)
        if _visible(colour, background, style, rng) and all((s.kind, s.colour) != (kind, colour) for s in out):
            out.append(_subject(rng, f"s{len(out) + 1}", kind, colour, number))
    if number > 1 and rng.random() < 0.5:
        out = _related(rng, out)
    return Scene(tuple(out), background, style)


def sample_layout(rng: random.Random, subjects: int | None = None, pairs: str = "seen") -> tuple[Scene, Layout]:
    """A scene and its plan."""
    scene = sample_scene(rng, subjects, pairs)
    return scene, plan(scene, STARTER, rng.getrandbits(32))


def _pair(rng: random.Random, pairs: str) -> tuple[str, str]:
    if pairs == "held_out":
        return rng.choice(sorted(HELD_OUT_PAIRS))
    while True:
        pair = (rng.choice(KINDS), rng.choice(COLOURS))
        if pairs == "all" or pair not in HELD_OUT_PAIRS:
            return pair


def _visible(colour: str, background: str, style: str, rng: random.Random) -> bool:
    if style == "neon" and colour in NEON_DIM:
        return False
    # People do ask for a white cat in the snow: some such pictures are trained, few are asked in the evaluation.
    return colour not in swallowed(background) or rng.random() < 0.15


def _subject(rng: random.Random, name: str, kind: str, colour: str, number: int) -> Subject:
    count = rng.choices((1, 2, 3, 4), weights=(52, 20, 15, 13) if number < 3 else (66, 18, 9, 7))[0]
    sizes: tuple[str, ...] = ("small", "medium", "large") if count * number <= 2 else ("small", "medium")
    if count * number > 5:
        sizes = ("small",)
    size = rng.choice(sizes) if rng.random() < 0.8 else None
    position = rng.choice(STARTER.names("positions")) if rng.random() < (0.6 if number == 1 else 0.3) else None
    if size == "large" and position in {"left", "right", "top", "bottom"} and number > 1:
        size = "medium"
    return Subject(name, kind, count, colour, size, position)


def _related(rng: random.Random, subjects: list[Subject]) -> list[Subject]:
    if len(subjects) == 3 and rng.random() < 0.3:
        middle = subjects[2]
        free = [Subject(s.id, s.kind, min(s.count, 2), s.colour, "small") for s in subjects[:2]]
        between = Relation("between", ("s1", "s2"))
        return [*free, Subject(middle.id, middle.kind, min(middle.count, 2), middle.colour, "small", relation=between)]
    kind = rng.choice(STARTER.names("relations")[:-1])
    first = subjects[0]
    subjects[0] = Subject(first.id, first.kind, first.count, first.colour, first.size, None, Relation(kind, ("s2",)))
    if subjects[1].count > 2 and kind == "on":
        second = subjects[1]
        subjects[1] = Subject(second.id, second.kind, 1, second.colour, second.size, second.position)
    return subjects
