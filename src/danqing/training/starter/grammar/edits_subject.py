"""Edits of one subject: its looks, number and place, or that it goes."""

from danqing.core.scene import Relation, Remove, Replace, Set
from danqing.training.starter.grammar.markup import read
from danqing.training.starter.grammar.move import Move, Turning, other_than
from danqing.training.starter.grammar.plan import COLOURS, KINDS, LINKS, POSITIONS, Thing
from danqing.training.starter.grammar.speech import Focus

_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def colour(t: Turning) -> Move | None:
    """Another colour."""
    if not (found := t.some()):
        return None
    subject, ref, pronoun = found
    value = other_than(t.v.rng, COLOURS, subject.colour)
    form = "colour_it" if pronoun and t.v.chance(0.3) else "colour"
    text = t.said(form, r=ref, it=ref, **t.speech.value(t.v, "colour", value))
    return Move(text, (Set(subject.id, "colour", value),), (subject.id,), "colour")


def size(t: Turning) -> Move | None:
    """Another size, outright or one step up or down."""
    if not (found := t.some()):
        return None
    subject, ref, pronoun = found
    ladder = ("small", "medium", "large")
    at = ladder.index(subject.size or "medium")
    if t.v.chance(0.3):
        value = other_than(t.v.rng, ladder, subject.size)
        return Move(
            t.said("size", r=ref, **t.speech.value(t.v, "size", value)),
            (Set(subject.id, "size", value),),
            (subject.id,),
            "size",
        )
    up = t.v.chance(0.55)
    if at == (2 if up else 0) and t.v.chance(0.9):
        up = not up
    value = ladder[max(0, min(2, at + (1 if up else -1)))]
    form = ("bigger" if up else "smaller") + ("_it" if pronoun and t.v.chance(0.3) else "")
    return Move(t.said(form, r=ref), (Set(subject.id, "size", value),), (subject.id,), "size")


def looks(t: Turning) -> Move | None:
    """Colour and size in one breath."""
    if not (found := t.some()):
        return None
    subject, ref, _ = found
    value, new = other_than(t.v.rng, COLOURS, subject.colour), t.v.rng.choice(("small", "large"))
    edits = {"size": Set(subject.id, "size", new), "colour": Set(subject.id, "colour", value)}
    first, second = ("size", "colour") if t.v.chance(0.5) else ("colour", "size")
    text = t.said(
        f"{first} {second}", r=ref, **t.speech.value(t.v, "colour", value), **t.speech.value(t.v, "size", new)
    )
    return Move(text, (edits[first], edits[second]), (subject.id,), "looks")


def count(t: Turning) -> Move | None:
    """Another number of them, for a kind that the scene has once."""
    found = t.some()
    if not found or sum(s.kind == found[0].kind for s in t.scene.subjects) > 1:
        return None
    subject, ref, pronoun = found
    value = t.v.rng.choice([n for n in (1, 2, 2, 3, 3, 4) if n != subject.count])
    slots = t.speech.number(t.v, subject, value)
    if pronoun and t.v.chance(0.4):
        return Move(t.said("count_it", r=ref, **slots), (Set(subject.id, "count", value),), (subject.id,), "count")
    text = t.said("count", r=ref, **slots)
    return Move(text, (Set(subject.id, "count", value),), (subject.id,), "count")


def position(t: Turning) -> Move | None:
    """Another place in the picture."""
    if not (found := t.some()):
        return None
    subject, ref, pronoun = found
    value = other_than(t.v.rng, POSITIONS, subject.position)
    form = "position_it" if pronoun and t.v.chance(0.3) else "position"
    text = t.said(form, r=ref, **t.speech.value(t.v, "position", value))
    return Move(text, (Set(subject.id, "position", value),), (subject.id,), "place")


def relation(t: Turning) -> Move | None:
    """A place relative to another subject."""
    found = t.some()
    if not found or len(t.scene.subjects) < 2:
        return None
    subject, ref, _ = found
    other = t.v.rng.choice([s for s in t.scene.subjects if s.id != subject.id])
    to = t.speech.refer(t.v, t.scene, other, Focus())
    link = t.v.rng.choice(LINKS)
    if (
        to is None
        or (other.relation and subject.id in other.relation.to)
        or subject.relation == Relation(link, (other.id,))
    ):
        return None
    text = t.said("relation", r=ref, t=to[0], **t.speech.value(t.v, "relation", link))
    return Move(text, (Set(subject.id, "relation", Relation(link, (other.id,))),), (subject.id,), "place")


