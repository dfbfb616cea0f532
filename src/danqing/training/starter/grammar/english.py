"""First requests in English."""

from dataclasses import replace

from danqing.training.starter.grammar import lexicon_en as words
from danqing.training.starter.grammar.frames_en import (
    CLAUSE_FRAMES,
    COLOUR_BACKDROPS,
    FRAMES,
    LIST_FRAMES,
    ODD_LINKS,
    SETTING_TAILS,
    STYLE_FORMS,
)
from danqing.training.starter.grammar.markup import MARKED, named, quote
from danqing.training.starter.grammar.outside_en import (
    ground_odd,
    place_odd,
    style_odd,
    thing_odd,
)
from danqing.training.starter.grammar.phrases_en import colour_word, item, noun, phrase, place, size_word
from danqing.training.starter.grammar.plan import Plan, Voice
from danqing.training.starter.grammar.template import early, fill

_POSES = tuple(
    "standing|sitting|floating|sailing|swimming|flying|growing|parked|resting|hovering|drifting|soaring".split("|")
)


def _joined(v: Voice, items: list[str]) -> str:
    if len(items) == 1:
        return items[0]
    last = v.rng.choice(
        (
            " and ",
            " and ",
            " and ",
            ", and ",
            " with ",
            " plus ",
            ", ",
            " & ",
            " as well as ",
            " along with ",
            ", then ",
            ". also ",
        )
    )
    glue = v.rng.choice((", ", ", ", ", ", " and "))
    return glue.join(items[:-1]) + last + items[-1]


def _linked(v: Voice, plan: Plan) -> str:
    """The first thing with its relation, and what it relates to, in one of several turns of phrase."""
    things = plan.things
    who, to = phrase(v, things[0], 0), [phrase(v, things[i], i) for i in things[0].to]
    if things[0].link == "between":
        form = "{<w> {between|in between|standing between|right between} <a> and <b>|<a> and <b> with <w> {between them|in between|in the middle of them}|"
        form += "between <a> and <b>{ there is|, | is|,} <w>|<a> and <b>, and {between them|in between} <w>}"
        return fill(v.rng, form, w=who, a=to[0], b=to[1])
    link = early(v.rng, words.LINKS[things[0].link or ""], 1.3)
    back = early(v.rng, words.BACK_LINKS[things[0].link or ""], 1.3)
    if things[1].count > 1:
        back = back.replace(" its ", " their ").replace(" it", " them") if " it" in back else link + " them"
    roll = v.rng.random()
    if roll < 0.55:
        return f"{who} {link} {to[0]}"
    if roll < 0.75:
        return fill(v.rng, "<a> with <w> <l>", w=who, a=to[0], l=back)
    if roll < 0.87:
        return fill(
            v.rng, "{<a>, {and |}<l> <w>|<a>, <w> <l>|<a> and <w> <l>|<a> that has <w> <l>}", w=who, a=to[0], l=back
        )
    return fill(v.rng, "<l> <a>{ there is|,| there's| is| sits} <w>", l=link, a=to[0], w=who)


def _things(v: Voice, plan: Plan) -> str:
    """All things of the plan."""
    things = plan.things
    if plan.odd_link:
        linking = quote(v.rng.choice(ODD_LINKS))
        text = f"{phrase(v, things[0], 0)} {linking} {phrase(v, things[1], 1)}"
        return text
    if things[0].link:
        rest = [item(v, t, i, len(things) > 1) for i, t in enumerate(things) if i and i not in things[0].to]
        return _joined(v, [_linked(v, plan), *rest]) if v.chance(0.7) else _joined(v, [*rest, _linked(v, plan)])
    items = [item(v, t, i, len(things) > 1) for i, t in enumerate(things)]
    if plan.odd_thing:
        items.insert(v.rng.randrange(len(items) + 1), quote(thing_odd(v.rng)))
    return _joined(v, items)


def backdrop(v: Voice, background: str) -> str:
    """A phrase that names the background, to stand after (or before) the things."""
    if background.startswith("plain "):
        colour = colour_word(v, background[6:])
        return fill(v.rng, early(v.rng, COLOUR_BACKDROPS, 1.2), c=colour)
    if v.chance(0.2):
        name = early(v.rng, words.SETTING_NAMES[background], 1.2)
        return fill(
            v.rng,
            "{background: <n>|with <n> as the background|<n> background|<n> as background|with <n> in the background}",
            n=name,
        )
    where = early(v.rng, words.SETTINGS[background], 1.2)
    if v.chance(0.13) and where.split()[0] in ("in", "on", "under", "at"):
        return f"{v.rng.choice(_POSES)} {where}"
    return where


def _styled(v: Voice, plan: Plan, text: str, clause: bool) -> tuple[str, str]:
    """The text with its style before or after, and the sentence that says the style instead."""
    if not plan.style and not plan.odd_style:
        return text, ""
    name = quote(style_odd(v.rng)) if plan.odd_style else early(v.rng, words.STYLES[plan.style or ""], 1.3)
    form = early(v.rng, STYLE_FORMS, 1.2)
    if clause and form[0] != ".":
        form = "<x>, <s>{| style}"
    if form.startswith("."):
        return text, fill(v.rng, form[1:], s=name)
    return fill(v.rng, form, s=name, x=text), ""


