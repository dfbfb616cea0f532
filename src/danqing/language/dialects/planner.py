"""The planner: fills in what a scene leaves open and gives every object its place on the canvas.

The starter painter reads places, not relations: composing a picture is arithmetic, and code does it without error.
All choices hang on (seed, subject id), never on the order of a shared generator, so that an edit of one colour
leaves every other object where it was.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from danqing.core.domain import Domain
from danqing.core.layout import CELLS, EXTENTS, Layout, Placement
from danqing.core.scene import Relation, Scene, Subject
from danqing.language.dialects.completing import colours, dice, open_background, open_size
from danqing.language.dialects.continuing import NOTHING, Kept, kept_from
from danqing.language.dialects.placing import box_of, lies, stands

SKY = frozenset({"sun", "moon", "star", "cloud", "bird", "balloon", "rocket"})
GROUND = frozenset({"house", "tree", "flower", "cat", "boat", "car", "cup", "mushroom", "rabbit", "mountain", "fish"})
ATTEMPTS = 60
GAP = 0.012
"""Boxes keep this distance, in fractions of the canvas."""
WIDEST = 0.98
"""A row of several takes no more of the canvas."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The objects of one subject around a common centre: ``offsets`` in fractions of the canvas."""

    subject: Subject
    extent: float
    offsets: tuple[tuple[float, float], ...]

    @property
    def half(self) -> tuple[float, float]:
        return (
            max(abs(x) for x, _ in self.offsets) + self.extent / 2,
            max(abs(y) for _, y in self.offsets) + self.extent / 2,
        )


def plan(scene: Scene, domain: Domain, seed: int, earlier: Sequence[Scene] = ()) -> Layout:
    """A layout that obeys every position and relation of ``scene``; deterministic in its arguments.

    ``earlier``: the scenes that this one was edited from, oldest first. What the edits did not touch stays as it was
    drawn, where the new scene has room for that. Objects shrink, largest first, where the scene asks for more than the
    canvas holds. Raises ValueError for a scene without subjects.
    """
    if not scene.subjects:
        raise ValueError("a scene without subjects has no layout")
    kept, before = NOTHING, None
    for one in (*earlier, scene):
        if before is not None:
            kept = kept_from(*before, one)
        before = (one, _plan(one, domain, seed, kept)) if one.subjects else None
    assert before is not None
    return before[1]


@lru_cache(maxsize=1024)
def _plan(scene: Scene, domain: Domain, seed: int, kept: Kept) -> Layout:
    # Remembered, since every turn of a conversation plans all that led to it; a crowded scene takes 0.2 s.
    style = scene.style or "flat"
    background = scene.background or kept.background or open_background(scene, domain, style, seed)
    placed = _placed(scene, seed, kept)
    coloured = colours(scene, domain, background, style, seed, dict(kept.colours))
    painted = (replace(p, kind=_kind(scene, p), colour=coloured[p.subject_id]) for p in placed)
    return Layout(tuple(painted), background, style)


def _kind(scene: Scene, placement: Placement) -> str:
    return next(s.kind for s in scene.subjects if s.id == placement.subject_id)


def _placed(scene: Scene, seed: int, kept: Kept) -> tuple[Placement, ...]:
    sizes = {s.id: s.size or open_size(scene, s) for s in scene.subjects}
    if kept.placements:
        held = sizes | dict(kept.sizes)
        for attempt in range(ATTEMPTS):
            placed = _try(scene, held, seed, attempt, kept)
            if placed is not None:
                return placed
    while True:
        for attempt in range(ATTEMPTS):
            placed = _try(scene, sizes, seed, attempt)
            if placed is not None:
                return placed
        if not _shrink(scene, sizes):
            break
    # Too full for what was asked: rather apart in another place than on top of one another.
    free = replace(scene, subjects=tuple(replace(s, relation=None, position=None) for s in scene.subjects))
    for attempt in range(4 * ATTEMPTS):
        placed = _try(free, sizes, seed, attempt)
        if placed is not None:
            return placed
    placed = _try(free, sizes, seed, 0, strict=False)
    assert placed is not None
    return placed


