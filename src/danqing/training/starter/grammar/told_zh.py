"""Chinese requests told piece by piece: prose, labels, numbered lists, sides, topic and comment, corrections."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar import phrases_zh as phrases
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_zh import place_odd, thing_odd
from danqing.training.starter.grammar.plan import COLOURS, KINDS, Plan, Thing, Voice, sided_things, some_plan, some_thing
from danqing.training.starter.grammar.template import early, fill

Told = tuple[str, Plan]
_SHORT = {
    "left": "左|左边|左|左侧", "right": "右|右边|右|右侧", "top": "上|上面|上边|上方", "bottom": "下|下面|下边|下方", "centre": "中|中间|正中|中央",
    "top left": "左上|左上角", "top right": "右上|右上角", "bottom left": "左下|左下角", "bottom right": "右下|右下角",
}  # fmt: skip
_FOND = "{{我家{孩子|宝宝|闺女|儿子}|我女儿|我{儿子|}|小朋友|{我们|}班上同学|他|奶奶|大家}{喜欢|最爱|特别喜欢|想要|爱看}|{今天|这节课}{学|讲|教}|故事里有|孩子最近迷上了}"
_WAIT = "不|不对|不是|哦不|错了|算了|说错了|等等|啊不|应该是|不不"
_FRESH = {"red": "红红", "yellow": "黄黄", "green": "绿绿", "blue": "蓝蓝", "purple": "紫紫", "pink": "粉粉", "white": "白白", "black": "黑黑", "grey": "灰灰", "orange": "橙橙", "brown": "棕棕"}  # fmt: skip


def tell(v: Voice, plan: Plan) -> str:
    """Any plan (but one with an odd link) as a few short sentences."""
    parts, first, things = _scenery(v, plan), plan.things[0], list(enumerate(plan.things))
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


def _scenery(v: Voice, plan: Plan) -> list[str]:
    parts = []
    if plan.odd_place:
        parts.append(quote(place_odd(v.rng)))
    elif plan.background and plan.background.startswith("plain "):
        name, bare = phrases.colour_word(v, plan.background[6:]).rstrip("的"), words.MONO[plan.background[6:]]
        form = "{背景{是|要|为|用|全是|填满|涂满|涂成|刷成|填成}<c>|把背景{涂成|填成|弄成|填满|画成}<c>|{整个|}背景{全|都|}是<c>的|<m>底|底色<m>|<c>背景|<m>底儿|背景<m>的|用<c>铺满背景|底子是<c>|满屏<c>}"
        parts.append(fill(v.rng, form, c=name, m=bare))
    elif plan.background:
        name, where = early(v.rng, words.SETTING_NAMES[plan.background], 1.2), early(v.rng, words.SETTINGS[plan.background], 1.4)
        form = "{<n>|<s>|<s>|背景是<n>|场景是<n>|这是<n>|背景:<n>|地点是<n>|把背景画成<n>|背景填满<n>}"
        if plan.background in ("night", "sunset", "snow", "day sky"):
            name_it = {"night": "晚上|夜里|夜晚|深夜|半夜", "sunset": "傍晚|黄昏|日落时分", "snow": "冬天", "day sky": "白天|大白天"}[plan.background]
            if v.chance(0.5):
                form, name = "{<n>|是<n>|<n>了|时间是<n>|现在是<n>|<n>的时候}", v.rng.choice(name_it.split("|"))
        parts.append(fill(v.rng, form, n=name, s=where))
    if plan.style or plan.odd_style:
        parts.append(fill(v.rng, "{<s>|用<s>|风格:<s>|全部用<s>|都画成<s>|整体<s>|<s>的|要<s>|画风是<s>}", s=phrases.style_name(v, plan.style)))
    return parts


def _told(v: Voice, thing: Thing, index: int) -> str:
    """A thing, some of its attributes said after it."""
    late = [f for f in ("colour", "size", "position") if getattr(thing, f) and (f == "position" or v.chance(0.55))]
    head = phrases.phrase(v, replace(thing, link=None, to=(), **dict.fromkeys(late)), index, v.chance(0.75))  # type: ignore[arg-type]
    text = fill(v.rng, "{<x>|<x>|<x>|有<x>|画<x>|那儿有<x>|来<x>}", x=head)
    v.rng.shuffle(late)
    for field in late:
        text += fill(v.rng, "{,|,|,|。| }") + _tail(v, thing, field)
    return text


def _they(thing: Thing) -> str:
    return "它们" if thing.count > 1 or thing.beyond else "它"


def _tail(v: Voice, thing: Thing, field: str) -> str:
    it = _they(thing)
    if field == "position":
        pose = v.rng.choice(("飘", "挂", "停", "站", "坐", "长", "靠", "摆", "立"))
        form = "{在<w>|放在<w>|在<w>|<it>在<w>|位置在<w>|画在<w>|<p>在<w>|摆<w>|放<w>|要在<w>|把<it>画在<w>}"
        return fill(v.rng, form, w=phrases.place(v, thing.position or ""), it=it, p=pose)
    if field == "size":
        return fill(v.rng, "{<s>|要<s>|<it><s>|画<s>|个头<s>|<s>}", s=phrases.size_tail(v, thing.size or ""), it=it)
    bare, full = phrases.colour_word(v, thing.colour or ""), phrases.colour_word(v, thing.colour or "", "的")
    fresh, mono = _FRESH[thing.colour or ""], words.MONO[thing.colour or ""]
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
    noun = early(v.rng, words.KINDS[other_thing.kind], 2.4)
    if v.chance(0.5):
        form = "{<it><l>{是|有|<p>着|画}<w>|<l>{是|有|<p>着}<w>|<k><s>{是|有|<p>着}<w>|<w>在<it><l>|<w><p>在<k><s>|它<l>来<w>}"
        return [_told(v, other_thing, at), fill(v.rng, form, it=_they(other_thing), l=long, w=who, p=pose, k=noun, s=side)]
    colour, bare = other_thing.colour, replace(other_thing, colour=None)
    to = phrases.phrase(v, bare if colour else other_thing, at, v.chance(0.4))
    form = "{<it>在<b><s>|<p>在<b><s>|<it><p>在<b><s>|放在<b><s>|<it>要在<b><s>}"
    parts = [_told(v, replace(first, link=None, to=()), 0), fill(v.rng, form, it=_they(first), p=pose, b=to, s=side)]
    if colour:
        parts.append(fill(v.rng, "<k>{是<d>|要<d>|的颜色是<c>|<d>}", k=noun, d=phrases.colour_word(v, colour, "的"), c=phrases.colour_word(v, colour)))
    return parts


def _prose(v: Voice) -> Told:
    plan = some_plan(v.rng, False)
    return "." + tell(v, plan), plan


def _labels(v: Voice) -> Told:
    """主体:兔子;颜色:灰;大小:大;位置:左"""
    base = some_plan(v.rng, False)
    thing = replace(some_thing(v.rng, 1.7), position=v.rng.choice((None, "left", "right", "top", "centre", "bottom left", "top right")))
    plan = Plan((thing,), base.background, base.style)
    rest: list[tuple[str, str | None]] = []
    colour = thing.colour and (words.MONO[thing.colour] if v.chance(0.4) else phrases.colour_word(v, thing.colour))
    rest.append(("颜色", colour))
    rest.append(("{大小|尺寸}", thing.size and (v.rng.choice({"small": ("小", "小", "小号"), "large": ("大", "大", "大号"), "medium": ("中", "中等")}[thing.size]))))
    rest.append(("{位置|放哪|地方|方位}", thing.position and v.rng.choice(_SHORT[thing.position].split("|"))))
    rest.append(("{数量|个数|多少}", v.rng.choice((str(thing.count), "一两三四"[thing.count - 1] + phrases.measure(v, thing.kind))) if thing.count > 1 else None))
    ground = plan.background
    rest.append(("{背景|场景}", ground and (phrases.colour_word(v, ground[6:]) if ground.startswith("plain ") else early(v.rng, words.SETTING_NAMES[ground], 1.3))))
    rest.append(("{风格|画风}", plan.style and early(v.rng, words.STYLES[plan.style], 1.3)))
    if v.chance(0.4):
        v.rng.shuffle(rest)
    sign = v.rng.choice((":", ":", ":", "=", "是", "为", " "))
    rows = [("{主体|主题|主角|画什么|物体|内容|对象|东西}", f"{named(0)}{early(v.rng, words.KINDS[thing.kind], 1.5)}"), *rest]
    return "." + v.rng.choice((";", ",", "。", " ", "、", ",")).join(fill(v.rng, k) + sign + t for k, t in rows if t), plan


def _listed(v: Voice) -> Told:
    """1. 红色的猫 2. 蓝色的鱼"""
    plan = replace(some_plan(v.rng, False), style=None)
    while plan.things[0].link or len(plan.things) < 2:
        plan = replace(some_plan(v.rng, False), style=None)
    mark = v.rng.choice(("<i>. ", "<i>.", "<i>、", "(<i>)", "<i>)", "第<o>,", "第<o>个是", "<o>、", "<o>是", "- "))
    items = []
    for i, thing in enumerate(plan.things):
        where = f",{v.rng.choice(('在', '放', '放在'))}{phrases.place(v, thing.position)}" if thing.position else ""
        items.append(fill(v.rng, mark, i=str(i + 1), o="一二三"[i]) + phrases.phrase(v, thing, i, v.chance(0.4)) + where)
    lead = v.rng.choice(("", "", "", "画:", "要画的东西:", "清单:", "请画:", "我要这些:"))
    return "." + lead + v.rng.choice((" ", ";", ",", "。", " ")).join([*items, *_scenery(v, plan)]), plan


def _sides(v: Voice) -> Told:
    """左树右房; 船在上,鱼在下"""
    plan, short = Plan(sided_things(v.rng)), v.chance(0.3)
    if v.chance(0.2):
        base = some_plan(v.rng, False)
        plan = replace(plan, background=base.background, style=base.style)
    form = v.rng.choice(("<w>{是|画|放|有}<x>", "<w>{是|画|放|有}<x>", "<x>在<w>", "<w>:<x>", "<w><x>", "<x>放<w>", "<w>画个<x>", "<w>来<x>", "<w>那{个|边}是<x>", "<x><w>", "把<x>画在<w>", "<x>靠<w>"))
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
            what = named(i) + colour + v.rng.choice(words.SHORT[thing.kind])
        else:
            what = phrases.phrase(v, replace(thing, position=None), i, v.chance(0.5))
        if "把" in form and thing.count == 1 and v.chance(0.5):
            what = named(i) + phrases.described(v, replace(thing, position=None))
        items.append(fill(v.rng, form, w=where, x=what))
    glue = v.rng.choice(("", "", ",") if short else (",", ",", "、", "。", ";", "", " "))
    text = glue.join(items)
    for part in _scenery(v, plan):
        text = f"{text},{part}" if v.chance(0.7) else f"{part},{text}"
    return "." + v.rng.choice(("", "", "", "画", "画个图,", "我要", "请画:")) + text, plan


def _topics(v: Voice) -> Told:
    """星星要三颗,黄的; 杯子两个,棕色; 颜色要蓝的,画一辆车"""
    position = v.rng.choice((None, None, "left", "right", "centre", "top", "bottom right"))
    thing = replace(some_thing(v.rng, 1.5), position=position)
    noun, m = early(v.rng, words.KINDS[thing.kind], 1.6), phrases.measure(v, thing.kind)
    said = [f for f in ("colour", "size", "position") if getattr(thing, f)]
    v.rng.shuffle(said)
    tails = [_tail(v, thing, f) for f in said]
    if tails and thing.count == 1 and v.chance(0.3):
        lead = f"{tails[0]},{v.rng.choice(('画', '来', '给我画', '要'))}" if said[0] == "colour" and tails[0][:2] in ("颜色", "要") else ""
        if lead:
            return "." + lead + f"{named(0)}{v.rng.choice(('一' + m, m, '一个'))}{noun}" + "".join("," + t for t in tails[1:]), Plan((thing,))
    if thing.count > 1 or v.chance(0.4):
        number = v.rng.choice([w for w in words.COUNTS[str(thing.count)] if w not in words.NO_MEASURE and len(w) == 1]) + m
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
    nouns = [early(v.rng, words.KINDS[t.kind], 2.4) for t in things]
    sizes = [("" if not t.size else {"small": "小小的", "large": "很大的", "medium": "中等大小的"}[t.size]) for t in things]
    counts = [phrases.counted(v, t, v.chance(0.8)) for t in things]
    head = v.rng.choice(("", "和", "、", ",", "和")).join(f"{named(i)}{c}{s}{n}" for i, (c, s, n) in enumerate(zip(counts, sizes, nouns, strict=True)))
    if alike:
        colour = phrases.colour_word(v, things[0].colour or "", "的")
        tail = fill(v.rng, "{颜色一样,都是<c>|都是<c>|都<c>|全都<c>|颜色都<c>|统一<c>|清一色<c>}", c=colour)
    else:
        verb = v.rng.choice(("是", "是", "要", "", "画成", "涂成"))
        tail = v.rng.choice((",", ",", ";", "")).join(n + verb + phrases.colour_word(v, t.colour or "", "" if verb[-1:] == "成" else "的") for n, t in zip(nouns, things, strict=True))
    text = head + v.rng.choice((",", ",", "。", ":")) + tail
    for part in _scenery(v, plan):
        text = f"{text},{part}" if v.chance(0.7) else f"{part},{text}"
    return "." + v.rng.choice(("", "", "画", "我要", "请画", "有")) + text, plan


def _each(v: Voice) -> Told:
    """四朵花,每朵都是紫色"""
    thing = replace(some_thing(v.rng), count=v.rng.choice((2, 2, 3, 3, 4)), colour=v.rng.choice(COLOURS), size=None)
    m, noun = phrases.measure(v, thing.kind), early(v.rng, words.KINDS[thing.kind], 1.6)
    form = "{<n><m><k>,每<m>都是<c>|<n><m><k>,{全|都}是<d>|<n><m><k>,每一<m>都<d>|<n><m><k>,都要<d>|<k><n><m>,都是<c>|<n><m><k>,全部<c>|<n><m><k>,个个都是<c>|<n><m>都是<d><k>|<n><m><k>,颜色都是<c>}"
    text = fill(v.rng, form, n=v.rng.choice(("", "", "两2俩", "三三3", "四四4")[thing.count]), m=m, k=noun, c=phrases.colour_word(v, thing.colour or ""), d=phrases.colour_word(v, thing.colour or "", "的"))
    return named(0) + text.replace("俩" + m, "俩"), Plan((thing,))


def _doubled(v: Voice) -> Told:
    """又大又红的苹果; 红红的小花儿"""
    thing = replace(some_thing(v.rng, 0.6), colour=v.rng.choice(COLOURS), size=v.rng.choice(("small", "large")))
    noun, count, mono = early(v.rng, words.KINDS[thing.kind], 1.6), phrases.counted(v, thing, v.chance(0.4)), words.MONO[thing.colour or ""]
    size = "小" if thing.size == "small" else "大"
    form = "{<n>又<s>又<m>的<k>|<n><k>,又<s>又<m>|<n>又<m>又<s>的<k>|<n><s><s>的<f>的<k>|<n><f>的<s><s>的<k>|<n><k>,<s><s>的,<f>的|<n><k>,<f>的,<s><s>的|<n>很<s>很<s>的<k>,<m>的|<n>{非常|特别|好}<s>{非常|特别|好|}<m>的<k>}"
    if mono in "橙紫粉棕灰" and v.chance(0.7):
        form = "{<n><s><s>的<c><k>|<n><k>,<s><s>的,<c>|<n>很<s>很<s>的<k>,<m>的|<n>好<s>好<s>的<c><k>}"
    return named(0) + fill(v.rng, form, n=count, s=size, m=mono, f=_FRESH[thing.colour or ""], k=noun, c=phrases.colour_word(v, thing.colour or "", "的")), Plan((thing,))


def _packed(v: Voice) -> Told:
    """红圆黄方块蓝三角; 两猫一鱼"""
    things = tuple(replace(some_thing(v.rng), kind=k, size=None, count=1, colour=v.rng.choice(COLOURS)) for k in v.rng.sample(KINDS, v.rng.choice((2, 2, 3))))
    if v.chance(0.45):
        things = tuple(replace(t, colour=None, count=v.rng.choice((1, 1, 2, 3, 4))) for t in things)
    glue = v.rng.choice(("", "", " ", ","))
    items = [f"{named(i)}{words.MONO[t.colour] if t.colour else '一两三四'[t.count - 1]}{early(v.rng, words.SHORT[t.kind], 2.2)}" for i, t in enumerate(things)]
    return v.rng.choice((".", ".", ".画", ".来")) + glue.join(items), Plan(things)


def _times(v: Voice) -> Told:
    """蘑菇x3"""
    things = tuple(replace(some_thing(v.rng), kind=k, count=v.rng.choice((1, 2, 2, 3, 4))) for k in v.rng.sample(KINDS, v.rng.choice((1, 1, 2, 3))))
    things = (replace(things[0], count=max(2, things[0].count)), *things[1:])
    form = v.rng.choice(("<k>x<n>", "<k>*<n>", "<k> x<n>", "<k>×<n>", "<k>(<n><m>)", "<k>:<n><m>", "<n>x<k>", "<k>{|,}<n><m>"))
    items = [named(i) + fill(v.rng, form, k=phrases.described(v, t), n=str(t.count), m=phrases.measure(v, t.kind)) for i, t in enumerate(things)]
    return v.rng.choice((".", ".", ".画", ".请画")) + v.rng.choice((",", ",", "、", " ")).join(items), Plan(things)


def _fond(v: Voice) -> Told:
    """我家孩子喜欢小汽车,画辆红的呗"""
    thing = replace(some_thing(v.rng), count=v.rng.choice((1, 1, 1, 1, 2, 3)), size=None, colour=v.rng.choice(COLOURS))
    if v.chance(0.25):
        thing = replace(thing, colour=None, size=v.rng.choice(("small", "large")))
    look = phrases.colour_word(v, thing.colour, "的") if thing.colour else {"small": "小的", "large": "大的"}[thing.size or ""]
    m = phrases.measure(v, thing.kind)
    number = v.rng.choice(("", "一", "一")) if thing.count == 1 else "一两三四"[thing.count - 1]
    return "." + fill(v.rng, _FOND) + named(0) + early(v.rng, words.KINDS[thing.kind], 1.6) + fill(v.rng, "{,|,|。}{画|给画|帮我画|来|请画|要|就画}<n><m><l>{|呗|吧|,谢谢|可以吗}", n=number, m=m, l=look), Plan((thing,))


def _corrected(v: Voice) -> Told:
    """画一只猫,不对,一只兔子"""
    thing, roll = some_thing(v.rng), v.rng.random()
    cut = fill(v.rng, "{,<w>,|...<w>,|,<w>,|... <w>,|,<w>}", w=v.rng.choice(_WAIT.split("|")))
    if roll < 0.45:
        other = Thing(v.rng.choice([k for k in KINDS if k != thing.kind]))
        return f"{phrases.counted(v, other, v.chance(0.5))}{phrases.described(v, other)}{cut}{v.rng.choice(('', '', '画', '是'))}{phrases.phrase(v, thing, 0, v.chance(0.6))}", Plan((thing,))
    if roll < 0.8:
        thing = replace(thing, colour=v.rng.choice(COLOURS), count=1, size=None)
        wrong = phrases.colour_word(v, v.rng.choice([c for c in COLOURS if c != thing.colour]), "的")
        right, noun, count = phrases.colour_word(v, thing.colour or "", "的"), early(v.rng, words.KINDS[thing.kind], 1.6), phrases.counted(v, thing)
        return fill(v.rng, "{<0><n><a><k><x><b>|<n><a><x><b><0><k>|<0><n><a><k><x>要<b>}", n=count, a=wrong, b=right, x=cut, k=noun, **{"0": named(0)}), Plan((thing,))
    thing = replace(thing, count=v.rng.choice((2, 3, 4)), colour=None, size=None)
    m, noun = phrases.measure(v, thing.kind), early(v.rng, words.KINDS[thing.kind], 1.6)
    wrong = v.rng.choice([n for n in "一两三四" if n != "一两三四"[thing.count - 1]])
    right = "一两三四"[thing.count - 1]
    return f"{wrong}{m}{named(0)}{noun}{cut}{right}{m}" + v.rng.choice(("", noun)), Plan((thing,))


CHINESE: Sequence[Callable[[Voice], Told]] = (
    _prose, _prose, _prose, _prose, _labels, _labels, _listed, _sides, _sides, _sides, _topics, _topics, _topics, _details, _details, _each,
    _doubled, _packed, _times, _fond, _corrected,
)  # fmt: skip