def _set(v: Voice, plan: Plan, text: str) -> tuple[str, str]:
    """The text with its background before or after, and the sentence that says it instead."""
    if not plan.background and not plan.odd_place:
        return text, ""
    if plan.odd_place and v.chance(0.25):
        form = "<x>{, with <n> {as the background|in the background}|, background: <n>|, <n> background|. the background is <n>|. make the background <n>}"
        return fill(v.rng, form, x=text, n=quote(ground_odd(v.rng))), ""
    where = quote(place_odd(v.rng)) if plan.odd_place else backdrop(v, plan.background or "")
    roll = v.rng.random()
    if roll < 0.62 or plan.odd_place:
        return (f"{text}{v.rng.choice((' ', ' ', ' ', ', '))}{where}", "")
    if roll < 0.8:
        return (
            f"{where}{v.rng.choice((', ', ', ', ': ', ' ', ' there is ', ' stands ', ' there stands ', ' we see '))}{text}",
            "",
        )
    if plan.background and plan.background.startswith("plain "):
        return text, fill(v.rng, SETTING_TAILS, n=colour_word(v, plan.background[6:]))
    return text, fill(v.rng, SETTING_TAILS, n=early(v.rng, words.SETTING_NAMES[plan.background or "night"], 1.2))


def _spread(v: Voice, plan: Plan) -> tuple[Plan, list[str]]:
    """Some attributes of a lone thing taken out of the noun phrase and said in sentences of their own."""
    thing, tails = plan.things[0], []
    it, them = ("it", "is") if thing.count == 1 and not thing.beyond else ("them", "are")
    they = "it" if it == "it" else "they"
    slots = {"it": it, "is": them, "they": they}
    if thing.colour and v.chance(0.6):
        form = "{make <it> <c>|<they> should be <c>|<they> <is> <c>|i want <it> <c>|colour: <c>|color <it> <c>|paint <it> <c>|color <c>}"
        tails.append(fill(v.rng, form, c=colour_word(v, thing.colour), **slots))
        thing = replace(thing, colour=None)
    if thing.size and v.chance(0.6):
        form = "{make <it> <c>|<they> should be <c>|<they> <is> <c>|i want <it> <c>|size: <c>|and <c>}"
        tails.append(fill(v.rng, form, c=size_word(v, thing.size), **slots))
        thing = replace(thing, size=None)
    if thing.position and v.chance(0.6):
        form = "{put <it> <c>|<they> should be <c>|<they> <is> <c>|place <it> <c>|position: <c>|i want <it> <c>}"
        tails.append(fill(v.rng, form, c=place(v, thing.position), **slots))
        thing = replace(thing, position=None)
    v.rng.shuffle(tails)
    return replace(plan, things=(thing, *plan.things[1:])), tails


def _keywords(v: Voice, plan: Plan) -> str:
    """Words with commas between: ``red cat, night, pixel art``; a lone thing may come apart further."""
    thing = plan.things[0]
    if len(plan.things) == 1 and v.chance(0.5):
        parts = [noun(v, thing.kind, 1), colour_word(v, thing.colour) if thing.colour else ""]
        parts += [size_word(v, thing.size) if thing.size else "", place(v, thing.position) if thing.position else ""]
        if thing.count > 1 or thing.beyond or thing.odd or thing.odd_colour:
            parts[0] = phrase(v, thing, 0)
            parts[1:3] = []
        parts[0] = named(0) + parts[0]
        rest = [p for p in parts[1:] if p]
        v.rng.shuffle(rest)
        parts = [parts[0], *rest] if v.chance(0.75) else [*rest[:1], parts[0], *rest[1:]]
    elif plan.things[0].link or plan.odd_link:
        parts = [_things(v, plan)]
    else:
        parts = [
            phrase(v, t, i, bare=v.chance(0.7)) + (f" {place(v, t.position)}" if t.position else "")
            for i, t in enumerate(plan.things)
        ]
    if plan.odd_thing and not plan.things[0].link:
        parts.append(quote(thing_odd(v.rng)))
    if plan.background:
        colour = plan.background[6:] if plan.background.startswith("plain ") else ""
        parts.append(f"{colour} background" if colour else early(v.rng, words.SETTING_NAMES[plan.background], 1.2))
    if plan.odd_place:
        parts.append(quote(place_odd(v.rng)))
    if plan.style or plan.odd_style:
        parts.append(quote(style_odd(v.rng)) if plan.odd_style else early(v.rng, words.STYLES[plan.style or ""], 1.3))
    glue = v.rng.choice((", ", ", ", ", ", ",", " / ", "; ", " | ", " + "))
    return fill(v.rng, v.rng.choice(LIST_FRAMES), x=glue.join(filter(None, parts)))


def body(v: Voice, plan: Plan) -> tuple[str, list[str], bool]:
    """The plan without a frame: what goes inside, sentences to follow, whether it begins with a place."""
    tails: list[str] = []
    if len(plan.things) == 1 and not plan.odd_thing and v.chance(0.16):
        plan, tails = _spread(v, plan)
    text = _things(v, plan)
    if plan.odd_thing and plan.things[0].link:
        text = fill(v.rng, "{<x> and <o>|<o> and <x>|<x>, plus <o>|<x>, and <o>}", x=text, o=quote(thing_odd(v.rng)))
    text, background = _set(v, plan, text)
    clause = text[0] < MARKED  # it begins with where something is, not with what there is
    text, style = _styled(v, plan, text, clause)
    return text, [*tails, *filter(None, (background, style))], clause


def request(v: Voice, plan: Plan) -> str:
    """The whole plan as a marked text."""
    if v.chance(0.1) and not (plan.odd_thing and plan.things[0].link):
        return _keywords(v, plan)
    text, tails, clause = body(v, plan)
    frames = CLAUSE_FRAMES if clause else FRAMES[:20] if tails else FRAMES
    glue = (
        v.rng.choice((". ", ". ", ". ", ", ", "; ", " and ")) if len(tails) == 1 else v.rng.choice((". ", ". ", ", "))
    )
    return glue.join([fill(v.rng, early(v.rng, frames, 1.25), x=text), *tails])
