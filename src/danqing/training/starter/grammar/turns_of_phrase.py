"""Turns of phrase that a plan of single things does not lead to: something between two of a kind, a place as the head noun."""

from collections.abc import Callable
from dataclasses import replace

from danqing.core.domain import Language
from danqing.training.starter.grammar import (
    after_zh,
    again_en,
    again_zh,
    frames_en,
    frames_zh,
    lexicon_en,
    listed_en,
    listed_zh,
    phrases_en,
    phrases_zh,
    twins,
)
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import (
    COLOURS,
    KINDS,
    STYLES,
    Plan,
    Thing,
    Voice,
    asked_plan,
    some_background,
    some_thing,
)
from danqing.training.starter.grammar.template import SLOT, chosen, early, fill

Phrase = tuple[str, Plan]  # a text that begins with "." takes no frame, one that begins with "!" is a clause

_HEADS_EN = {
    "day sky": "a blue sky|the sky|a clear sky|a sky|a bright blue sky",
    "night": "a starry sky|a night sky|the night sky|a night scene|a starry night|a dark night",
    "sunset": "a sunset|a sunset scene|a sunset sky|the sunset",
    "sea": "the sea|a sea|the ocean|an ocean|a blue sea|an ocean scene",
    "grass": "a meadow|a lawn|a green field|a grassy field|a field|a green meadow|a grass field",
    "snow": "a snowy field|a winter scene|a snowy landscape|a snow scene|a winter landscape|a snowy scene",
    "desert": "a desert|a desert scene|the desert|a sandy desert|a desert landscape",
    "room": "a room|an empty room|a living room|a bedroom|the inside of a room",
}
_HEADS_ZH = {
    "day sky": "一片蓝天|蓝蓝的天空|一片天空|蓝天", "night": "一片星空|一片夜空|夜空|星空|满天繁星的夜空", "sunset": "一片晚霞|夕阳|黄昏的天空|落日",
    "sea": "一片大海|大海|蓝色的大海|海面|一片海", "grass": "一片草地|一块草坪|绿绿的草地|一片草原|大草原", "snow": "一片雪地|雪地|白茫茫的雪地|一片白雪",
    "desert": "一片沙漠|沙漠|一望无际的沙漠|大沙漠", "room": "一个房间|一间屋子的室内|一个卧室|一间客厅",
}  # fmt: skip
_AGAIN_ZH = (*again_zh.CHINESE, *after_zh.CHINESE)
_ADJECTIVES_EN = {"flat": "flat|flat-style|flat-design", "outline": "outline|line-art|outlined|line-drawn", "pixel": "pixel|pixel-art|pixel art|pixelated|8-bit",
                  "watercolour": "watercolour|watercolor", "neon": "neon|glowing neon|neon-lit"}  # fmt: skip


def phrase(v: Voice, language: Language, odd: bool = False) -> Phrase:
    """A framed request in one of these turns, with what it says; an ``odd`` one holds something that cannot be drawn."""
    english, roll = language == "en", v.rng.random()
    if odd or roll < 0.5:
        text, plan = _shaped(v, english, odd)
    elif roll < 0.66:
        text, plan = v.rng.choice(again_en.ENGLISH if english else _AGAIN_ZH)(v)
    elif roll < 0.88:
        text, plan = v.rng.choice(listed_en.ENGLISH if english else listed_zh.CHINESE)(v)
    else:
        text, plan = v.rng.choice(_ENGLISH if english else _CHINESE)(v)
    if text.startswith("."):  # it stands on its own
        return text[1:], plan
    frames: tuple[str, ...] = frames_en.FRAMES if language == "en" else frames_zh.FRAMES
    if text.startswith("!"):
        frames, text = (frames_en.CLAUSE_FRAMES if language == "en" else frames_zh.CLAUSE_FRAMES), text[1:]
    return fill(v.rng, early(v.rng, frames, 1.25), x=text), plan


def _shaped(v: Voice, english: bool, odd: bool) -> Phrase:
    """One of the requests that say by their slots what is in them."""
    frames = frames_en if english else frames_zh
    form = chosen(v.rng, v.rng.choice(frames.ODD_SHAPES if odd else frames.SHAPES))
    slots = frozenset(SLOT.findall(form))
    plan = asked_plan(v.rng, slots)
    teller = (phrases_en if english else phrases_zh).Teller(v, plan, slots)
    return SLOT.sub(lambda slot: teller.say(slot[1], slot[2]), form), plan


def _flanked(v: Voice) -> tuple[Plan, Thing]:
    """Something between two of a kind: three subjects, so that ``between`` has two ids."""
    side = replace(some_thing(v.rng, 0.6), count=1)
    middle = replace(
        some_thing(v.rng, 0.8), kind=v.rng.choice([k for k in KINDS if k != side.kind]), link="between", to=(1, 2)
    )
    return Plan((middle, side, side)), replace(side, count=2)


def _flanked_en(v: Voice) -> Phrase:
    plan, both = _flanked(v)
    word = phrases_en.noun(v, both.kind, 2)
    pair = " ".join(
        filter(
            None,
            (
                "two" if v.chance(0.8) else "2",
                both.size and phrases_en.size_word(v, both.size),
                both.colour and phrases_en.colour_word(v, both.colour),
                word,
            ),
        )
    )
    who = phrases_en.phrase(v, plan.things[0], 0, sure=True)
    marked = f"{named(1)}{named(2)}{pair}"
    return fill(
        v.rng,
        "{<w> {between|in between|standing between} <p>|<p> with <w> {between them|in between|in the middle}|<p> and <w> between them}",
        w=who,
        p=marked,
    ), plan


