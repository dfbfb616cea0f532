"""Chinese requests as labels, numbered lists, sides; details said apart; corrections in the same breath."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar import phrases_zh as phrases
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import (
    COLOURS,
    KINDS,
    POSITIONS,
    Plan,
    Voice,
    sided_things,
    some_plan,
    some_thing,
)
from danqing.training.starter.grammar.template import early, fill
from danqing.training.starter.grammar.told_zh import DOUBLED, Told, corrected, fond, prose, scenery, tail_for

_SHORT = {
    "left": "左|左边|左|左侧", "right": "右|右边|右|右侧", "top": "上|上面|上边|上方", "bottom": "下|下面|下边|下方", "centre": "中|中间|正中|中央",
    "top left": "左上|左上角", "top right": "右上|右上角", "bottom left": "左下|左下角", "bottom right": "右下|右下角",
}  # fmt: skip


def _labels(v: Voice) -> Told:
    """主体:兔子;颜色:灰;大小:大;位置:左"""
    base = some_plan(v.rng, False)
    thing = replace(
        some_thing(v.rng, 1.7),
        position=v.rng.choice((None, "left", "right", "top", "centre", "bottom left", "top right")),
    )
    plan = Plan((thing,), base.background, base.style)
    rest: list[tuple[str, str | None]] = []
    colour = thing.colour and (words.MONO[thing.colour] if v.chance(0.4) else phrases.colour_word(v, thing.colour))
    rest.append(("颜色", colour))
    rest.append(
        (
            "{大小|尺寸}",
            thing.size
            and (
                v.rng.choice(
                    {"small": ("小", "小", "小号"), "large": ("大", "大", "大号"), "medium": ("中", "中等")}[thing.size]
                )
            ),
        )
    )
    rest.append(("{位置|放哪|地方|方位}", thing.position and v.rng.choice(_SHORT[thing.position].split("|"))))
    rest.append(
        (
            "{数量|个数|多少}",
            v.rng.choice((str(thing.count), "一两三四"[thing.count - 1] + phrases.measure(v, thing.kind)))
            if thing.count > 1
            else None,
        )
    )
    ground = plan.background
    rest.append(
        (
            "{背景|场景}",
            ground
            and (
                phrases.colour_word(v, ground[6:])
                if ground.startswith("plain ")
                else early(v.rng, words.SETTING_NAMES[ground], 1.3)
            ),
        )
    )
    rest.append(("{风格|画风}", plan.style and early(v.rng, words.STYLES[plan.style], 1.3)))
    if v.chance(0.4):
        v.rng.shuffle(rest)
    sign = v.rng.choice((":", ":", ":", "=", "是", "为", " "))
    rows = [
        ("{主体|主题|主角|画什么|物体|内容|对象|东西}", f"{named(0)}{phrases.lemma(v, thing.kind, 1.5)}"),
        *rest,
    ]
    return "." + v.rng.choice((";", ",", "。", " ", "、", ",")).join(
        fill(v.rng, k) + sign + t for k, t in rows if t
    ), plan


def _listed(v: Voice) -> Told:
    """1. 红色的猫 2. 蓝色的鱼"""
    plan = replace(some_plan(v.rng, False), style=None)
    while plan.things[0].link or len(plan.things) < 2:
        plan = replace(some_plan(v.rng, False), style=None)
    mark = v.rng.choice(("<i>. ", "<i>.", "<i>、", "(<i>)", "<i>)", "第<o>,", "第<o>个是", "<o>、", "<o>是", "- "))
    items = []
    for i, thing in enumerate(plan.things):
        where = f",{v.rng.choice(('在', '放', '放在'))}{phrases.place(v, thing.position)}" if thing.position else ""
        items.append(
            fill(v.rng, mark, i=str(i + 1), o="一二三"[i]) + phrases.phrase(v, thing, i, v.chance(0.4)) + where
        )
    lead = v.rng.choice(("", "", "", "画:", "要画的东西:", "清单:", "请画:", "我要这些:"))
    return "." + lead + v.rng.choice((" ", ";", ",", "。", " ")).join([*items, *scenery(v, plan)]), plan


def _sides(v: Voice) -> Told:
    """左树右房; 船在上,鱼在下"""
    plan, short = Plan(sided_things(v.rng)), v.chance(0.3)
    if v.chance(0.2):
        base = some_plan(v.rng, False)
        plan = replace(plan, background=base.background, style=base.style)
    form = v.rng.choice(
        (
            "<w>{是|画|放|有}<x>",
            "<w>{是|画|放|有}<x>",
            "<x>在<w>",
            "<w>:<x>",
            "<w><x>",
            "<x>放<w>",
            "<w>画个<x>",
            "<w>来<x>",
            "<w>那{个|边}是<x>",
            "<x><w>",
            "把<x>画在<w>",
            "<x>靠<w>",
        )
    )
    if short:
        form = v.rng.choice(("<w><x>", "<w><x>", "<x>在<w>", "<w>是<x>", "<x><w>"))
        plan = replace(plan, things=tuple(replace(t, count=1, size=None) for t in plan.things))
    items = []
    for i, thing in enumerate(plan.things):
        names = _SHORT[thing.position or ""].split("|")
        where = names[0] if short else v.rng.choice(names)
        if ("<x>在" in form or "靠" in form or "放" in form) and len(where) == 1 and not short and where == "中":
            where = "中间"
        if "画个" in form or short:
            colour = f"{words.MONO[thing.colour]}" if thing.colour else ""
            plan = replace(plan, things=tuple(replace(t, count=1, size=None) for t in plan.things))
            what = named(i) + colour + phrases.short(v, thing.kind, 1.0)
        else:
            what = phrases.phrase(v, replace(thing, position=None), i, v.chance(0.5))
        if "把" in form and thing.count == 1 and v.chance(0.5):
            what = named(i) + phrases.described(v, replace(thing, position=None))
        items.append(fill(v.rng, form, w=where, x=what))
    glue = v.rng.choice(("", "", ",") if short else (",", ",", "、", "。", ";", "", " "))
    text = glue.join(items)
    for part in scenery(v, plan):
        text = f"{text},{part}" if v.chance(0.7) else f"{part},{text}"
    return "." + v.rng.choice(("", "", "", "画", "画个图,", "我要", "请画:")) + text, plan


def _topics(v: Voice) -> Told:
    """星星要三颗,黄的; 杯子两个,棕色; 颜色要蓝的,画一辆车"""
    position = v.rng.choice((None, None, "left", "right", "centre", "top", "bottom right"))
    thing = replace(some_thing(v.rng, 1.5), position=position)
    noun, m = phrases.lemma(v, thing.kind, 1.6), phrases.measure(v, thing.kind)
    said = [f for f in ("colour", "size", "position") if getattr(thing, f)]
    v.rng.shuffle(said)
    tails = [tail_for(v, thing, f) for f in said]
    if tails and thing.count == 1 and v.chance(0.3):
        lead = (
            f"{tails[0]},{v.rng.choice(('画', '来', '给我画', '要'))}"
            if said[0] == "colour" and tails[0][:2] in ("颜色", "要")
            else ""
        )
        if lead:
            return "." + lead + f"{named(0)}{v.rng.choice(('一' + m, m, '一个'))}{noun}" + "".join(
                "," + t for t in tails[1:]
            ), Plan((thing,))
    if thing.count > 1 or v.chance(0.4):
        number = (
            v.rng.choice([w for w in words.COUNTS[str(thing.count)] if w not in words.NO_MEASURE and len(w) == 1]) + m
        )
        tails.insert(0, fill(v.rng, "{要<n>|<n>|<n>|来<n>|画<n>|有<n>}", n=number))
        glued = v.chance(0.7)
    else:
        glued = v.chance(0.3)
        noun = noun if tails else f"一{m}{noun}"
    text = f"{named(0)}{noun}" + ("" if glued else ",") + v.rng.choice((",", ",", "、", " ")).join(tails)
    return "." + v.rng.choice(("", "", "", "", "画", "我要", "给我画", "我想要")) + text, Plan((thing,))


def _details(v: Voice) -> Told:
    """一只猫一只兔子,猫是黑的,兔子是白的"""
    plan = some_plan(v.rng, False)
    while not 1 < len(plan.things) == len({t.kind for t in plan.things}) or plan.things[0].link:
        plan = some_plan(v.rng, False)
    things = tuple(replace(t, colour=v.rng.choice(COLOURS), position=None) for t in plan.things)
    alike = v.chance(0.2)
    if alike:
        things = tuple(replace(t, colour=things[0].colour) for t in things)
    plan = Plan(things, plan.background, plan.style)
    nouns = [phrases.lemma(v, t.kind, 2.4) for t in things]
    sizes = [
        ("" if not t.size else {"small": "小小的", "large": "很大的", "medium": "中等大小的"}[t.size]) for t in things
    ]
    counts = [phrases.counted(v, t, v.chance(0.8)) for t in things]
    head = v.rng.choice(("", "和", "、", ",", "和")).join(
        f"{named(i)}{c}{s}{n}" for i, (c, s, n) in enumerate(zip(counts, sizes, nouns, strict=True))
    )
    if alike:
        colour = phrases.colour_word(v, things[0].colour or "", "的")
        tail = fill(v.rng, "{颜色一样,都是<c>|都是<c>|都<c>|全都<c>|颜色都<c>|统一<c>|清一色<c>}", c=colour)
    else:
        verb = v.rng.choice(("是", "是", "要", "", "画成", "涂成"))
        tail = v.rng.choice((",", ",", ";", "")).join(
            n + verb + phrases.colour_word(v, t.colour or "", "" if verb[-1:] == "成" else "的")
            for n, t in zip(nouns, things, strict=True)
        )
    text = head + v.rng.choice((",", ",", "。", ":")) + tail
    lead = v.rng.choice(("", "", "画", "我要", "请画", "有"))
    for part in scenery(v, plan):
        text = f"{text},{part}" if lead or v.chance(0.8) else f"{part},{text}"
    return "." + lead + text, plan


def _each(v: Voice) -> Told:
    """四朵花,每朵都是紫色"""
    thing = replace(some_thing(v.rng), count=v.rng.choice((2, 2, 3, 3, 4)), colour=v.rng.choice(COLOURS), size=None)
    m, noun = phrases.measure(v, thing.kind), phrases.lemma(v, thing.kind, 1.6)
    form = "{<n><m><k>,每<m>都是<c>|<n><m><k>,{全|都}是<d>|<n><m><k>,每一<m>都<d>|<n><m><k>,都要<d>|<k><n><m>,都是<c>|<n><m><k>,全部<c>|<n><m><k>,个个都是<c>|<n><m>都是<d><k>|<n><m><k>,颜色都是<c>}"
    text = fill(
        v.rng,
        form,
        n=v.rng.choice(("", "", "两2俩", "三三3", "四四4")[thing.count]),
        m=m,
        k=noun,
        c=phrases.colour_word(v, thing.colour or ""),
        d=phrases.colour_word(v, thing.colour or "", "的"),
    )
    return named(0) + text.replace("俩" + m, "俩"), Plan((thing,))


def _doubled(v: Voice) -> Told:
    """又大又红的苹果; 红红的小花儿"""
    thing = replace(some_thing(v.rng, 0.6), colour=v.rng.choice(COLOURS), size=v.rng.choice(("small", "large")))
    noun, count, mono = (
        phrases.lemma(v, thing.kind, 1.6),
        phrases.counted(v, thing, v.chance(0.4)),
        words.MONO[thing.colour or ""],
    )
    size = "小" if thing.size == "small" else "大"
    form = "{<n>又<s>又<m>的<k>|<n><k>,又<s>又<m>|<n>又<m>又<s>的<k>|<n><s><s>的<f>的<k>|<n><f>的<s><s>的<k>|<n><k>,<s><s>的,<f>的|<n><k>,<f>的,<s><s>的|<n>很<s>很<s>的<k>,<m>的|<n>{非常|特别|好}<s>{非常|特别|好|}<m>的<k>}"
    if mono in "橙紫粉棕灰" and v.chance(0.7):
        form = "{<n><s><s>的<c><k>|<n><k>,<s><s>的,<c>|<n>很<s>很<s>的<k>,<m>的|<n>好<s>好<s>的<c><k>}"
    return named(0) + fill(
        v.rng,
        form,
        n=count,
        s=size,
        m=mono,
        f=DOUBLED[thing.colour or ""],
        k=noun,
        c=phrases.colour_word(v, thing.colour or "", "的"),
    ), Plan((thing,))


def _packed(v: Voice) -> Told:
    """红圆黄方块蓝三角; 两猫一鱼"""
    things = tuple(
        replace(some_thing(v.rng), kind=k, size=None, count=1, colour=v.rng.choice(COLOURS))
        for k in v.rng.sample(KINDS, v.rng.choice((2, 2, 3)))
    )
    if v.chance(0.45):
        things = tuple(replace(t, colour=None, count=v.rng.choice((1, 1, 2, 3, 4))) for t in things)
    glue = v.rng.choice(("", "", " ", ","))
    items = [
        f"{named(i)}{words.MONO[t.colour] if t.colour else '一两三四'[t.count - 1]}{phrases.short(v, t.kind, 2.2)}"
        for i, t in enumerate(things)
    ]
    return v.rng.choice((".", ".", ".画", ".来")) + glue.join(items), Plan(things)


def _times(v: Voice) -> Told:
    """蘑菇x3; 鸟x2,靠上"""
    things = [
        replace(some_thing(v.rng), kind=k, count=v.rng.choice((1, 2, 2, 3, 4)))
        for k in v.rng.sample(KINDS, v.rng.choice((1, 1, 2, 3)))
    ]
    things[0] = replace(things[0], count=max(2, things[0].count))
    form = v.rng.choice(
        ("<k>x<n>", "<k>*<n>", "<k> x<n>", "<k>×<n>", "<k>(<n><m>)", "<k>:<n><m>", "<n>x<k>", "<k>{|,}<n><m>")
    )
    items = [
        named(i) + fill(v.rng, form, k=phrases.described(v, t), n=str(t.count), m=phrases.measure(v, t.kind))
        for i, t in enumerate(things)
    ]
    if len(things) == 1 and v.chance(0.5):
        thing = things[0] = replace(things[0], position=v.rng.choice(POSITIONS))
        items.append(tail_for(v, thing, "position"))
    return v.rng.choice((".", ".", ".画", ".请画")) + v.rng.choice((",", ",", "、", " ")).join(items), Plan(
        tuple(things)
    )


CHINESE: Sequence[Callable[[Voice], Told]] = (
    prose, prose, prose, prose, _labels, _labels, _listed, _sides, _sides, _sides, _topics, _topics, _topics, _details, _details, _each,
    _doubled, _packed, _times, fond, corrected,
)  # fmt: skip
