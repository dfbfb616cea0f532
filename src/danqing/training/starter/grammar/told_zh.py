"""Chinese requests told in a few short sentences."""

from dataclasses import replace

from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar import phrases_zh as phrases
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_zh import place_odd, thing_odd
from danqing.training.starter.grammar.plan import COLOURS, KINDS, Plan, Thing, Voice, some_plan, some_thing
from danqing.training.starter.grammar.template import early, fill

Told = tuple[str, Plan]
DOUBLED = {"red": "红红", "yellow": "黄黄", "green": "绿绿", "blue": "蓝蓝", "purple": "紫紫", "pink": "粉粉", "white": "白白", "black": "黑黑", "grey": "灰灰", "orange": "橙橙", "brown": "棕棕"}  # fmt: skip
_FOND = "{{我家{孩子|宝宝|闺女|儿子}|我女儿|我{儿子|}|小朋友|{我们|}班上同学|他|奶奶|大家}{喜欢|最爱|特别喜欢|想要|爱看}|{今天|这节课}{学|讲|教}|故事里有|孩子最近迷上了}"
_SPOTS = {
    "left": "居左|靠左|偏左|靠左边|靠左放|左对齐", "right": "居右|靠右|偏右|靠右边|靠右放|右对齐", "top": "靠上|偏上|置顶|贴着上边|靠上放", "bottom": "靠下|偏下|置底|贴着下边|靠下放",
    "centre": "居中|居于正中|居中放置|摆正中|放中间|居中显示", "top left": "靠左上|偏左上", "top right": "靠右上|偏右上", "bottom left": "靠左下|偏左下", "bottom right": "靠右下|偏右下",
}  # fmt: skip
_WAIT = "不|不对|哦不|错了|算了|说错了|等等|啊不|应该是|不不"


def tell(v: Voice, plan: Plan) -> str:
    """Any plan (but one with an odd link) as a few short sentences."""
    parts, first, things = scenery(v, plan), plan.things[0], list(enumerate(plan.things))
    setting = len(parts)
    if first.link:
        parts += _related(v, plan)
        things = [(i, t) for i, t in things if i and i not in first.to]
    parts += [_told(v, thing, index) for index, thing in things]
    if plan.odd_thing:
        parts.append(fill(v.rng, "{<x>|有<x>|还有<x>|再来<x>}", x=quote(thing_odd(v.rng))))
    if v.chance(0.4):
        parts = parts[setting:] + parts[:setting]
    return v.rng.choice(("。", "。", "。", ",", ",", ";", " ")).join(parts) + v.rng.choice(("。", "", "", "!"))


def scenery(v: Voice, plan: Plan) -> list[str]:
    parts = []
    if plan.odd_place:
        parts.append(quote(place_odd(v.rng)))
    elif plan.background and plan.background.startswith("plain "):
        name, bare = phrases.colour_word(v, plan.background[6:]).rstrip("的"), words.MONO[plan.background[6:]]
        form = "{背景{是|要|为|用|全是|填满|涂满|涂成|刷成|填成}<c>|把背景{涂成|填成|弄成|填满|画成}<c>|{整个|}背景{全|都|}是<c>的|<m>底|底色<m>|<c>背景|<m>底儿|背景<m>的|用<c>铺满背景|底子是<c>|满屏<c>}"
        parts.append(fill(v.rng, form, c=name, m=bare))
    elif plan.background:
        name, where = (
            early(v.rng, words.SETTING_NAMES[plan.background], 1.2),
            early(v.rng, words.SETTINGS[plan.background], 1.4),
        )
        form = "{<n>|<s>|<s>|背景是<n>|场景是<n>|这是<n>|背景:<n>|地点是<n>|把背景画成<n>|背景填满<n>}"
        if plan.background in ("night", "sunset", "snow", "day sky"):
            name_it = {
                "night": "晚上|夜里|夜晚|深夜|半夜",
                "sunset": "傍晚|黄昏|日落时分",
                "snow": "冬天",
                "day sky": "白天|大白天",
            }[plan.background]
            if v.chance(0.5):
                form, name = "{<n>|是<n>|<n>了|时间是<n>|现在是<n>|<n>的时候}", v.rng.choice(name_it.split("|"))
        parts.append(fill(v.rng, form, n=name, s=where))
    if plan.style or plan.odd_style:
        parts.append(
            fill(
                v.rng,
                "{<s>|用<s>|风格:<s>|全部用<s>|都画成<s>|整体<s>|<s>的|要<s>|画风是<s>}",
                s=phrases.style_name(v, plan.style),
            )
        )
    return parts


