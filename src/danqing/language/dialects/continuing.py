"""Continuing a picture: what an edit did not touch stays where it was and as it was."""

from collections.abc import Mapping
from dataclasses import dataclass

from danqing.core.layout import Layout, Placement, size_word
from danqing.core.scene import Scene, Subject
from danqing.language.dialects.completing import NEON_DIM, swallowed


@dataclass(frozen=True, slots=True)
class Kept:
    """What the next layout takes over: objects, sizes and colours as (subject id, word), a background left open."""

    placements: tuple[Placement, ...] = ()
    sizes: tuple[tuple[str, str], ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    background: str | None = None


NOTHING = Kept()


def kept_from(before: Scene, layout: Layout, after: Scene) -> Kept:
    """What of ``layout``, drawn for ``before``, the scene ``after`` keeps. Nothing where no subject goes on."""
    known = {subject.id: subject for subject in before.subjects}
    same = [s for s in after.subjects if s.id in known and known[s.id].kind == s.kind]
    if not same:
        return NOTHING
    background = _background(before, layout, after)
    hidden = swallowed(background or after.background or "") | (NEON_DIM if after.style == "neon" else frozenset())
    drawn = {p.subject_id: p.colour for p in layout.placements}
    sizes = {p.subject_id: size_word(p.extent) for p in layout.placements}
    unmoved = _unmoved(after, known)
    return Kept(
        tuple(p for p in layout.placements if p.subject_id in unmoved),
        tuple((s.id, sizes[s.id]) for s in same if s.size is None and known[s.id].count == s.count),
        tuple((s.id, drawn[s.id]) for s in same if s.colour is None and drawn[s.id] not in hidden),
        background,
    )


def _background(before: Scene, layout: Layout, after: Scene) -> str | None:
    to_or_from_neon = (before.style == "neon") != (after.style == "neon")  # which has an open background of its own
    if before.background or after.background or to_or_from_neon:
        return None
    stated = {subject.colour for subject in after.subjects}
    return None if swallowed(layout.background) & stated else layout.background


def _unmoved(after: Scene, known: Mapping[str, Subject]) -> set[str]:
    """Ids of subjects whose place nothing has touched: neither they nor what they are placed by."""
    out = set[str]()
    for _ in after.subjects:  # a relation's target may stand later in the scene
        for s in after.subjects:
            was = known.get(s.id)
            targets = s.relation.to if s.relation else ()
            if was and _place(was) == _place(s) and all(target in out for target in targets):
                out.add(s.id)
    return out


def _place(subject: Subject) -> tuple[object, ...]:
    return subject.count, subject.size, subject.position, subject.relation