def _shrink(scene: Scene, sizes: dict[str, str]) -> bool:
    order = list(EXTENTS)
    heaviest = max(scene.subjects, key=lambda s: (order.index(sizes[s.id]), s.count))
    rank = order.index(sizes[heaviest.id])
    if rank == 0:
        return False
    sizes[heaviest.id] = order[rank - 1]
    return True


def _try(
    scene: Scene, sizes: dict[str, str], seed: int, attempt: int, kept: Kept = NOTHING, strict: bool = True
) -> tuple[Placement, ...] | None:
    placed: dict[str, list[Placement]] = {}
    for taken in kept.placements:
        placed.setdefault(taken.subject_id, []).append(taken)
    for subject in _anchors_first(scene):
        if subject.id in placed:
            continue
        rng = dice(seed, subject.id, "place", attempt)
        group = _group(subject, EXTENTS[sizes[subject.id]], rng, attempt)
        others = [p for ps in placed.values() for p in ps]
        for x, y in _centres(group, scene, placed, rng):
            mine = _instances(group, x, y)
            touching = subject.relation.to if subject.relation and subject.relation.kind == "on" else ()
            if not strict or (_inside(mine) and _apart(mine, others, touching) and _obeys(subject, mine, placed)):
                placed[subject.id] = mine
                break
        else:
            return None
    # Farther things first: what stands lower in the picture is nearer.
    return tuple(p for s in scene.subjects for p in placed[s.id])


def _anchors_first(scene: Scene) -> list[Subject]:
    done: list[Subject] = []
    waiting = list(scene.subjects)
    while waiting:
        ready = [s for s in waiting if s.relation is None or set(s.relation.to) <= {d.id for d in done}]
        # A circle of relations ("a left of b, b left of a") cannot be drawn: its first one is placed freely.
        ready = ready or [replace(waiting[0], relation=None)]
        done += ready
        names = {s.id for s in ready}
        waiting = [s for s in waiting if s.id not in names]
    return done


def _group(subject: Subject, extent: float, rng: random.Random, attempt: int) -> _Group:
    step = _pitch(extent)
    n = subject.count
    rows = [[(i - (n - 1) / 2, 0.0) for i in range(n)]]
    if n == 2:
        rows.append([(0.0, -0.5), (0.0, 0.5)])
    if n == 3:
        rows += [[(0.0, -0.5), (-0.5, 0.5), (0.5, 0.5)], [(0.0, -1.0), (0.0, 0.0), (0.0, 1.0)]]
    if n == 4:
        rows += [[(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)]] * 2
    # The first arrangements (a row, a block) are the usual ones; a column is for narrow places.
    shape = rng.choices(rows, weights=[3, 1, 1][: len(rows)])[0]
    # What stands on the ground stands side by side: one above another it would float. Where a row finds no room in
    # half of the attempts, or is wider than the canvas, any arrangement will do.
    if subject.kind in GROUND and attempt < ATTEMPTS // 2 and (n - 1) * step + extent <= WIDEST:
        shape = rows[0]
    return _Group(subject, extent, tuple((x * step, y * step) for x, y in shape))