def _told(v: Voice, thing: Thing, index: int) -> str:
    """A thing, some of its attributes said after it."""
    late = [f for f in ("colour", "size", "position") if getattr(thing, f) and (f == "position" or v.chance(0.55))]
    head = phrases.phrase(v, replace(thing, link=None, to=(), **dict.fromkeys(late)), index, v.chance(0.75))  # type: ignore[arg-type]
    text = fill(v.rng, "{<x>|<x>|<x>|有<x>|画<x>|那儿有<x>|来<x>}", x=head)
    v.rng.shuffle(late)
    for field in late:
        text += fill(v.rng, "{,|,|,|。| }") + tail_for(v, thing, field)
    return text


def tail_for(v: Voice, thing: Thing, field: str) -> str:
    it = phrases.pronoun(thing)
    if field == "position":
        if v.chance(0.15):
            return v.rng.choice(_SPOTS[thing.position or ""].split("|"))
        pose = v.rng.choice(("飘", "挂", "停", "站", "坐", "长", "靠", "摆", "立"))
        form = "{在<w>|放在<w>|在<w>|<it>在<w>|位置在<w>|画在<w>|<p>在<w>|摆<w>|放<w>|要在<w>|把<it>画在<w>}"
        return fill(v.rng, form, w=phrases.place(v, thing.position or ""), it=it, p=pose)
    if field == "size":
        return fill(v.rng, "{<s>|要<s>|<it><s>|画<s>|个头<s>|<s>}", s=phrases.size_tail(v, thing.size or ""), it=it)
    bare, full = phrases.colour_word(v, thing.colour or ""), phrases.colour_word(v, thing.colour or "", "的")
    fresh, mono = DOUBLED[thing.colour or ""], words.MONO[thing.colour or ""]
    form = "{<d>|<d>|<it>是<d>|颜色<c>|颜色{是|要}<c>|<c>|<f>的|<m>颜色{|的}|要<d>|颜色要<d>|全身<c>|涂<m>|<m>的}"
    return fill(v.rng, form, c=bare, d=full, f=fresh, m=mono, it=it)


def _related(v: Voice, plan: Plan) -> list[str]:
    first = plan.things[0]
    who = phrases.phrase(v, first, 0, v.chance(0.8))
    if first.link == "between":
        one, other = (phrases.phrase(v, plan.things[i], i, sure=True) for i in first.to)
        form = "{中间{是|有|放}<w>|<w>在{它们|}中间|它们{中间|之间}{有|是}<w>|它俩中间{有|放|是}<w>}"
        return [f"{one}{v.rng.choice('和、和')}{other}", fill(v.rng, form, w=who)]
    at = first.to[0]
    other_thing = plan.things[at]
    side = early(v.rng, words.LINKS[first.link or ""], 1.3).lstrip("的")
    pose = v.rng.choice(words.POSES[first.link or ""])
    long = v.rng.choice([s for s in words.LINKS[first.link or ""] if len(s) > 1 and s[0] not in "的之近一"])
    noun = phrases.lemma(v, other_thing.kind, 2.4)
    if v.chance(0.5):
        form = "{<it><l>{是|有|<p>着|画}<w>|<l>{是|有|<p>着}<w>|<k><s>{是|有|<p>着}<w>|<w>在<it><l>|<w><p>在<k><s>|它<l>来<w>}"
        return [
            _told(v, other_thing, at),
            fill(v.rng, form, it=phrases.pronoun(other_thing), l=long, w=who, p=pose, k=noun, s=side),
        ]
    colour, bare = other_thing.colour, replace(other_thing, colour=None)
    to = phrases.phrase(v, bare if colour else other_thing, at, v.chance(0.4))
    form = "{<it>在<b><s>|<p>在<b><s>|<it><p>在<b><s>|放在<b><s>|<it>要在<b><s>}"
    parts = [
        _told(v, replace(first, link=None, to=()), 0),
        fill(v.rng, form, it=phrases.pronoun(first), p=pose, b=to, s=side),
    ]
    if colour:
        parts.append(
            fill(
                v.rng,
                "<k>{是<d>|要<d>|的颜色是<c>|<d>}",
                k=noun,
                d=phrases.colour_word(v, colour, "的"),
                c=phrases.colour_word(v, colour),
            )
        )
    return parts


