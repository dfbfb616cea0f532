"""Chinese requests that name a thing more than once, or speak of it before they ask for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar import phrases_zh as phrases
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import (
    COLOURS,
    KINDS,
    LINKS,
    POSITIONS,
    STYLES,
    Plan,
    Thing,
    Voice,
    some_background,
    some_thing,
)
from danqing.training.starter.grammar.template import early, fill
from danqing.training.starter.grammar.told_zh import DOUBLED, Told, scenery, tail_for

_STOPS = ("，", ",", ",", "。", "!", ";", " ", "、")
_SPOKEN = (
    "{妈妈|客户|领导|孩子|同事}{给的|出的|要的|说的}{题目|任务|主题|题|图}是{画|}<k>",
    "{作业|题目|主题|今天的课|活动主题|比赛题目|标题|任务}{是|为|:|叫}{画|}<k>",
    "{我家|我们家|我|邻居家}{孩子|宝宝|儿子|女儿|小朋友|小家伙|妹妹|}{特别|最|很|超级|可|}{喜欢|爱|想要|想看|迷}<k>",
    "{昨天|今天|刚才|早上|上周|路上}{看见|看到|梦见|见到|遇见|碰到}{了|}<k>",
    "说{到|起}<k>,{我最喜欢|最喜欢了|我好想看|好久没见了|真好看}",
    "{我|}想{画|要|看}<k>{很久了|好久了|}",
    "{嗨|喂|诶|}{你知道吗|跟你讲}{,|}{我|}{真的|可|最}{喜欢|爱}<k>",
    "<k>{真|好|太}{好看|可爱|漂亮|美}{了|}",
    "{要交|要做|在做|正在做}一{个|张|份}{关于|}<k>的{作业|海报|贺卡|小报|卡片}",
)
_ASKS = (
    "画",
    "就画",
    "给我画",
    "请画",
    "来",
    "给我来",
    "帮我画",
    "那就画",
    "画",
    "就来",
    "请给我",
    "麻烦画",
    "要",
    "那就来",
    "请帮忙画",
    "给孩子画",
)
_ENDS = ("", "", "", "", "吧", "呗", "好了", "给他看看", "看看", "就行", "谢谢", "可以吗", "嘛")


@dataclass(frozen=True)
class Names:
    """The words that a text has for its things: whoever names a thing again takes mostly the same word."""

    v: Voice
    things: Sequence[Thing]
    kept: dict[int, str] = field(default_factory=dict)

    def noun(self, index: int) -> str:
        """The thing's noun, with the mark of its place."""
        thing = self.things[index]
        if index not in self.kept or self.v.chance(0.08):
            self.kept[index] = phrases.lemma(self.v, thing.kind, 1.8)
        return named(index) + self.kept[index]

    def whole(self, index: int, *, sure: bool = True) -> str:
        """The thing with its number, colour and size."""
        thing = self.things[index]
        looks = [phrases.colour_word(self.v, thing.colour, "的")] if thing.colour else []
        looks += [early(self.v.rng, words.SIZES[thing.size], 1.5)] if thing.size else []
        self.v.rng.shuffle(looks)
        noun = self.noun(index)
        if len(looks) == 1 and thing.colour and self.v.chance(0.3):
            looks = [words.MONO[thing.colour]]
        if len(looks) == 1 and thing.size in ("small", "large") and noun[1] not in "大小" and self.v.chance(0.4):
            looks = ["小" if thing.size == "small" else "大"] if thing.kind != "car" else looks
        return noun[0] + phrases.counted(self.v, thing, sure) + "".join(looks) + noun[1:]


def pair(v: Voice, number: int = 2, rich: float = 0.9) -> list[Thing]:
    return [replace(some_thing(v.rng, rich), kind=kind) for kind in v.rng.sample(KINDS, number)]


def _side(v: Voice, link: str) -> str:
    return early(v.rng, words.LINKS[link], 1.2)


