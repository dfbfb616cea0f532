"""Fresh Chinese nouns: made anew each time, so that what is not known is told by its not being known."""

import random
from functools import cache

from danqing.training.starter.grammar import lexicon_zh
from danqing.training.starter.grammar import outside_nouns_zh as nouns

# What a compound ends with says what it is; with none of these is it a kind that can be drawn.
_HEADS = (
    "器机仪灯椅凳桌柜锅碗盘瓶壶桶箱盒袋包帽鞋靴裤裙衫衣袜巾被枕床刀剑枪炮锤钳锯斧针绳网笼棒棍杆架板墙门窗楼塔桥亭庙宫殿厂店馆院站场园街路河湖岛洞"
    "师员工匠手迷徒兵王怪兽龙虎豹狮熊狼狗犬猪牛羊马驴鹿猴猿象鼠蛇龟蛙虫蝶蜂蚁蛛虾蟹贝鲸鲨饼糕面粥汤饭菜肉酱糖茶酒奶油醋果瓜豆薯葱蒜椒参草藤竹"
    "纸笔书琴鼓笛球棋牌卡币表钟镜牙骨皮毛膏药丸石铁铜柱梯炉泵阀帆桨橇轿旗幡匾碑俑鼎罐缸盆篮筐篓席毯帘梳簪钗扇佛仙魔鬼妖侠娃人"
)
_TAILS = ("机器 饼干 玩具 模型 雕像 面具 手册 大师 先生 小姐 博士 战士 怪兽 神兽 大厦 广场 车站 公司 乐队 比赛 节目 程序 软件 "
          "零件 装置 设备 套装 蛋糕 罐头 火锅 面条 披萨 口味 病毒 细菌 元素 星人 族人 王国 帝国 学院 部队 计划 协议 舞者").split()  # fmt: skip
# Names from abroad are spelt with these.
_FOREIGN = "阿埃艾安奥巴贝比波布茨达丹德迪蒂杜顿恩尔菲费夫弗盖戈格古哈海赫霍基吉加杰卡凯科克肯库拉莱兰朗雷里利莉林伦罗洛马玛麦曼米莫姆穆纳奈南尼努诺欧帕佩皮普奇乔切萨塞森沙施斯苏索塔泰坦特提图托瓦维沃乌西希夏谢辛雅亚耶伊尤约泽扎詹兹佐"
# What t2s conversion rewrites, or says something by itself: numbers, places, colours, verbs of a request.
_LEFT_OUT = frozenset(
    "菸薹捱摺吒徵夥甯榘麴醣乾藉瞭著麽於後裏的了吗呢吧啊不没去加减换变再还要和与跟大小一二三四五六七八九十百千万两几多少左右上下中前后里外旁边间今明昨年月日"
    "红橙橘黄绿蓝青紫粉棕褐白黑灰金银我你您他她它们这那是有在把给让请画来放个只条张颗朵座棵辆艘枚把匹头位双对些都很也就能会想做"
    "又从或并如因所以其此该每各某非无未已曾正将才刚便即则而且但虽若为于至到往向由自被比叫用靠依据除关什么怎谁哪何美好漂亮乖萌帅酷靓佳"
)
_RARE = 0.15
"""Share of the characters that come from the rarer half of GB 2312."""


@cache
def known_words() -> frozenset[str]:
    """Every word of the lexicon: what it names can be drawn, or says how."""
    tables = (lexicon_zh.KINDS, lexicon_zh.SHORT, lexicon_zh.COLOURS, lexicon_zh.SIZES, lexicon_zh.COUNTS,
              lexicon_zh.PLACES, lexicon_zh.LINKS, lexicon_zh.SETTINGS, lexicon_zh.SETTING_NAMES, lexicon_zh.STYLES)  # fmt: skip
    return frozenset(word.rstrip("!") for rows in tables for row in rows.values() for word in row)


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(
        sorted({word for table in (lexicon_zh.KINDS, lexicon_zh.SHORT) for row in table.values() for word in row})
    )


def is_known(word: str) -> bool:
    """Whether the word, or the head that it ends with, names something that can be drawn or says how."""
    return word in known_words() or word.endswith(_kinds())


@cache
def _characters() -> tuple[str, str]:
    """The common and the rarer characters of GB 2312, less those that name a kind or are no part of a noun."""
    halves = []
    for first, last in ((0xB0, 0xD8), (0xD8, 0xF8)):
        rows = (bytes((high, low)) for high in range(first, last) for low in range(0xA1, 0xFF))
        found = (row.decode("gb2312", "ignore") for row in rows)
        halves.append("".join(c for c in found if c and c not in _LEFT_OUT and not is_known(c)))
    return halves[0], halves[1]


def characters(rng: random.Random, number: int) -> str:
    """So many characters, each by itself."""
    common, rarer = _characters()
    return "".join(rng.choice(rarer if rng.random() < _RARE else common) for _ in range(number))


def made_up(rng: random.Random) -> str:
    """A noun that is not known, of a single character up to a compound of two nouns."""
    while is_known(word := _composed(rng)):
        pass
    return word


def _composed(rng: random.Random) -> str:
    roll, head = rng.random(), rng.choice(_HEADS)
    if roll < 0.3:
        return characters(rng, rng.choice((2, 2, 2, 2, 3))) if roll > 0.03 else head
    if roll < 0.55:
        return characters(rng, rng.choice((1, 1, 2))) + rng.choice((head, head, head, "子"))
    if roll < 0.65:
        return characters(rng, rng.choice((1, 2, 2))) + rng.choice(_TAILS)
    if roll < 0.75:
        return "".join(rng.choice(_FOREIGN) for _ in range(rng.choice((2, 2, 3, 3, 4)))) + rng.choice(("", "", head))
    if roll < 0.88:  # a thing of something that can be drawn: a fish's lamp is no fish
        return rng.choice(_kinds()) + rng.choice((head, head, rng.choice(nouns.THINGS), rng.choice(_TAILS)))
    one, other = (rng.choice(rng.choice(nouns.ALL)) for _ in range(2))
    return one[:2] + head if roll < 0.94 else one + other
