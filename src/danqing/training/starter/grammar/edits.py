"""Edits of a scene in the middle of a dialogue: what to change, said in one language."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from danqing.core.scene import (
    Add,
    Clear,
    GoTo,
    Omit,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Subject,
    Undo,
)
from danqing.training.starter.grammar.markup import read
from danqing.training.starter.grammar.plan import (
    COLOURS,
    KINDS,
    LINKS,
    POSITIONS,
    STYLES,
    Thing,
    Voice,
    some_background,
    some_thing,
)
from danqing.training.starter.grammar.speech import Focus, Speech
from danqing.training.starter.grammar.template import early, fill


@dataclass(frozen=True, slots=True)
class Move:
    """One change: its marked words, its edits (an added subject with a stand-in id), the subjects it is about."""

    text: str
    edits: tuple[SceneEdit, ...]
    about: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Turning:
    """Everything that a change is made from. ``offset`` keeps stand-in ids of several additions apart."""

    v: Voice
    speech: Speech
    scene: Scene
    focus: Focus
    offset: int = 0

    def said(self, form: str, **slots: str) -> str:
        """One of the sentences of that form."""
        return fill(self.v.rng, early(self.v.rng, self.speech.forms[form], 1.25), **slots)

    def some(self) -> tuple[Subject, str, bool] | None:
        """A subject with a reference to it, and whether that is a pronoun."""
        if not self.scene.subjects:
            return None
        subject = self.v.rng.choice(self.scene.subjects)
        if self.focus.touched and self.v.chance(0.3) and any(s.id == self.focus.touched for s in self.scene.subjects):
            subject = self.scene.subject(self.focus.touched)
        found = self.speech.refer(self.v, self.scene, subject, self.focus)
        return (subject, *found) if found else None


def stand_in(index: int) -> str:
    """The id that an added subject has until the ids are counted."""
    return f"new{index}"


def _other(rng: random.Random, options: tuple[str, ...], present: str | None) -> str:
    value = rng.choice(options)
    while value == present:
        value = rng.choice(options)
    return value


def colour(t: Turning) -> Move | None:
    """Another colour."""
    if not (found := t.some()):
        return None
    subject, ref, pronoun = found
    value = _other(t.v.rng, COLOURS, subject.colour)
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
        value = _other(t.v.rng, ladder, subject.size)
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
    value, new = _other(t.v.rng, COLOURS, subject.colour), t.v.rng.choice(("small", "large"))
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
    subject, ref, _ = found
    value = _other(t.v.rng, POSITIONS, subject.position)
    text = t.said("position", r=ref, **t.speech.value(t.v, "position", value))
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


def background(t: Turning) -> Move | None:
    """Another background, or none."""
    if t.scene.background and t.v.chance(0.08):
        return Move(t.said("no_background"), (Set("scene", "background", None),), (), "background")
    value = some_background(t.v.rng)
    if value == t.scene.background:
        return None
    edit = Set("scene", "background", value)
    if not value.startswith("plain ") and t.v.chance(0.35):
        return Move(t.said("setting", b=t.speech.setting(t.v, value)), (edit,), (), "background")
    return Move(t.said("background", **t.speech.value(t.v, "background", value)), (edit,), (), "background")


def style(t: Turning) -> Move | None:
    """Another style, or none."""
    if t.scene.style and t.v.chance(0.08):
        return Move(t.said("no_style"), (Set("scene", "style", None),), (), "style")
    value = _other(t.v.rng, STYLES, t.scene.style)
    return Move(t.said("style", **t.speech.value(t.v, "style", value)), (Set("scene", "style", value),), (), "style")


def add(t: Turning) -> Move | None:
    """A new subject: of a new kind, or of a known one with a colour of its own."""
    rng = t.v.rng
    if len(t.scene.subjects) >= 5:
        return None
    thing = some_thing(rng, 1.0)
    alike = [s for s in t.scene.subjects if s.kind == thing.kind]
    if alike:
        thing = replace(thing, colour=_other(rng, COLOURS, alike[0].colour))
        if any(s.colour == thing.colour for s in alike):
            return None
    index, roll = t.offset, rng.random()
    if roll < 0.25 and t.scene.subjects:
        target = rng.choice(t.scene.subjects)
        to = t.speech.refer(t.v, t.scene, target, t.focus)
        if to is None:
            return None
        thing = replace(thing, link=rng.choice(LINKS), to=(0,))
        subject = thing.subject({0: target.id}, 0)
        text = t.said("add", x=t.speech.linked(t.v, thing, index, to[0]))
        return Move(text, (Add(replace(subject, id=stand_in(index))),), (stand_in(index),), "add")
    if roll < 0.45:
        thing = replace(thing, position=rng.choice(POSITIONS))
    text = t.said("add", x=t.speech.thing(t.v, thing, index))
    return Move(text, (Add(thing.subject({index: stand_in(index)}, index)),), (stand_in(index),), "add")


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
    """A subject replaced by one of another kind."""
    if not (found := t.some()):
        return None
    subject, ref, pronoun = found
    kind = _other(t.v.rng, KINDS, subject.kind)
    if any(s.kind == kind for s in t.scene.subjects) or (pronoun and t.v.chance(0.5)):
        return None
    marked = t.speech.thing(t.v, Thing(kind, subject.count), 99)
    return Move(t.said("replace", r=ref, x=read(marked).text), (Replace(subject.id, kind),), (subject.id,), "replace")


def everything(t: Turning) -> Move | None:
    """The same change to every subject."""
    subjects = t.scene.subjects
    if len(subjects) < 2:
        return None
    ref = t.v.rng.choice([w for w in t.speech.everything if "both" not in w or len(subjects) == 2])
    ids = tuple(s.id for s in subjects)
    roll = t.v.rng.random()
    if roll < 0.5:
        value = t.v.rng.choice(COLOURS)
        return Move(
            t.said("colour", r=ref, **t.speech.value(t.v, "colour", value)),
            tuple(Set(i, "colour", value) for i in ids),
            ids,
            "colour",
        )
    ladder = ("small", "medium", "large")
    up = t.v.chance(0.5)
    steps = [ladder[max(0, min(2, ladder.index(s.size or "medium") + (1 if up else -1)))] for s in subjects]
    if roll < 0.7:
        steps = [t.v.rng.choice(ladder)] * len(ids)
        text = t.said("size", r=ref, **t.speech.value(t.v, "size", steps[0]))
    else:
        text = t.said("bigger" if up else "smaller", r=ref)
    return Move(text, tuple(Set(i, "size", s) for i, s in zip(ids, steps, strict=True)), ids, "size")


def keep(t: Turning) -> Move | None:
    """All but one taken away."""
    found = t.some()
    if not found or found[2] or len(t.scene.subjects) < 2:
        return None
    gone = tuple(s.id for s in t.scene.subjects if s.id != found[0].id)
    return Move(t.said("keep", r=found[1]), tuple(Remove(i) for i in gone), gone, "remove")


def nudge(t: Turning) -> Move | None:
    """A subject moved in a direction."""
    found = t.some()
    value = t.v.rng.choice(("left", "right", "top", "bottom"))
    if not found or found[0].position or found[0].relation:  # "a bit to the left" of where it is would be elsewhere
        return None
    return Move(t.said(f"nudge_{value}", r=found[1]), (Set(found[0].id, "position", value),), (found[0].id,), "place")


def odd(t: Turning) -> Move | None:
    """Something that cannot be drawn, asked for beside the picture."""
    if not (found := t.some()):
        return None
    text = t.said("odd", r=found[1], **t.speech.odd(t.v))
    return Move(text, tuple(Omit(q) for q in read(text).quoted), (), "odd")


SIMPLE: tuple[tuple[Callable[[Turning], Move | None], int], ...] = (
    (colour, 15), (size, 12), (count, 7), (position, 10), (relation, 6), (background, 9), (style, 8), (add, 15), (remove, 8),
    (more_or_less, 7), (exchange, 7), (everything, 5), (odd, 5), (keep, 2), (nudge, 2), (looks, 3),
)  # fmt: skip
TRAVEL: dict[str, SceneEdit] = {"undo": Undo(), "redo": Redo(), "clear": Clear()}


def travel(t: Turning, form: str, number: int = 0) -> Move:
    """Undo, redo, clear, or back to picture ``number``."""
    if form != "goto":
        return Move(t.said(form), (TRAVEL[form],), (), form)
    if number == 1 and t.v.chance(0.25):
        return Move(t.said("goto_first"), (GoTo(1),), (), form)
    return Move(t.said("goto", o=t.speech.ordinals[number - 1], d=str(number)), (GoTo(number),), (), form)