def remove(t: Turning) -> Move | None:
    """A subject taken away."""
    if not (found := t.some()):
        return None
    subject, ref, _ = found
    if sum(s.kind == subject.kind for s in t.scene.subjects) > 1:
        form = "remove"
        for _ in range(8):
            text = t.said(form, r=ref, k="<k>")
            if "<k>" not in text:
                return Move(text, (Remove(subject.id),), (subject.id,), "remove")
        return None
    text = t.said("remove", r=ref, k=t.speech.number(t.v, subject, subject.count)["k"])
    return Move(text, (Remove(subject.id),), (subject.id,), "remove")


def more_or_less(t: Turning) -> Move | None:
    """One more or one less of a kind that the scene has once."""
    found = t.some()
    if not found or sum(s.kind == found[0].kind for s in t.scene.subjects) > 1:
        return None
    subject = found[0]
    step = t.v.rng.choice([d for d in (1, 1, 1, 2, -1, -1) if 1 <= subject.count + d <= 4] or [0])
    if not step:
        return None
    slots = t.speech.number(t.v, subject, subject.count if step < 0 else 1)
    if step < 0:
        slots["k"] = t.speech.number(t.v, subject, 1)["k"]
    form = {1: "plus", 2: "plus_two", -1: "minus"}[step] + ("_it" if found[2] and t.v.chance(0.3) else "")
    text = t.said(form, **slots)
    return Move(text, (Set(subject.id, "count", subject.count + step),), (subject.id,), "count")


def exchange(t: Turning) -> Move | None:
    """A subject replaced by one, or another number, of another kind."""
    if not (found := t.some()):
        return None
    subject, ref, pronoun = found
    kind = other_than(t.v.rng, KINDS, subject.kind)
    if any(s.kind == kind for s in t.scene.subjects) or (pronoun and t.v.chance(0.5)):
        return None
    count = t.v.rng.choice((2, 2, 3, 4)) if t.v.chance(0.25) else subject.count
    text = t.said("replace", r=ref, x=read(t.speech.thing(t.v, Thing(kind, count), 99)).text)
    more = (Set(subject.id, "count", count),) if count != subject.count else ()
    return Move(text, (Replace(subject.id, kind), *more), (subject.id,), "replace")


def nudge(t: Turning) -> Move | None:
    """A subject moved in a direction."""
    found = t.some()
    value = t.v.rng.choice(("left", "right", "top", "bottom"))
    if not found or found[0].position or found[0].relation:  # "a bit to the left" of where it is would be elsewhere
        return None
    return Move(t.said(f"nudge_{value}", r=found[1]), (Set(found[0].id, "position", value),), (found[0].id,), "place")


def mirror(t: Turning) -> Move | None:
    """A subject moved to the opposite side."""
    if not (found := t.some()) or found[0].position in (None, "centre"):
        return None
    words = (found[0].position or "").split()
    value = " ".join(_OPPOSITE[word] if word in ("left", "right") or len(words) == 1 else word for word in words)
    return Move(t.said("mirror", r=found[1]), (Set(found[0].id, "position", value),), (found[0].id,), "place")


def twice(t: Turning) -> Move | None:
    """Two steps up or down at once."""
    if not (found := t.some()):
        return None
    up = found[0].size == "small" or (found[0].size != "large" and t.v.chance(0.5))
    form = "bigger_twice" if up else "smaller_twice"
    return Move(
        t.said(form, r=found[1]), (Set(found[0].id, "size", "large" if up else "small"),), (found[0].id,), "size"
    )


def amid(t: Turning) -> Move | None:
    """A subject put between two others."""
    found = t.some()
    if not found or len(t.scene.subjects) != 3:
        return None
    one, other = (s for s in t.scene.subjects if s.id != found[0].id)
    pair = t.speech.refer(t.v, t.scene, one, Focus()), t.speech.refer(t.v, t.scene, other, Focus())
    link = Relation("between", (one.id, other.id))
    if (
        None in pair
        or found[0].relation == link
        or any(s.relation and found[0].id in s.relation.to for s in (one, other))
    ):
        return None
    first, second = (p[0] for p in pair if p)
    text = t.said("amid", r=found[1], a=first, b=second)
    return Move(text, (Set(found[0].id, "relation", link),), (found[0].id,), "place")