def _flanked_zh(v: Voice) -> Phrase:
    plan, both = _flanked(v)
    pair = f"{named(1)}{named(2)}{v.rng.choice('两两两2')}{phrases_zh.measure(v, both.kind)}{phrases_zh.described(v, both)}"
    who = phrases_zh.phrase(v, plan.things[0], 0, sure=True)
    return fill(
        v.rng,
        "{!<p>{之间|中间|的中间}{有|是|放}<w>|<p>{之间|中间}的<w>|!<w>{在|站在}<p>{之间|中间}|!<p>,中间{有|是|放}<w>}",
        w=who,
        p=pair,
    ), plan


def _alike(v: Voice) -> Plan:
    colour = v.rng.choice(COLOURS)
    one, other = v.rng.sample(KINDS, 2)
    count = v.rng.choice((1, 1, 1, 2))
    return Plan((Thing(one, colour=colour), Thing(other, count=count, colour=colour)))


def _alike_en(v: Voice) -> Phrase:
    plan = _alike(v)
    bare = [phrases_en.phrase(v, replace(t, colour=None), i, sure=True) for i, t in enumerate(plan.things)]
    colour = phrases_en.colour_word(v, plan.things[0].colour or "")
    return fill(
        v.rng,
        "<a> and <b>{, both <c>|, all <c>|. both are <c>|. make them <c>|. make both <c>|, both in <c>|. they are both <c>}",
        a=bare[0],
        b=bare[1],
        c=colour,
    ), plan


def _alike_zh(v: Voice) -> Phrase:
    plan = _alike(v)
    bare = [phrases_zh.phrase(v, replace(t, colour=None), i, sure=True) for i, t in enumerate(plan.things)]
    colour = phrases_zh.colour_word(v, plan.things[0].colour or "", "的")
    return fill(
        v.rng,
        "!<a>和<b>{,都是<c>|,都要<c>|,都<c>|,颜色都是<c>|,全是<c>}",
        a=bare[0],
        b=bare[1],
        c=colour.rstrip("的") + "的",
    ), plan


def _head(v: Voice) -> Plan:
    background = some_background(v.rng)
    while background.startswith("plain "):
        background = some_background(v.rng)
    things = [some_thing(v.rng)]
    if v.chance(0.4):
        things.append(replace(some_thing(v.rng), kind=v.rng.choice([k for k in KINDS if k != things[0].kind])))
    return Plan(tuple(things), background)


def _head_en(v: Voice) -> Phrase:
    plan = _head(v)
    items = [phrases_en.phrase(v, t, i, sure=True) for i, t in enumerate(plan.things)]
    head = v.rng.choice(_HEADS_EN[plan.background or ""].split("|"))
    form = "<h> {with|with|and|, with|containing|that has|featuring|, and} <x>" + v.rng.choice(
        ("", "", "", " in it", " there")
    )
    return fill(v.rng, form, h=head, x=" and ".join(items)), plan


def _head_zh(v: Voice) -> Phrase:
    plan = _head(v)
    items = [phrases_zh.phrase(v, t, i, sure=True) for i, t in enumerate(plan.things)]
    head = v.rng.choice(_HEADS_ZH[plan.background or ""].split("|"))
    inside = {"room": "里面", "sea": "上面", "grass": "上面", "snow": "上面"}.get(plan.background or "", "里")
    form = "!<h>{,<i>有|,有|,还有|,里面有|里有|上有|,<i>是|和|、}<x>"
    return fill(v.rng, form, h=head, i=inside, x=v.rng.choice("和、").join(items)), plan


def _adjective_en(v: Voice) -> Phrase:
    """The style, or snow, as an adjective: a neon heart, a snowy mountain."""
    plan = Plan((replace(some_thing(v.rng), position=None),), style=v.rng.choice(STYLES))
    word = v.rng.choice(_ADJECTIVES_EN[plan.style or ""].split("|"))
    if v.chance(0.2):
        plan, word = (
            replace(plan, style=None, background="snow"),
            v.rng.choice(("snowy", "snowy", "snow-covered", "wintry")),
        )
    thing = plan.things[0]
    count = "a" if thing.count == 1 else early(v.rng, [c for c in lexicon_en.COUNTS[str(thing.count)] if c])
    parts = (
        thing.size and phrases_en.size_word(v, thing.size),
        word,
        thing.colour and phrases_en.colour_word(v, thing.colour),
    )
    noun = phrases_en.noun(v, thing.kind, thing.count)
    return named(0) + " ".join(filter(None, (count, *(parts if v.chance(0.7) else (*parts[::2], word)), noun))), plan


def _adjective_zh(v: Voice) -> Phrase:
    """The style as an attribute: 一只像素风的猫, 霓虹爱心."""
    plan = Plan((some_thing(v.rng),), style=v.rng.choice(STYLES))
    name = phrases_zh.style_name(v, plan.style)
    if v.chance(0.3):
        name = {"flat": "扁平", "outline": "线条", "pixel": "像素", "watercolour": "水彩", "neon": "霓虹"}[
            plan.style or ""
        ]
    return (
        f"{named(0)}{phrases_zh.counted(v, plan.things[0])}{name}{v.rng.choice(('的', '的', ''))}{phrases_zh.described(v, plan.things[0])}",
        plan,
    )


_ENGLISH: tuple[Callable[[Voice], Phrase], ...] = (
    twins.twins_en,
    twins.sized_twins_en,
    _flanked_en,
    _alike_en,
    _head_en,
    _head_en,
    _head_en,
    _adjective_en,
    _adjective_en,
)
_CHINESE: tuple[Callable[[Voice], Phrase], ...] = (
    twins.twins_zh,
    twins.twins_zh,
    twins.sized_twins_zh,
    twins.sized_twins_zh,
    _flanked_zh,
    _alike_zh,
    _head_zh,
    _head_zh,
    _adjective_zh,
)
