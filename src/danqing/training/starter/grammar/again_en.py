"""English requests that name a thing more than once: its place, its colour or the wish itself comes by its name again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from danqing.training.starter.grammar import lexicon_en as words
from danqing.training.starter.grammar import phrases_en as phrases
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import COLOURS, KINDS, LINKS, POSITIONS, Plan, Thing, Voice, some_thing
from danqing.training.starter.grammar.template import early, fill
from danqing.training.starter.grammar.told_en import Told

_SPOKEN = (
    "{i|we} {own|keep|saw|found|dreamt of|met} <x>",
    "{my|our} {homework|theme|topic|task|subject} is <k>",
    "{she|he|my kid|our class|everybody} {really |}{loves|likes|adores} <k>",
    "i have always {wanted to see|liked|loved} <x>",
    "there is <x> in {our|my} {street|garden|story|book|town}",
    "speaking of <k>",
)
_ASKS = (
    "draw",
    "please draw",
    "so draw",
    "can you draw",
    "paint",
    "i want",
    "give me",
    "just draw",
    "make me",
    "put",
    "show me",
)


@dataclass(frozen=True)
class _Names:
    """The words that a text has for its things: whoever names a thing again takes mostly the same word."""

    v: Voice
    things: Sequence[Thing]
    kept: dict[int, str] = field(default_factory=dict)

    def noun(self, index: int) -> str:
        """The noun alone, in the number of the thing."""
        thing = self.things[index]
        if index not in self.kept or self.v.chance(0.08):
            self.kept[index] = phrases.lemma(self.v, thing.kind, 1.8)
        return self.kept[index] if thing.count == 1 else phrases.plural(self.kept[index])

    def again(self, index: int) -> str:
        """the cat: what has been named before."""
        return f"{named(index)}the {self.noun(index)}"

    def whole(self, index: int) -> str:
        """two small red cats."""
        thing, v = self.things[index], self.v
        count = v.rng.choice(("a", "a", "a", "one"))
        if thing.count > 1:
            count = ("", "", "two", "three", "four")[thing.count] if v.chance(0.7) else str(thing.count)
        size = phrases.size_word(v, thing.size) if thing.size else ""
        colour = phrases.colour_word(v, thing.colour) if thing.colour else ""
        return named(index) + " ".join(filter(None, (count, size, colour, self.noun(index))))


def _pair(v: Voice, number: int = 2, rich: float = 0.8) -> list[Thing]:
    return [replace(some_thing(v.rng, rich), kind=kind) for kind in v.rng.sample(KINDS, number)]


def beside(v: Voice) -> Told:
    """a car and on the car a cat: the second thing's place by the first one's name."""
    things = _pair(v)
    things[1] = replace(things[1], link=v.rng.choice(LINKS), to=(0,))
    names = _Names(v, things)
    side = early(v.rng, words.LINKS[things[1].link or ""], 1.3)
    form = (
        "{|there's |there is |draw |i see |a picture of |}<x>{, | and |. |; |, and }"
        "{<l> <k> {there's |there is |there sits |is |}<y>|<y> {is |sits |}<l> <k>|then <y> <l> <k>|<y> goes <l> <k>}"
    )
    if things[0].count > 1 or things[1].count > 1:
        form = "{|draw |i want |a picture of |}<x>{, | and |. |; |, and }{<l> <k> <y>|<y> <l> <k>|then <y> <l> <k>}"
    return "." + fill(v.rng, form, x=names.whole(0), k=names.again(0), l=side, y=names.whole(1)), Plan(tuple(things))


def chained(v: Voice) -> Told:
    """a cat next to a car, the car is in the snow."""
    things = [replace(t, count=1) for t in _pair(v, rich=0.5)]
    things[0] = replace(things[0], link=v.rng.choice(LINKS), to=(1,))
    names, ground = _Names(v, things), None
    first = f"{names.whole(0)} {early(v.rng, words.LINKS[things[0].link or ''], 1.3)} {names.whole(1)}"
    if v.chance(0.5):
        ground = v.rng.choice(list(words.SETTINGS))
        where = early(v.rng, words.SETTINGS[ground], 1.3)
    else:
        things[1] = replace(things[1], position=v.rng.choice(POSITIONS))
        where = phrases.place(v, things[1].position or "")
    stop = v.rng.choice((", ", ". ", " and ", "; "))
    text = f"{first}{stop}{names.again(1)} {v.rng.choice(('is ', 'is ', 'stands ', 'goes ', ''))}{where}"
    return "." + v.rng.choice(("", "", "draw ", "please draw ")) + text, Plan(tuple(things), ground)


def spoken_of(v: Voice) -> Told:
    """i saw a fish and a star. draw both: spoken of first, then asked for."""
    two = v.chance(0.5)
    things = tuple(replace(t, count=1) for t in _pair(v, 2 if two else 1, 1.3))
    names = _Names(v, things)
    whole = " and ".join(names.whole(i) for i in range(len(things)))
    bare = " and ".join(named(i) + phrases.plural(names.noun(i)) for i in range(len(things)))
    lead = fill(v.rng, v.rng.choice(_SPOKEN), x=whole, k=bare)
    ask = v.rng.choice(_ASKS)
    if whole in lead:  # nothing is left to be said
        them = (
            v.rng.choice(("both", "them both", "the two of them", "both of them"))
            if two
            else v.rng.choice(("it", "that"))
        )
        return f".{lead}{v.rng.choice(('. ', ', ', '! '))}{ask} {them}", Plan(things)
    again = " and ".join(names.whole(i) for i in range(len(things)))
    return f".{lead}{v.rng.choice(('. ', ', ', '! '))}{ask} {again}", Plan(things)


def apart(v: Voice) -> Told:
    """a tree and a car together. the car is red, the tree white."""
    colours = v.rng.sample(COLOURS, 2)
    things = [replace(t, count=1, size=None, colour=c) for t, c in zip(_pair(v), colours, strict=True)]
    names = _Names(v, [replace(t, colour=None) for t in things])
    order = [0, 1] if v.chance(0.6) else [1, 0]
    verb = v.rng.choice((" is ", " is ", " should be ", " in ", ": "))
    head = f"{names.whole(0)} {v.rng.choice(('and', 'and', 'with', 'plus', 'next to'))} {names.whole(1)}"
    if " next to " in head:
        things[0] = replace(things[0], link="right of", to=(1,))
    head = (
        v.rng.choice(("", "draw ", "i want ", "i'd like to see ", "make "))
        + head
        + v.rng.choice(("", "", " together" * (things[0].link is None)))
    )
    tails = v.rng.choice((", ", " and ", ". ")).join(
        f"{names.again(i)}{verb}{phrases.colour_word(v, things[i].colour or '')}" for i in order
    )
    return f".{head}{v.rng.choice(('. ', ', ', '; ', ': '))}{tails}", Plan(tuple(things))


ENGLISH: Sequence[Callable[[Voice], Told]] = (
    beside,
    beside,
    beside,
    chained,
    chained,
    spoken_of,
    spoken_of,
    apart,
    apart,
)
