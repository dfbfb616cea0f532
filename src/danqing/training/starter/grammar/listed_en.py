"""English requests as labels, numbered lists, sides; details said apart; corrections in the same breath."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from danqing.training.starter.grammar import lexicon_en as words
from danqing.training.starter.grammar import phrases_en as phrases
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import (
    COLOURS,
    Plan,
    Thing,
    Voice,
    sided_things,
    some_plan,
    some_thing,
)
from danqing.training.starter.grammar.template import early, fill
from danqing.training.starter.grammar.told_en import Told, corrected, fond, prose, scenery, word_for

_SHORT = {
    "left": "left|left|left side", "right": "right|right|right side", "top": "top|up top|above", "bottom": "bottom|bottom|below", "centre": "middle|centre|center",
    "top left": "top left|upper left", "top right": "top right|upper right", "bottom left": "bottom left|lower left", "bottom right": "bottom right|lower right",
}  # fmt: skip


def _labels(v: Voice) -> Told:
    """subject: rabbit. colour: grey. place: left."""
    plan = Plan(
        (
            replace(
                some_thing(v.rng, 1.7),
                position=v.rng.choice((None, "left", "right", "top", "centre", "bottom left", "top right")),
            ),
        )
    )
    base = some_plan(v.rng, False)
    plan = replace(plan, background=base.background, style=base.style)
    thing = plan.things[0]
    rows = [("{subject|what|object|thing|draw|motif|main}", named(0) + phrases.noun(v, thing.kind, thing.count, 2.2))]
    rest = [
        ("{colour|color|col}", thing.colour and phrases.colour_word(v, thing.colour)),
        ("size", thing.size and phrases.size_word(v, thing.size)),
    ]
    rest.append(
        (
            "{position|place|where|location|pos}",
            thing.position
            and (
                v.rng.choice(_SHORT[thing.position].split("|")) if v.chance(0.6) else phrases.place(v, thing.position)
            ),
        )
    )
    rest.append(
        (
            "{count|number|how many|amount|quantity}",
            str(thing.count)
            if thing.count > 1 and v.chance(0.5)
            else ("", "", "two", "three", "four")[thing.count]
            if thing.count > 1
            else None,
        )
    )
    ground = plan.background
    rest.append(
        (
            "{background|bg|scene|setting}",
            ground
            and (
                phrases.colour_word(v, ground[6:])
                if ground.startswith("plain ")
                else early(v.rng, words.SETTING_NAMES[ground], 1.4)
            ),
        )
    )
    rest.append(("{style|look}", plan.style and early(v.rng, words.STYLES[plan.style], 1.4)))
    if v.chance(0.4):
        v.rng.shuffle(rest)
    sign = v.rng.choice((": ", ": ", ": ", "=", " = ", " - "))
    pairs = [fill(v.rng, key) + sign + value for key, value in [*rows, *rest] if value]
    return "." + v.rng.choice((". ", ", ", "; ", " ", " | ", "; ")).join(pairs), plan


def _listed(v: Voice) -> Told:
    """1. red cat 2. blue fish"""
    plan = replace(some_plan(v.rng, False), style=None)
    while plan.things[0].link or len(plan.things) < 2:
        plan = replace(some_plan(v.rng, False), style=None)
    mark = v.rng.choice(("<i>. ", "<i>) ", "(<i>) ", "<i>: ", "- ", "* ", "<o>, ", "<o> ", "<i> - "))
    bare = v.chance(0.6)
    items = [
        fill(v.rng, mark, i=str(i + 1), o=("first", "second", "third")[i])
        + phrases.phrase(v, t, i, bare=bare)
        + (f"{v.rng.choice((' ', ', '))}{phrases.place(v, t.position)}" if t.position else "")
        for i, t in enumerate(plan.things)
    ]
    ground = [*scenery(v, plan)]
    lead = v.rng.choice(
        ("", "", "", "draw these: ", "i want: ", "things to draw: ", "list: ", "draw the following: ", "we need ")
    )
    return "." + lead + v.rng.choice((" ", ", ", " ", "; ", ". ")).join([*items, *ground]), plan


def _sides(v: Voice) -> Told:
    """tree left, house right"""
    plan = Plan(sided_things(v.rng))
    if v.chance(0.2):
        base = some_plan(v.rng, False)
        plan = replace(plan, background=base.background, style=base.style)
    form = v.rng.choice(
        (
            "<w>: <x>",
            "<x> <w>",
            "<w> <x>",
            "<x> on the <w>",
            "on the <w> <x>",
            "on the <w>, <x>",
            "<w> is <x>",
            "<x> goes <w>",
            "<x> on <w>",
            "the <w> has <x>",
            "<w> - <x>",
            "<x> (<w>)",
            "on the <w> there's <x>",
            "<w>, <x>",
        )
    )
    bare = v.chance(0.5) and form not in ("<w> is <x>",)
    items = []
    for i, thing in enumerate(plan.things):
        place = thing.position or ""
        where, shape = v.rng.choice(_SHORT[place].split("|")), form
        if "on the" in shape or "the <w> has" in shape:
            where, shape = (
                where.removesuffix(" side"),
                shape.replace(
                    "on the",
                    {"left": "on the", "right": "on the"}.get(
                        place, "in the" if place not in ("top", "bottom") else "at the"
                    ),
                ),
            )
            where = {"up top": "top", "above": "top", "below": "bottom"}.get(where, where)
        items.append(fill(v.rng, shape, w=where, x=phrases.phrase(v, replace(thing, position=None), i, bare=bare)))
    glue = (
        v.rng.choice((", ", ", ", " and ", ". ", "; ", " ", " / "))
        if len(items) == 2
        else v.rng.choice((", ", ". ", "; "))
    )
    text = (", " if glue == " " and "," in form else glue).join(items)
    for part in scenery(v, plan):
        text = f"{text}, {part}" if v.chance(0.7) else f"{part}: {text}"
    lead = v.rng.choice(("", "", "", "", "draw ", "picture with ", "please draw ", "with ", "i want "))
    if "with" in lead and any(verb in form for verb in (" is ", " goes ", " has ", "there's")):
        lead = "a picture: "
    return "." + lead + text, plan


def _whose(v: Voice) -> Told:
    """a house whose colour is blue"""
    thing = replace(some_thing(v.rng), colour=v.rng.choice(COLOURS))
    many, colour, size = (
        thing.count > 1,
        phrases.colour_word(v, thing.colour or ""),
        thing.size and phrases.size_word(v, thing.size),
    )
    word = phrases.phrase(v, replace(thing, colour=None, size=None), 0, sure=True)
    look = fill(v.rng, "{<c> and <s>|<s> and <c>|<c>, <s>}", c=colour, s=size) if size else colour
    form = "{<x> {that|which} {<be>|should be} <l>|<x>, which <be> <l>|<x> that's <l>|<x> that <be> <l> in colour|<x>, {<be2>} <l>}"
    if not size:
        form = "{<x> whose {colour|color} is <l>|<x> in the {colour|color} <l>|<x> of <l> {colour|color}|<x> with {a |}<l> {colour|color}|<x> {that|which} <be> <l>|<x> that's <l>|<x>, {colour|color} <l>|<x> having {the |a |}{colour|color} <l>|<x> - <l>|<x> ({in |}<l>)|<x>, in <l>|<x> with the {colour|color} <l>}"
    return fill(v.rng, form, x=word, l=look, be="are" if many else "is", be2="all" if many else "it is"), Plan((thing,))


def _details(v: Voice) -> Told:
    """a cat and a house. the cat is red, the house blue."""
    plan = some_plan(v.rng, False)
    while not 1 < len(plan.things) == len({t.kind for t in plan.things}) or plan.things[0].link:
        plan = some_plan(v.rng, False)
    field = v.rng.choice(("colour", "colour", "size", "position"))
    rich = some_thing(v.rng, 9)  # everything said
    things = tuple(
        replace(
            t,
            position=p if field == "position" else None,
            colour=v.rng.choice(COLOURS) if field == "colour" else t.colour,
            size=rich.size if field == "size" else t.size,
        )
        for t, p in zip(plan.things, ("left", "right", "centre"), strict=False)
    )
    if field == "size":
        things = (things[0], *(replace(t, size="large" if rich.size == "small" else "small") for t in things[1:]))
    plan = Plan(things, plan.background, plan.style)
    nouns = [phrases.lemma(v, t.kind, 2.6) for t in things]
    nouns = [phrases.plural(n) if t.count > 1 else n for n, t in zip(nouns, things, strict=True)]
    counts = [
        v.rng.choice([c for c in words.COUNTS[str(t.count)][:4] if c] if t.count > 1 else ("a", "a", "one"))
        for t in things
    ]
    sizes = [f"{phrases.size_word(v, t.size)} " if t.size and field != "size" else "" for t in things]
    colours = [f"{phrases.colour_word(v, t.colour)} " if t.colour and field != "colour" else "" for t in things]
    head = [
        f"{named(i)}{c} {s}{k}{n}" for i, (c, s, k, n) in enumerate(zip(counts, sizes, colours, nouns, strict=True))
    ]
    verb = v.rng.choice(("<be>", "<be>", "should be", "", "<be>", "in" if field == "colour" else "<be>"))
    said = [
        " ".join(filter(None, ("the", n, fill(v.rng, verb, be="are" if t.count > 1 else "is"), word_for(v, t, field))))
        for n, t in zip(nouns, things, strict=True)
        if getattr(t, field)
    ]
    text = ", ".join(head[:-1]) + " and " + head[-1] + v.rng.choice((". ", ". ", ", ", ": ", " - ", "; "))
    text += v.rng.choice((", ", " and ", ", and ", ". ", "; ")).join(said)
    lead = v.rng.choice(("", "", "draw ", "i want ", "please draw ", "there is "))
    for part in scenery(v, plan):
        text = f"{text}. {part}" if lead or v.chance(0.8) else f"{part}. {text}"
    return "." + lead + text, plan


def _each(v: Voice) -> Told:
    """four flowers, each one purple"""
    thing = replace(some_thing(v.rng), count=v.rng.choice((2, 2, 3, 3, 4)), colour=v.rng.choice(COLOURS), size=None)
    large = v.chance(0.25)
    if large:
        thing = replace(thing, colour=None, size=v.rng.choice(("small", "large")))
    number = v.rng.choice([c for c in words.COUNTS[str(thing.count)][:5] if c])
    head = f"{named(0)}{number} {phrases.noun(v, thing.kind, thing.count)}"
    word = word_for(v, thing, "size" if large else "colour")
    tail = "{, each one <w>|, each of them <w>|, all <w>|, all of them <w>|, every one <w>|, each <w>|. all of them <w>|, they are all <w>|, <w> ones|. <w> ones please|, all should be <w>|. <w> ones}"
    if thing.count == 2:
        tail = (
            "{, both <w>|, both of them <w>|, each <w>|. both <w>|, the two of them <w>|, <w> ones|. <w> ones please}"
        )
    if thing.count == 2 and not large and v.chance(0.3):
        head, tail = (
            f"{named(0)}{v.rng.choice(('twin', 'twin', 'matching', 'a set of two'))} {word} {phrases.noun(v, thing.kind, 2)}",
            "",
        )
    return head + fill(v.rng, tail, w=word), Plan((thing,))


def _times(v: Voice) -> Told:
    """mushroom x3"""
    things: list[Thing] = []
    for _ in range(v.rng.choice((1, 1, 2, 3))):
        thing = some_thing(v.rng)
        if all(t.kind != thing.kind for t in things):
            things.append(replace(thing, count=v.rng.choice((1, 2, 2, 3, 4)) if things else v.rng.choice((2, 3, 4))))
    form = v.rng.choice(
        ("<k> x<n>", "<k> x <n>", "<n>x <k>", "<n> x <k>", "<k> (<n>)", "<k>: <n>", "<k> *<n>", "<n>x<k>")
    )
    items = []
    for i, thing in enumerate(things):
        look = " ".join(
            filter(
                None,
                (
                    thing.size and phrases.size_word(v, thing.size),
                    thing.colour and phrases.colour_word(v, thing.colour),
                    phrases.noun(v, thing.kind, thing.count if v.chance(0.5) else 1),
                ),
            )
        )
        items.append(named(i) + fill(v.rng, form, k=look, n=str(thing.count)))
    return "." + v.rng.choice(("", "", "draw ", "please: ")) + ", ".join(items), Plan(tuple(things))


ENGLISH: Sequence[Callable[[Voice], Told]] = (
    prose, prose, prose, prose, _labels, _labels, _listed, _listed, _sides, _sides, _sides, _whose, _whose, _details, _details, _each, _each,
    _times, fond, corrected,
)  # fmt: skip
