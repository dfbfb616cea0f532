"""Edits of the scene: its setting, what is added, what concerns several subjects, and what cannot be done."""

from collections.abc import Sequence
from dataclasses import replace

from danqing.core.scene import Add, Omit, Relation, Remove, Set, Subject
from danqing.training.starter.grammar import edits_subject
from danqing.training.starter.grammar.markup import named, quote, read
from danqing.training.starter.grammar.move import Move, Turning, other_than, stand_in
from danqing.training.starter.grammar.plan import COLOURS, LINKS, POSITIONS, STYLES, some_background, some_thing
from danqing.training.starter.grammar.speech import Focus


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
    value = other_than(t.v.rng, STYLES, t.scene.style)
    return Move(t.said("style", **t.speech.value(t.v, "style", value)), (Set("scene", "style", value),), (), "style")


def add(t: Turning) -> Move | None:
    """A new subject: of a new kind, or of a known one with a colour of its own."""
    rng = t.v.rng
    if len(t.scene.subjects) >= 5:
        return None
    thing = some_thing(rng, 1.0)
    alike = [s for s in t.scene.subjects if s.kind == thing.kind]
    if alike:
        thing = replace(thing, colour=other_than(rng, COLOURS, alike[0].colour))
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


def _called(t: Turning, subjects: Sequence[Subject]) -> list[str] | None:
    """What to call each of them, no pronoun among it; None where one has no clear name."""
    names = [t.speech.refer(t.v, t.scene, s, Focus()) for s in subjects]
    return None if None in names else [name[0] for name in names if name]


def pair(t: Turning) -> Move | None:
    """One change to two of the subjects, or each a colour of its own."""
    if len(t.scene.subjects) < 2:
        return None
    two = t.v.rng.sample(t.scene.subjects, 2)
    words, colours = _called(t, two), t.v.rng.sample(COLOURS, 2)
    if words is None:
        return None
    ids = tuple(s.id for s in two)
    first, other = (t.speech.value(t.v, "colour", c) for c in colours)
    if t.v.chance(0.55):
        text = t.said("two_colours", r=words[0], o=words[1], **first, v=other["c"], w=other["d"])
        edits = tuple(Set(i, "colour", c) for i, c in zip(ids, colours, strict=True))
        return Move(text, edits, ids, "colour")
    together = t.speech.both.join(words)
    if t.v.chance(0.6):
        return Move(
            t.said("colour", r=together, **first), tuple(Set(i, "colour", colours[0]) for i in ids), ids, "colour"
        )
    size = t.v.rng.choice(("small", "large"))
    text = t.said("size", r=together, **t.speech.value(t.v, "size", size))
    return Move(text, tuple(Set(i, "size", size) for i in ids), ids, "size")


def spared(t: Turning) -> Move | None:
    """A change to one subject that says of another that it stays."""
    functions = (edits_subject.colour, edits_subject.size, edits_subject.position, edits_subject.looks)
    move = t.v.rng.choice(functions)(t)
    others = [s for s in t.scene.subjects if move and s.id not in move.about]
    if move is None or not others:
        return None
    other = t.v.rng.choice(others)
    words = _called(t, [other])
    if words is None:
        return None
    text = t.said("spared", x=move.text.rstrip("?"), o=words[0])
    return replace(
        move, text=text, about=(*move.about, other.id)
    )  # of two: no second change may follow in the same breath


def keep(t: Turning) -> Move | None:
    """All but one taken away."""
    found = t.some()
    if not found or found[2] or len(t.scene.subjects) < 2:
        return None
    gone = tuple(s.id for s in t.scene.subjects if s.id != found[0].id)
    return Move(t.said("keep", r=found[1]), tuple(Remove(i) for i in gone), gone, "remove")


def odd(t: Turning) -> Move | None:
    """Something that cannot be drawn, asked for beside the picture."""
    if not (found := t.some()):
        return None
    text = t.said("odd", r=found[1], **t.speech.odd(t.v))
    return Move(text, tuple(Omit(q) for q in read(text).quoted), (), "odd")


def strange(t: Turning) -> Move | None:
    """A new thing that is called by an unknown word, in the sentences of those that can be drawn."""
    strangers = t.speech.strangers(t.v.rng, 1.0)
    strangers.words.update(dict.fromkeys((s.kind for s in t.scene.subjects), None))
    move = add(replace(t, v=replace(t.v, strangers=strangers)))
    if move is None:
        return None
    words = [word for word in strangers.words.values() if word]
    if not words:  # another one of a kind that is there
        return None
    text = strangers.quoted(move.text, {t.offset: words[0]})
    return Move(text, tuple(Omit(q) for q in read(text).quoted), (), "odd")


def add_between(t: Turning) -> Move | None:
    """A new subject between two that are there."""
    if len(t.scene.subjects) not in (2, 3):
        return None
    one, other = t.v.rng.sample(t.scene.subjects, 2)
    thing = replace(some_thing(t.v.rng), link="between", to=(0, 1))
    pair = t.speech.refer(t.v, t.scene, one, Focus()), t.speech.refer(t.v, t.scene, other, Focus())
    if None in pair or any(s.kind == thing.kind for s in t.scene.subjects):
        return None
    words: tuple[str, ...] = tuple(p[0] for p in pair if p)
    if len(t.scene.subjects) == 2 and t.v.chance(0.5):
        words, (one, other) = (), t.scene.subjects
    subject = replace(thing.subject({0: one.id, 1: other.id}, 0), id=stand_in(t.offset))
    text = t.said("add", x=t.speech.between(t.v, thing, t.offset, words))
    return Move(text, (Add(subject),), (subject.id,), "add")


def variant(t: Turning) -> Move | None:
    """Another of the same kind in a colour of its own: "and a green one"."""
    if len(t.scene.subjects) >= 5 or not t.scene.subjects:
        return None
    subject = t.scene.subjects[0]
    if len(t.scene.subjects) > 1:
        touched = [s for s in t.scene.subjects if s.id == t.focus.touched]
        if not touched:
            return None
        subject = touched[0]
    colours = [s.colour for s in t.scene.subjects if s.kind == subject.kind]
    value = t.v.rng.choice([c for c in COLOURS if c not in colours])
    fresh = Subject(stand_in(t.offset), subject.kind, colour=value)
    form = "variant"
    if len(t.scene.subjects) == 1 and t.v.chance(0.3):
        form, fresh = "variant_beside", replace(fresh, relation=Relation("right of", (subject.id,)))
    slots = {**t.speech.number(t.v, subject, 1), **t.speech.value(t.v, "colour", value)}
    return Move(named(t.offset) + t.said(form, **slots), (Add(fresh),), (fresh.id,), "add")


def whole(t: Turning) -> Move | None:
    """A wish about the picture that no edit can fulfil."""
    if not (found := t.some()):
        return None
    text = quote(t.said("odd_whole", r=found[1]))
    return Move(text, tuple(Omit(q) for q in read(text).quoted), (), "odd")