def _pitch(extent: float) -> float:
    cells = -(-(extent + GAP) * CELLS // 1)
    return max(cells, 1) / CELLS


def _centres(
    group: _Group, scene: Scene, placed: dict[str, list[Placement]], rng: random.Random
) -> Iterator[tuple[float, float]]:
    half_x, half_y = group.half
    for _ in range(24):
        x, y = _wish(group, scene, placed, rng)
        yield (min(max(x, half_x + 0.01), 0.99 - half_x), min(max(y, half_y + 0.01), 0.99 - half_y))


def _wish(group: _Group, scene: Scene, placed: dict[str, list[Placement]], rng: random.Random) -> tuple[float, float]:
    subject = group.subject
    if subject.relation is not None:
        return _near(group, subject.relation, placed, rng)
    position = subject.position or ""
    alone = len(scene.subjects) == 1
    spread = 0.06 if alone else 0.34
    middle = 0.34 if subject.kind in SKY and not alone else 0.66 if subject.kind in GROUND and not alone else 0.52
    x = rng.uniform(0.5 - spread, 0.5 + spread)
    y = rng.uniform(middle - 0.12, middle + 0.12) if not alone else rng.uniform(0.48, 0.58)
    anchors = [s.relation for s in scene.subjects if s.relation is not None and subject.id in s.relation.to]
    if anchors and not position:
        x, y = _making_room(subject.id, anchors[0], rng)
    if "left" in position:
        x = rng.uniform(0.1, 0.32)
    if "right" in position:
        x = rng.uniform(0.68, 0.9)
    if "top" in position:
        y = rng.uniform(0.1, 0.32)
    if "bottom" in position:
        y = rng.uniform(0.68, 0.9)
    if position == "centre":
        x, y = rng.uniform(0.44, 0.56), rng.uniform(0.44, 0.56)
    return x, y


def _making_room(subject_id: str, relation: Relation, rng: random.Random) -> tuple[float, float]:
    jitter = rng.uniform(-0.06, 0.06)
    match relation.kind:
        case "left of":
            return 0.72 + jitter, rng.uniform(0.4, 0.65)
        case "right of":
            return 0.28 + jitter, rng.uniform(0.4, 0.65)
        case "above" | "on":
            return rng.uniform(0.35, 0.65), 0.74 + jitter
        case "below":
            return rng.uniform(0.35, 0.65), 0.26 + jitter
        case _:
            first = relation.to[0] == subject_id
            return (0.17 if first else 0.83) + jitter / 2, rng.uniform(0.45, 0.62)


def _near(
    group: _Group, relation: Relation, placed: dict[str, list[Placement]], rng: random.Random
) -> tuple[float, float]:
    boxes = [box_of(placed[i]) for i in relation.to if i in placed]
    left, top, right, bottom = boxes[0]
    x, y = (left + right) / 2, (top + bottom) / 2
    half_x, half_y = group.half
    away = rng.uniform(0.02, 0.12)
    match relation.kind:
        case "left of":
            return left - half_x - away, y + rng.uniform(-0.08, 0.08)
        case "right of":
            return right + half_x + away, y + rng.uniform(-0.08, 0.08)
        case "above":
            return x + rng.uniform(-0.08, 0.08), top - half_y - away
        case "below":
            return x + rng.uniform(-0.08, 0.08), bottom + half_y + away
        case "on":
            return x + rng.uniform(-0.04, 0.04), top - half_y + 0.02
        case _:
            other = box_of(placed[relation.to[1]]) if len(boxes) > 1 else boxes[0]
            return (x + (other[0] + other[2]) / 2) / 2, (y + (other[1] + other[3]) / 2) / 2


def _instances(group: _Group, x: float, y: float) -> list[Placement]:
    def snap(value: float) -> float:
        return (min(max(int(value * CELLS), 0), CELLS - 1) + 0.5) / CELLS

    s = group.subject
    return [
        Placement(s.id, s.kind, s.colour or "", snap(x + dx), snap(y + dy), group.extent) for dx, dy in group.offsets
    ]


def _inside(placements: list[Placement]) -> bool:
    left, top, right, bottom = box_of(placements)
    return left >= -0.005 and top >= -0.005 and right <= 1.005 and bottom <= 1.005


def _apart(mine: list[Placement], others: list[Placement], touching: tuple[str, ...]) -> bool:
    everything = [*others, *mine]
    for i, p in enumerate(everything):
        for q in everything[max(i + 1, len(others)) :]:
            reach = (p.extent + q.extent) / 2 + (GAP if p.subject_id not in touching else -0.06)
            if abs(p.x - q.x) < reach and abs(p.y - q.y) < reach:
                return False
    return True


def _obeys(subject: Subject, mine: list[Placement], placed: dict[str, list[Placement]]) -> bool:
    if subject.relation is not None:
        return stands(
            subject.relation.kind, box_of(mine), [box_of(placed[i]) for i in subject.relation.to if i in placed]
        )
    return subject.position is None or lies(subject.position, box_of(mine))
