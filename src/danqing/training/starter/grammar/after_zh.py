"""Chinese requests in another order: the number behind the noun, colours after all names, looks as an afterthought."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar import phrases_zh as phrases
from danqing.training.starter.grammar.again_zh import Names, kind_of, pair, setting, with_setting
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import COLOURS, POSITIONS, Plan, Thing, Voice, some_background, some_thing
from danqing.training.starter.grammar.template import early, fill
from danqing.training.starter.grammar.told_zh import Told


def opinion(v: Voice) -> Told:
    """要一个杯子。颜色的话,红色更喜庆"""
    thing = replace(some_thing(v.rng, 0.6), colour=v.rng.choice(COLOURS))
    names = Names(v, (replace(thing, colour=None),))
    lead = v.rng.choice(("", "画", "来", "我要", "给我", "需要", "我想要", "写作业要用,画", "帮忙画", "家里装饰用,要"))
    return (
        "."
        + lead
        + names.whole(0, sure=v.chance(0.85))
        + v.rng.choice(("。", "，", ",", ",", " "))
        + kind_of(v, thing, "colour"),
        Plan((thing,)),
    )


def called(v: Voice) -> Told:
    """猫猫猫!画一只: the name called out again and again is still one thing."""
    thing = replace(some_thing(v.rng, 0.7), count=v.rng.choice((1, 1, 1, 2, 3)))
    bare = v.chance(0.6)
    thing = replace(thing, colour=None, size=None) if bare else thing
    names = Names(v, (thing,))
    noun = names.noun(0)
    calls = v.rng.choice(("", "", "!", ",", " ")).join([noun] * v.rng.choice((2, 2, 3, 3, 4)))
    m = v.rng.choice((phrases.measure(v, thing.kind), "个"))
    form = "{来|画|要|给我|只要|我要|}<n>{就够|就好|吧|}" if bare else "{画|来|我要|给我画|}<w>"
    ask = fill(v.rng, form, n="一两三四"[thing.count - 1] + m, w="" if bare else names.whole(0))
    text = calls + v.rng.choice(("!", "!", "!!", ",", "。", "~")) + ask
    return with_setting(v, text, setting(v, (thing,), 0.25))


def counted_after(v: Voice) -> Told:
    """船两艘,红伞一把: the number behind the noun."""
    things = [replace(t, size=None) for t in pair(v, v.rng.choice((1, 2, 2, 3)), 1.2)]
    items = []
    for i, thing in enumerate(things):
        number = v.rng.choice("一两三四"[thing.count - 1] + str(thing.count) * (thing.count > 1))
        colour = (
            (words.MONO[thing.colour] if v.chance(0.5) else phrases.colour_word(v, thing.colour, "的"))
            if thing.colour
            else ""
        )
        late_one = v.chance(0.7) or i == 0
        noun, m = phrases.lemma(v, thing.kind, 1.8), phrases.measure(v, thing.kind)
        items.append(named(i) + (f"{colour}{noun}{number}{m}" if late_one else f"{number}{m}{colour}{noun}"))
    text = items[0]
    for item in items[1:]:
        text += v.rng.choice(("", "", ",", "、", ",外加", " ", ",另外", "和", ",再来")) + item
    return with_setting(v, text, setting(v, things, 0.35))


def paired(v: Voice) -> Told:
    """树和车放一起,车是红的,树是白的"""
    things = [replace(t, count=1, size=None, colour=c) for t, c in zip(pair(v), v.rng.sample(COLOURS, 2), strict=True)]
    names = Names(v, [replace(t, colour=None) for t in things])
    one, other = (names.noun(i) if v.chance(0.6) else names.whole(i) for i in (0, 1))
    head = fill(
        v.rng,
        "{|画|我想看|我想要|想看|请画|让|给我画}<a>{和|跟|与|、|同}<b>{在一起|待在一起|做伴|放一起|同框|一起|作朋友|}",
        a=one,
        b=other,
    )
    order = [0, 1] if v.chance(0.75) else [1, 0]
    verb = v.rng.choice(("是", "是", "是", "要", "", "用", "画"))
    parts = [names.noun(i) + verb + short_colour(v, things[i], "的" if verb not in ("用", "画") else "") for i in order]
    text = head + v.rng.choice(("。", ",", ",", ":", ";")) + v.rng.choice((",", ",", ";", "")).join(parts)
    return with_setting(v, text, setting(v, things, 0.15))


def short_colour(v: Voice, thing: Thing, end: str) -> str:
    """The colour in one syllable or in full: 黑的, 黑色的."""
    if v.chance(0.5):
        return words.MONO[thing.colour or ""] + (end or "色")
    return phrases.colour_word(v, thing.colour or "", end)


def old_style(v: Voice) -> Told:
    """烦为小生画红花一朵,以雪为衬: speakers of former times."""
    thing = replace(some_thing(v.rng, 0.8), size=None)
    ground = some_background(v.rng) if v.chance(0.5) else None
    while ground and ground.startswith("plain"):
        ground = some_background(v.rng)
    number = "一两三四"[thing.count - 1] + phrases.measure(v, thing.kind)
    noun = phrases.lemma(v, thing.kind, 1.3)
    colour = (
        (
            words.MONO[thing.colour]
            if v.chance(0.5)
            else phrases.colour_word(v, thing.colour, v.rng.choice(("", "之", "的")))
        )
        if thing.colour
        else ""
    )
    what = named(0) + (f"{colour}{noun}{number}" if v.chance(0.65) else f"{number}{colour}{noun}")
    text = fill(
        v.rng,
        "{请为|烦为|劳烦为|恳请为|请替|为|望为|}{在下|本人|小生|老夫|朕|本宫|鄙人|吾|晚辈|老朽|小女子|我等}{绘|画|作|绘制|描|写}{|一幅|出}<x>",
        x=what,
    )
    if ground:
        name = early(v.rng, words.SETTING_NAMES[ground], 1.2)
        text = fill(
            v.rng,
            "{<t>,<n>为{衬|底|背景}|<t>,以<n>{为背景|作衬|相衬}|以<n>作景,<t>|<t>,衬以<n>|<t>,<n>作背景}",
            t=text,
            n=name,
        )
    return "." + text + v.rng.choice(("", "", "。", ",多谢", ",有劳", ",感激不尽")), Plan((thing,), ground)


def grouped(v: Voice) -> Told:
    """一圈星星,四颗就够: a crowd in passing, and then how many it is."""
    thing = replace(some_thing(v.rng, 0.8), count=v.rng.choice((2, 2, 3, 3, 4)), size=None)
    thing = replace(thing, position=v.rng.choice(POSITIONS) if v.chance(0.2) else None)
    looks = phrases.colour_word(v, thing.colour, "的") if thing.colour else ""
    where = phrases.place(v, thing.position) + v.rng.choice(("", "有", "是", "的")) if thing.position else ""
    text = fill(
        v.rng,
        "{|画|来|我要|有|想看}<w><0>一{群|排|堆|串|片|些|组|队|圈|行}<l><k>{,|,|。| }"
        "{<n><m>|{就|只要|要|一共|总共|画|来|大概|数量}<n><m>|<n><m>{就够|就行|就好|正好|吧|即可|最好}}",
        w=where,
        l=looks,
        k=phrases.lemma(v, thing.kind, 1.6),
        n=v.rng.choice("一两三四"[thing.count - 1] + str(thing.count)),
        m=phrases.measure(v, thing.kind),
        **{"0": named(0)},
    )
    return with_setting(v, text, setting(v, (thing,), 0.3))


CHINESE: Sequence[Callable[[Voice], Told]] = (
    opinion, called, counted_after, counted_after, paired, paired, old_style, grouped,
)  # fmt: skip