def with_setting(v: Voice, text: str, plan: Plan) -> Told:
    """The text with the plan's background and style before or after it."""
    for part in scenery(v, plan):
        text = f"{part}{v.rng.choice((',', ',', '。', ':', ' '))}{text}" if v.chance(0.5) else f"{text},{part}"
    return "." + v.rng.choice(("", "", "", "", "画", "请画", "画面:", "我要")) + text, plan


def setting(v: Voice, things: Sequence[Thing], share: float = 0.3) -> Plan:
    ground = some_background(v.rng) if v.chance(share) else None
    return Plan(tuple(things), ground, v.rng.choice(STYLES) if v.chance(share * 0.6) else None)


def beside(v: Voice) -> Told:
    """一辆车,车上一只猫: the second thing's place by the first one's name."""
    things = pair(v, v.rng.choice((2, 2, 2, 3)))
    things[1] = replace(things[1], link=v.rng.choice(LINKS), to=(0,))
    names = Names(v, things)
    where = f"{v.rng.choice(('', '', '', '在'))}{names.noun(0)}{_side(v, things[1].link or '')}"
    # Mostly without a verb.
    parts = [
        names.whole(0, sure=v.chance(0.85)),
        where + v.rng.choice(("", "", "", "有", "是", "放", "画")) + names.whole(1),
    ]
    if len(things) == 3:
        roll = v.rng.random()
        if roll < 0.5:
            things[2] = replace(things[2], position=v.rng.choice(POSITIONS))
            spot = phrases.place(v, things[2].position or "")
            parts.append(v.rng.choice((spot, spot, f"{spot}有", f"{spot}是")) + names.whole(2))
        else:
            to = v.rng.choice((0, 1))
            things[2] = replace(things[2], link=v.rng.choice(LINKS), to=(to,))
            parts.append(
                f"{names.noun(to)}{_side(v, things[2].link or '')}{v.rng.choice(('', '', '有', '是', '还有'))}{names.whole(2)}"
            )
    plan = setting(v, things)
    return with_setting(v, v.rng.choice((",", ",", ",", "。", ";", " ")).join(parts), plan)


def chained(v: Voice) -> Told:
    """猫在车的右边,车在雪地里: one thing's place, and then the other's."""
    things = pair(v, rich=0.5)
    things = [replace(t, size=None) for t in things]
    things[0] = replace(things[0], link=v.rng.choice(LINKS), to=(1,))
    names, ground = Names(v, tuple(things)), None
    first = fill(
        v.rng,
        "<a>{在|放在|站在|画在|就在}<b><l>",
        a=names.whole(0, sure=v.chance(0.3)),
        b=names.whole(1, sure=v.chance(0.2)),
        l=_side(v, things[0].link or ""),
    )
    roll = v.rng.random()
    if roll < 0.4:
        ground = v.rng.choice(list(words.SETTINGS))
        where = early(v.rng, [s for s in words.SETTINGS[ground] if s[-1] in "上里中下内边"], 1.2)
        second = f"{names.noun(1)}{v.rng.choice(('在', '在', '长在', '放在', '就在', '也在'))}{where}"
    elif roll < 0.7:
        things[1] = replace(things[1], position=v.rng.choice(POSITIONS))
        second = names.noun(1) + fill(v.rng, "{在|放在|放|要在|画在}<p>", p=phrases.place(v, things[1].position or ""))
    else:
        which = v.rng.choice((0, 1, 1))
        things[which] = replace(things[which], size=v.rng.choice(("small", "large")))
        second = names.noun(which) + v.rng.choice(("", "是", "要")) + phrases.size_tail(v, things[which].size or "")
    return "." + first + v.rng.choice(_STOPS) + second, Plan(tuple(things), ground)


