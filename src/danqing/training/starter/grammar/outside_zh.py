"""Chinese for what cannot be drawn: things with their looks and doings, places and styles, talk."""

import random

from danqing.training.starter.grammar import lexicon_zh
from danqing.training.starter.grammar import outside_nouns_zh as nouns
from danqing.training.starter.grammar.fresh_zh import characters, made_up
from danqing.training.starter.grammar.markup import quote
from danqing.training.starter.grammar.talk_zh import QUESTIONS, TALK
from danqing.training.starter.grammar.template import early, fill

MEASURES = "个 个 只 只 条 张 把 位 台 辆 头 匹 块 件 本 支 座 根 种 副 名 碗 架 盏 片 双 颗 串 朵 粒 瓶 杯 盘 盆 棵 艘 套 尊 栋 幅 卷 包 盒 顶 面".split()
colour_odd = nouns.COLOURS


def noun(rng: random.Random) -> str:
    """A noun of something that cannot be drawn: half of them made anew."""
    roll = rng.random()
    return made_up(rng) if roll < 0.45 else rng.choice(nouns.LOOKALIKES if roll < 0.54 else rng.choice(nouns.ALL))


def verb(rng: random.Random) -> str:
    """What one can do to a thing, or a word that could mean it."""
    return characters(rng, rng.choice((1, 2))) if rng.random() < 0.25 else rng.choice(nouns.VERBS)


def adjective_odd(rng: random.Random) -> str:
    """An attribute that cannot be drawn, with its 的."""
    if rng.random() < 0.5:
        return rng.choice(nouns.ADJECTIVES)
    return fill(rng, _LOOKS, n=noun(rng), v=verb(rng), c=characters(rng, 1))


def phrase_odd(rng: random.Random) -> str:
    """What a thing does, said after it."""
    if rng.random() < 0.35:
        return rng.choice(_DOINGS)
    return fill(
        rng, "{戴着|拿着|穿着|叼着|背着|<v>着|<v>着|<v>着|正在<v>|在<v>|正<v>|会<v>}[一个]<n>", n=noun(rng), v=verb(rng)
    )


def useful_odd(rng: random.Random) -> str:
    """The bare noun of a thing that cannot be drawn."""
    return rng.choice(nouns.THINGS)


def place_odd(rng: random.Random) -> str:
    """A place that is no background."""
    if rng.random() < 0.55:
        return rng.choice(nouns.PLACES)
    return fill(rng, "<n>{里|里面|旁|旁边|边|后面|上|中|店里|市|国|镇上|村里|星球上|博物馆里|广场上}", n=noun(rng))


def ground_odd(rng: random.Random) -> str:
    """A background, by name, that is none."""
    return noun(rng) if rng.random() < 0.4 else rng.choice(_GROUNDS)


def style_odd(rng: random.Random) -> str:
    """A style that is none of the five."""
    return (
        made_up(rng) + rng.choice(("派", "风", "画", "主义", "艺术"))
        if rng.random() < 0.25
        else rng.choice(nouns.STYLES)
    )


def thing_odd(rng: random.Random, long: float = 0.15) -> str:
    """A noun phrase for something that cannot be drawn, with its number and measure word."""
    roll = rng.random()
    if roll < 0.06:
        return rng.choice(nouns.BRANDS)
    word = noun(rng)
    if roll < 0.14:
        return rng.choice(("我", "我的", "我家的", "你的", "他的", "我们")) + word
    parts = []
    if roll < 0.75:
        number = rng.choice("一一一一一一一一一两三几五四十") if rng.random() < 0.93 else rng.choice("0123456789")
        parts.append(number + rng.choice(MEASURES))
    if rng.random() < 0.22:
        parts.append(
            rng.choice(lexicon_zh.COLOURS[rng.choice(tuple(lexicon_zh.COLOURS))][:4]).rstrip("色!")
            + rng.choice(("色的", "色", "的"))
        )
    if rng.random() < 0.1:
        parts.append(rng.choice(("大", "小", "大大的", "小小的", "巨大的", "很大的")))
    if rng.random() < long:
        parts.append(adjective_odd(rng))
    return "".join(parts) + word