def prose(v: Voice) -> Told:
    plan = some_plan(v.rng, False)
    return "." + tell(v, plan), plan


def fond(v: Voice) -> Told:
    """我家孩子喜欢小汽车,画辆红的呗"""
    thing = replace(some_thing(v.rng), count=v.rng.choice((1, 1, 1, 1, 2, 3)), size=None, colour=v.rng.choice(COLOURS))
    if v.chance(0.25):
        thing = replace(thing, colour=None, size=v.rng.choice(("small", "large")))
    look = (
        phrases.colour_word(v, thing.colour, "的")
        if thing.colour
        else {"small": "小的", "large": "大的"}[thing.size or ""]
    )
    m = phrases.measure(v, thing.kind)
    number = v.rng.choice(("", "一", "一")) if thing.count == 1 else "一两三四"[thing.count - 1]
    return "." + fill(v.rng, _FOND) + named(0) + phrases.lemma(v, thing.kind, 1.6) + fill(
        v.rng, "{,|,|。}{画|给画|帮我画|来|请画|要|就画}<n><m><l>{|呗|吧|,谢谢|可以吗}", n=number, m=m, l=look
    ), Plan((thing,))


def corrected(v: Voice) -> Told:
    """画一只猫,不对,一只兔子"""
    thing, roll = some_thing(v.rng), v.rng.random()
    cut = fill(v.rng, "{,<w>,|...<w>,|,<w>,|... <w>,|,<w>}", w=v.rng.choice(_WAIT.split("|")))
    if roll < 0.45:
        other = Thing(v.rng.choice([k for k in KINDS if k != thing.kind]))
        return (
            f"{phrases.counted(v, other, v.chance(0.5))}{phrases.described(v, other)}{cut}{v.rng.choice(('', '', '画', '是'))}{phrases.phrase(v, thing, 0, v.chance(0.6))}",
            Plan((thing,)),
        )
    if roll < 0.8:
        thing = replace(thing, colour=v.rng.choice(COLOURS), count=1, size=None)
        wrong = phrases.colour_word(v, v.rng.choice([c for c in COLOURS if c != thing.colour]), "的")
        right, noun, count = (
            phrases.colour_word(v, thing.colour or "", "的"),
            phrases.lemma(v, thing.kind, 1.6),
            phrases.counted(v, thing),
        )
        return fill(
            v.rng,
            "{<0><n><a><k><x><b>|<n><a><x><b><0><k>|<0><n><a><k><x>得是<b>}",
            n=count,
            a=wrong,
            b=right,
            x=cut,
            k=noun,
            **{"0": named(0)},
        ), Plan((thing,))
    thing = replace(thing, count=v.rng.choice((2, 3, 4)), colour=None, size=None)
    m, noun = phrases.measure(v, thing.kind), phrases.lemma(v, thing.kind, 1.6)
    wrong = v.rng.choice([n for n in "一两三四" if n != "一两三四"[thing.count - 1]])
    right = "一两三四"[thing.count - 1]
    return f"{wrong}{m}{named(0)}{noun}{cut}{right}{m}" + v.rng.choice(("", noun)), Plan((thing,))