def late(v: Voice) -> Told:
    """一个杯子,再来一个苹果,苹果放左边: a detail of a thing that has been asked for, by its name."""
    things = pair(v, v.rng.choice((1, 2, 2, 2)))
    which = v.rng.randrange(len(things))
    what = v.rng.choice(("position", "position", "colour", "size"))
    value = v.rng.choice({"position": POSITIONS, "colour": COLOURS, "size": ("small", "large")}[what])
    changes: dict[str, Any] = {what: value}
    unsaid: dict[str, Any] = {what: None}
    bare = list(things)
    bare[which] = replace(things[which], **unsaid)
    things[which] = replace(things[which], **changes)
    names = Names(v, bare)
    heads = [names.whole(i, sure=v.chance(0.85)) for i in range(len(bare))]
    joint = v.rng.choice((",再配", ",再来", "和", ",还有", ",", ",外加", ",再加", "、"))
    tail = names.noun(which) + tail_for(v, things[which], what).removeprefix(phrases.pronoun(things[which]))
    text = joint.join(heads) + v.rng.choice(_STOPS) + tail
    return with_setting(v, v.rng.choice(("", "", "给我来", "来", "画")) + text, setting(v, things, 0.15))


def spoken_of(v: Voice) -> Told:
    """说起猫,最喜欢了。画一只大大的猫: spoken of first, then asked for by name or by its measure word alone."""
    thing = replace(some_thing(v.rng, 1.3), count=v.rng.choice((1, 1, 1, 1, 2, 3)))
    names = Names(v, (thing,))
    early_colour = thing.colour is not None and v.chance(0.3)
    lead = names.noun(0)
    if early_colour:
        lead = lead[0] + phrases.colour_word(v, thing.colour or "", "的") + lead[1:]
    text = fill(v.rng, v.rng.choice(_SPOKEN), k=lead) + v.rng.choice(("。", "。", "!", ",", ",", "，", " "))
    ask = v.rng.choice(_ASKS)
    if v.chance(0.55):  # by name, with all that is to be said
        if early_colour:
            names = Names(v, (replace(thing, colour=None),), names.kept)
        return "." + text + ask + names.whole(0, sure=v.chance(0.8)) + v.rng.choice(_ENDS), Plan((thing,))
    number = "一两三四"[thing.count - 1] + phrases.measure(v, thing.kind)
    said = [f for f in ("colour", "size") if getattr(thing, f) and not (f == "colour" and early_colour)]
    v.rng.shuffle(said)
    tails = "".join(v.rng.choice((",", ",", "，", " ", "")) + kind_of(v, thing, f) for f in said)
    return "." + text + ask + number + v.rng.choice(_ENDS) + tails, Plan((thing,))


def kind_of(v: Voice, thing: Thing, what: str) -> str:
    """红红的那种, 颜色的话,白色更好看: looks as an afterthought, with an opinion that asks for nothing."""
    if what == "size":
        word = {
            "small": ("小小的", "小的", "迷你的"),
            "large": ("大大的", "大的", "很大的"),
            "medium": ("中等的", "不大不小的", "中号的"),
        }
        return v.rng.choice(word[thing.size or ""]) + v.rng.choice(("", "", "那种", "就好", "比较好"))
    colour = thing.colour or ""
    full, bare = phrases.colour_word(v, colour, "的"), phrases.colour_word(v, colour)
    if v.chance(0.3):
        full = f"{DOUBLED[colour]}的"
    form = (
        "{<d>那种|<d>那种吧|<d>就好|要<d>那种|<d>|最好是<d>|要<d>|颜色{嘛|呢|呀|的话|}{,|}<c>{吧|就好|就行}"
        "|颜色{嘛|呢|的话|}{,|}<c>{比较|更|最}{好看|合适|漂亮|亲切|干净|喜庆|大气}|<c>{比较|更}{好看|漂亮|喜庆|耐看}|我觉得<c>{好|好看|最好}}"
    )
    return fill(v.rng, form, c=bare, d=full)


CHINESE: Sequence[Callable[[Voice], Told]] = (
    beside, beside, beside, beside, chained, chained, late, late, spoken_of, spoken_of,
)  # fmt: skip
"""What was missed most stands in it more often."""
