"""Scores: what of a scene is right in a picture, and whether two scenes say the same."""

from collections.abc import Iterable
from statistics import median

from danqing.core.layout import Layout, Placement, size_word
from danqing.core.scene import Relation, Scene, Subject
from danqing.language.dialects.placing import box_of, lies, stands
from danqing.vision.critic import Reading

ATTRIBUTES = ("kind", "count", "colour", "size", "position", "relation", "background", "style", "nothing else")


def score(scene: Scene, layout: Layout, reading: Reading) -> dict[str, bool]:
    """For each attribute that the prompt states: whether all of it is right; ``all``: whether everything is.

    ``count``: each subject has exactly as many objects. ``position`` and ``relation`` are judged on what was seen, by
    the words of the scene; ``size`` by the median extent. ``nothing else``: no object that nobody asked for.
    """
    seen = {s.id: _seen(s, scene, layout, reading) for s in scene.subjects}
    right = {
        "kind": all(seen.values()),
        "count": all(len(seen[s.id]) == s.count for s in scene.subjects),
        "colour": all(bool(seen[s.id]) and _coloured(s, layout, seen[s.id]) for s in scene.subjects),
        "size": all(bool(seen[s.id]) and _sized(s, layout, seen[s.id]) for s in scene.subjects),
        "background": reading.background == layout.background,
        "style": reading.style == layout.style,
        "nothing else": sum(map(len, seen.values())) == len(reading.objects),
    }
    placed = [s for s in scene.subjects if s.position and _planned(s, layout)]
    if placed:
        right["position"] = all(bool(seen[s.id]) and lies(s.position or "", box_of(seen[s.id])) for s in placed)
    related = [s for s in scene.subjects if s.relation and _planned(s, layout)]
    if related:
        right["relation"] = all(_stands(s, s.relation, seen) for s in related if s.relation)
    right["all"] = all(right.values())
    return right


def _planned(subject: Subject, layout: Layout) -> bool:
    """Whether the plan itself could give the subject its place: a crowded scene may not have room for it."""
    boxes = {
        s: box_of([p for p in layout.placements if p.subject_id == s])
        for s in {p.subject_id for p in layout.placements}
    }
    if subject.relation:
        return stands(subject.relation.kind, boxes[subject.id], [boxes[i] for i in subject.relation.to])
    return lies(subject.position or "", boxes[subject.id])


def _seen(subject: Subject, scene: Scene, layout: Layout, reading: Reading) -> list[Placement]:
    """The objects of the subject's kind; where two subjects share a kind, each object goes to the nearest plan."""
    rivals = {s.id for s in scene.subjects if s.kind == subject.kind}
    plans = [p for p in layout.placements if p.subject_id in rivals]

    def owner(seen: Placement) -> str:
        return min(plans, key=lambda p: (p.x - seen.x) ** 2 + (p.y - seen.y) ** 2).subject_id

    return [o for o in reading.objects if o.kind == subject.kind and owner(o) == subject.id]


def _coloured(subject: Subject, layout: Layout, seen: list[Placement]) -> bool:
    colour = next(p.colour for p in layout.placements if p.subject_id == subject.id)
    return all(o.colour == colour for o in seen)


def _sized(subject: Subject, layout: Layout, seen: list[Placement]) -> bool:
    wanted = next(p.extent for p in layout.placements if p.subject_id == subject.id)
    return size_word(median(o.extent for o in seen)) == size_word(wanted)


def _stands(subject: Subject, relation: Relation, seen: dict[str, list[Placement]]) -> bool:
    if not seen[subject.id] or not all(seen[i] for i in relation.to):
        return False
    return stands(relation.kind, box_of(seen[subject.id]), [box_of(seen[i]) for i in relation.to])


def shares(scores: Iterable[dict[str, bool]]) -> dict[str, float]:
    """The share of right answers for each attribute that any score has."""
    rows = list(scores)
    names = [name for name in (*ATTRIBUTES, "all") if any(name in row for row in rows)]
    return {name: _mean([row[name] for row in rows if name in row]) for name in names}


def _mean(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4)


def same(one: Scene, other: Scene) -> bool:
    """Whether two scenes show the same: ids and the order of subjects do not matter, everything else does."""
    if (one.background, one.style, len(one.subjects)) != (other.background, other.style, len(other.subjects)):
        return False
    return sorted(map(str, _plain(one))) == sorted(map(str, _plain(other)))


def _plain(scene: Scene) -> list[tuple[object, ...]]:
    by_id = {s.id: s for s in scene.subjects}

    def bare(s: Subject) -> tuple[object, ...]:
        return (s.kind, s.count, s.colour, s.size, s.position)

    def pointed(s: Subject) -> tuple[object, ...]:
        if s.relation is None:
            return ()
        to = [str(bare(by_id[i])) for i in s.relation.to if i in by_id]
        return (s.relation.kind, *(sorted(to) if s.relation.kind == "between" else to))

    return [(*bare(s), *pointed(s)) for s in scene.subjects]
