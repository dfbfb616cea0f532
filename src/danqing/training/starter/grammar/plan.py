"""What one request shall say, before a language says it."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from danqing.core.domain import STARTER
from danqing.core.scene import Relation, Subject
from danqing.training.starter.grammar.strangers import Strangers

KINDS = STARTER.names("kinds")
COLOURS = STARTER.names("colours")
POSITIONS = STARTER.names("positions")
BACKGROUNDS = STARTER.names("backgrounds")
STYLES = STARTER.names("styles")
LINKS = ("left of", "right of", "above", "below", "on")
_SIZES = ("small", "small", "small", "large", "large", "large", "medium")
_SIDES = (
    ("left", "right"), ("left", "right"), ("right", "left"), ("top", "bottom"), ("bottom", "top"), ("left", "centre", "right"), ("left", "right", "centre"),
    ("top left", "bottom right"), ("top right", "bottom left"), ("top left", "top right"), ("centre", "top right"), ("top", "centre", "bottom"), ("centre", "left"),
)  # fmt: skip
_PLACE_BACKGROUNDS = tuple(b for b in BACKGROUNDS if not b.startswith("plain"))


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the dice, how often a word of the other language slips in, and what is called by unknown words."""

    rng: random.Random
    mix: float = 0.0
    strangers: Strangers | None = None

    def chance(self, share: float) -> bool:
        """True for that share of the calls."""
        return self.rng.random() < share

    @property
    def mixes(self) -> bool:
        """Whether the next word comes from the other language."""
        return self.mix > 0 and self.rng.random() < self.mix

    def stranger(self, kind: str) -> str | None:
        """The unknown word by which the kind is called here, if it is."""
        return self.strangers.word(kind) if self.strangers else None


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject to be named. ``beyond``: more than four were asked for. ``odd``: an attribute nobody can draw."""

    kind: str
    count: int = 1
    colour: str | None = None
    size: str | None = None
    position: str | None = None
    link: str | None = None
    to: tuple[int, ...] = ()
    beyond: bool = False
    odd: bool = False
    odd_colour: bool = False

    def subject(self, ids: dict[int, str], own: int) -> Subject:
        """As a subject, with ids for indexes."""
        relation = Relation(self.link, tuple(ids[i] for i in self.to)) if self.link else None
        return Subject(ids[own], self.kind, self.count, self.colour, self.size, self.position, relation)


@dataclass(frozen=True, slots=True)
class Plan:
    """The things and the setting of a request. ``odd_*``: something beside them that cannot be drawn."""

    things: tuple[Thing, ...]
    background: str | None = None
    style: str | None = None
    odd_thing: bool = False
    odd_place: bool = False
    odd_style: bool = False
    odd_link: bool = False


def some_thing(rng: random.Random, rich: float = 1.0) -> Thing:
    """One subject with some of its fields said; ``rich`` scales how many."""
    roll = rng.random
    return Thing(
        kind=rng.choice(KINDS),
        count=rng.choice((2, 2, 2, 3, 3, 4)) if roll() < 0.25 * rich else 1,
        colour=rng.choice(COLOURS) if roll() < 0.45 * rich else None,
        size=rng.choice(_SIZES) if roll() < 0.25 * rich else None,
    )


def sided_things(rng: random.Random) -> tuple[Thing, ...]:
    """Two or three things of different kinds, each with a place of its own."""
    places = rng.choice(_SIDES)
    kinds = rng.sample(KINDS, len(places))
    return tuple(replace(some_thing(rng, 0.8), kind=k, position=p) for k, p in zip(kinds, places, strict=True))


def some_background(rng: random.Random) -> str:
    """A background; coloured ones are less often asked for than places."""
    return rng.choice(_PLACE_BACKGROUNDS if rng.random() < 0.75 else BACKGROUNDS)


def some_plan(rng: random.Random, mixed: bool) -> Plan:
    """A first request; a mixed one holds at least one thing that cannot be drawn."""
    number = rng.choices((1, 2, 3), (46, 34, 20))[0]
    things = _distinct(rng, number)
    things = _placed(rng, things)
    plan = Plan(
        things,
        some_background(rng) if rng.random() < (0.34 if number < 3 else 0.2) else None,
        rng.choice(STYLES) if rng.random() < 0.2 else None,
    )
    return _spoiled(rng, plan) if mixed else plan


@dataclass(frozen=True)
class SlotTeller:
    """The slots of a template (``asked_plan``) in the words of one language."""

    v: Voice
    plan: Plan
    slots: Collection[tuple[str, str]]
    kept: dict[str, str] = field(default_factory=dict)  # what is wanted at first keeps its name when it is taken back

    def say(self, name: str, at: str) -> str:
        """One slot in words."""
        return self._of(name, int(at[0])) if at else self._scene(name)

    def _of(self, name: str, index: int) -> str:
        raise NotImplementedError

    def _scene(self, name: str) -> str:
        raise NotImplementedError


def asked_plan(rng: random.Random, slots: Collection[tuple[str, str]]) -> Plan:
    """What a template asks for by its slots.

    A slot is a name and the index of its thing: ``c e z`` its colour, ``s`` its size, ``n`` its number (``nn``: several), ``p`` and
    ``side`` its place, ``l j o`` its relation (a second index says to what), ``f`` one more of the first thing's kind, ``x`` whatever
    is not said apart. Without an index: ``u`` and ``a`` a colour and ``t`` a size of all things, ``at ground plain y`` the setting.
    """
    names = {name for name, _ in slots}
    number = 1 + max(int(at[0]) for _, at in slots if at)
    kinds, colours = rng.sample(KINDS, number), rng.sample(COLOURS, number)
    places, links = rng.sample(POSITIONS, number), rng.sample(LINKS, number)
    both = rng.choice(_SIZES[:-1])
    things: list[Thing] = []
    for i in range(number):
        said = {name for name, at in slots if at[:1] == str(i)}
        free = "x" in said
        to = next((at[1] for name, at in slots if name in ("l", "j", "o") and at[0] == str(i)), None)
        coloured = said & {"c", "e", "z"} or (free and rng.random() < 0.35)
        sized = "s" in said or (free and rng.random() < 0.15)
        several = said & {"n", "nn"} or (free and rng.random() < 0.15)
        things.append(
            Thing(
                kinds[0] if "f" in said else kinds[i],
                rng.choice((1, 2, 3, 4) if "n" in said else (2, 2, 3, 4)) if several else 1,
                colours[0] if names & {"u", "a"} else colours[i] if coloured else None,
                both if "t" in names else rng.choice(_SIZES[:-1]) if sized else None,
                places[i] if said & {"p", "side"} else None,
                links[i] if to else None,
                (int(to),) if to else (),
            )
        )
    background = rng.choice(_PLACE_BACKGROUNDS) if names & {"at", "ground"} else None
    if "plain" in names:
        used = {t.colour for t in things}
        background = f"plain {rng.choice([c for c in COLOURS if c not in used])}"
    return Plan(tuple(things), background, rng.choice(STYLES) if "y" in names else None)


def _distinct(rng: random.Random, number: int) -> tuple[Thing, ...]:
    """Things of different kinds, or (rarely) of one kind and then of different colours."""
    rich = 1.0 if number == 1 else 0.75
    things: list[Thing] = []
    while len(things) < number:
        if things and rng.random() < 0.08:
            first = things[0] = replace(things[0], colour=things[0].colour or rng.choice(COLOURS))
            thing = replace(some_thing(rng, rich), kind=first.kind, colour=rng.choice(COLOURS))
        else:
            thing = some_thing(rng, rich)
        if all(t.kind != thing.kind or (t.colour and thing.colour and t.colour != thing.colour) for t in things):
            things.append(thing)
    return tuple(things)


def _placed(rng: random.Random, things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    roll = rng.random()
    number = len(things)
    if number == 3 and roll < 0.28:
        return (replace(things[0], link="between", to=(1, 2)), *things[1:])
    if number >= 2 and roll < 0.5:
        return (replace(things[0], link=rng.choice(LINKS), to=(1,)), *things[1:])
    if number == 2 and roll < 0.62:
        pairs = (
            ("left", "right"),
            ("right", "left"),
            ("top", "bottom"),
            ("bottom", "top"),
            ("top left", "bottom right"),
        )
        one, other = rng.choice(pairs)
        return (replace(things[0], position=one), replace(things[1], position=other))
    share = 0.18 if number == 1 else 0.12
    return tuple(replace(t, position=rng.choice(POSITIONS)) if rng.random() < share else t for t in things)


def _spoiled(rng: random.Random, plan: Plan) -> Plan:
    roll = rng.random()
    index = rng.randrange(len(plan.things))
    spoiled = list(plan.things)
    if roll < 0.36:
        return replace(
            plan, odd_thing=True, things=plan.things[:2] if plan.things[0].link != "between" else plan.things
        )
    if roll < 0.62:
        spoiled[index] = replace(spoiled[index], odd=True)
    elif roll < 0.68:
        spoiled[index] = replace(spoiled[index], odd_colour=True, colour=None)
        if len({(t.kind) for t in spoiled}) < len(spoiled):
            return replace(plan, odd_thing=True)
    elif roll < 0.78:
        spoiled[index] = replace(spoiled[index], beyond=True, count=4)
    elif roll < 0.88:
        return replace(plan, odd_place=True, background=None)
    elif roll < 0.96 or len(spoiled) < 2 or plan.things[0].link:
        return replace(plan, odd_style=True, style=None)
    else:
        return replace(plan, odd_link=True, things=tuple(replace(t, position=None) for t in spoiled[:2]))
    return replace(plan, things=tuple(spoiled))