def request_odd(rng: random.Random) -> str:
    """A whole request with nothing that can be drawn, marked with what to quote of it."""
    roll = rng.random()
    if roll < 0.36:
        return _talk(rng)
    if roll < 0.42:
        return fill(rng, "{画|画一下|画个|给我看看|能画}<q>", q=quote(rng.choice(nouns.ABSTRACT)))
    if roll < 0.46:
        return quote(_mash(rng))
    if roll < 0.52:
        return _wished(rng)
    thing = thing_odd(rng)
    if rng.random() < 0.12:
        thing = rng.choice(nouns.PLACES) + "的" + thing
    return fill(rng, early(rng, _FRAMES, 1.2), q=quote(thing))


def _talk(rng: random.Random) -> str:
    known, other = (rng.choice(kind) for kind in rng.sample(list(lexicon_zh.KINDS.values()), 2))
    text = fill(
        rng,
        rng.choice(QUESTIONS if rng.random() < 0.3 else TALK),
        n=noun(rng),
        m=noun(rng),
        b=rng.choice(nouns.BRANDS),
        d=str(rng.randrange(2, 999)),
        k=known,
        j=other,
        c=rng.choice(tuple(lexicon_zh.MONO.values())),
        v=verb(rng),
    )
    return quote(text) + rng.choice(("", "", "", "?", "!", "。", "~"))


def _wished(rng: random.Random) -> str:
    """Something to be designed for an owner, named perhaps; or a thing that was called something else at first."""
    if rng.random() < 0.5:
        form = "{给|帮|为}{我|我们|朋友|公司}的<n>{店|厂|馆|班|社团|}{设计|做|弄|画}{一个|个|一张|}{logo|标志|海报|菜单|招牌|名片|封面|传单}[,{名字|店名}叫<m>]"
        return quote(fill(rng, form, n=noun(rng), m=made_up(rng)))
    form = "{画|}{一个|}<n>{...|,|。}{不对,|我是说|应该是|不,|我的意思是|哦不,}<q>"
    return fill(rng, form, n=noun(rng), q=quote(thing_odd(rng)))


def _mash(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.6:
        return characters(rng, rng.randrange(3, 8))
    row = rng.choice(("asdfghjkl", "qwertyuiop", "1234567890", "啊哈嘿", "zxcvbnm"))
    return "".join(rng.choice(row) for _ in range(rng.randrange(4, 12)))


_LOOKS = (
    "{{戴着|拿着|抱着|穿着|骑着|吃着|叼着|背着|带|有|坐在|长着|没有|披着|印着|镶着|贴着|<v>着}<n>的|<n>{做的|做成的|味的|形的|形状的|图案的|一样的|材质的}"
    "|{会|爱|正在|不会|想}<v>{|<n>}的|<c><c>的|{很|特别|有点}<c>的}"
)
_DOINGS = tuple(
    """在跳舞 在睡觉 在唱歌 在哭 在笑 在奔跑 正在跑步 正在打架 在看书 在弹吉他 在做饭 在打电话 正在喝水 在抓老鼠 在踢足球 在晒衣服 在写作业 在玩手机 戴着帽子
    戴着墨镜 穿着衣服 张开翅膀 伸着舌头 闭着眼睛 打着哈欠 冒着烟 着火了 在跳绳 在吃饭 在冲浪 在打篮球 翘着尾巴 在思考人生""".split()
)
_GROUNDS = "森林 城市 厨房 城堡 街道 花园 丛林 太空 银河 山洞 图书馆 学校 农场 村庄 小桥 河流 湖泊 彩虹 砖墙 竹林 公园 超市 寺庙 渐变 体育场 瀑布 宇宙 大火 故宫 长城 教室 办公室 透明".split()
_FRAMES = (
    "<q>", "画<q>", "画<q>", "请画<q>", "帮我画<q>", "给我画<q>", "我想要<q>", "能画<q>吗?", "来<q>", "画一下<q>", "我要<q>", "生成<q>", "能不能画<q>", "可以画<q>吗",
    "请帮我画<q>", "麻烦画<q>", "想看<q>", "做{一张|一幅}<q>的{海报|图|照片|画}", "来一张<q>的{图|画|照片}", "画个<q>吧", "<q>怎么样", "给我来<q>", "我想看<q>", "整<q>", "那就画<q>",
)  # fmt: skip
