"""What people do to their sentences: typos, missing spaces and points, fillers, emoji."""

import random
import re

from danqing.core.domain import Language

_WORD = re.compile(r"[a-z]{5,}")
_GAP = re.compile(r"(?<=[a-z]{3}) (?=[a-z]{3})")  # a space that a hurried typist leaves out
_EMOJI = tuple("😀😊😂🥰👍🙏✨🎨🔥💕😄😉🤗🎉👌😁🌟❤💖😍🐱🌈😅🤔👏")
_FILLERS_EN = (
    "um, ",
    "ok, ",
    "well, ",
    "so, ",
    "hmm ",
    "okay ",
    "oh, ",
    "hi, ",
    "hey ",
    "please, ",
    "right, ",
    "yo, ",
    "alright, ",
    "ah ",
    "actually ",
)
_FILLERS_ZH = (
    "嗯,",
    "那个,",
    "呃,",
    "好,",
    "嗨,",
    "你好,",
    "哎,",
    "就是,",
    "那,",
    "话说,",
    "对了,",
    "诶,",
    "好的,",
    "麻烦了,",
    "亲,",
)
_ENDS_EN = (
    "",
    "",
    "",
    "",
    "",
    ".",
    ".",
    "!",
    "...",
    " please",
    " pls",
    " thanks",
    " thx",
    "!!",
    " :)",
    " ~",
    "?",
    " ok?",
    " :d",
    " now",
    " thank you so much",
    " and thank you",
    ", please and thank you",
    " when you have time",
    ", if you don't mind",
    ", if it's not too much bother",
)
_ENDS_ZH = (
    "",
    "",
    "",
    "",
    "",
    "",
    "。",
    "。",
    "!",
    "~",
    "吧",
    "...",
    "谢谢",
    ",谢谢",
    "!!",
    "啊",
    "哦",
    "。。。",
    ",快点",
    "呗",
    ",拜托",
    ",谢谢您",
    ",谢谢您了",
    ",辛苦了",
    "嘛",
    "好不好",
    ",麻烦您了",
    "，好吗?",
    "，可以吗",
)


_ALIKE = tuple(
    pair.split(">")
    for pair in (
        "一只>一支|一只>一直|一只>一枝|一只>一之|两只>两支|三只>三支|一条>一跳|一朵>一多|一颗>一棵|一颗>一课|一棵>一颗|一座>一坐|一座>一做|一辆>一量|一艘>一搜|"
        "蓝>兰|蓝色>篮色|黄色>皇色|红色>洪色|红色>宏色|绿色>录色|棕色>综色|棕色>宗色|紫色>子色|橙色>澄色|橙色>成色|灰色>辉色|粉色>份色|粉红>分红|黑色>嘿色|白色>百色|"
        "兔子>免子|房子>防子|蘑菇>磨菇|蘑菇>魔菇|苹果>平果|气球>汽球|火箭>火剑|雨伞>雨散|杯子>怀子|太阳>太杨|月亮>月高|爱心>爱新|三角>三脚|圆形>园形|圆>园|"
        "左边>坐边|右边>有边|上面>上边|中间>中问|旁边>旁变|下面>下变|角落>角罗|背景>背影|背景>北景|草地>草弟|沙漠>沙莫|沙漠>砂漠|像素>象素|水彩>水采|霓虹>霓红|风格>风歌|"
        "画>话|画>划|的>得|的>地|小小的>小小地|大大的>大大地"
    ).split("|")
)
"""What a hurried hand takes for one another, by sound or by shape."""


def _misspelt(rng: random.Random, text: str) -> str:
    """One or two words written with a wrong character."""
    there = [(right, wrong) for right, wrong in _ALIKE if right in text]
    for right, wrong in rng.sample(there, min(len(there), rng.choice((1, 1, 2)))):
        text = text.replace(right, wrong, 1)
    return text


def roughen(rng: random.Random, text: str, language: Language) -> str:
    """The marked text as somebody typed it in a hurry; most stay as they are."""
    if language == "en":
        text = _typos(rng, text)
        if rng.random() < 0.015:
            text = _GAP.sub("", text, count=rng.choice((1, 1, 2)))
        if rng.random() < 0.03 and "," in text:
            text = text.replace(", ", rng.choice((",", " ", " , ")))
        if rng.random() < 0.02:
            text = re.sub(r"\b(a|an|the) ", "", text)
    else:
        if rng.random() < 0.05:
            text = text.replace(",", rng.choice((" ", "、", "", ";")))
        if rng.random() < 0.05:
            text = _misspelt(rng, text)
    fillers, ends = (_FILLERS_EN, _ENDS_EN) if language == "en" else (_FILLERS_ZH, _ENDS_ZH)
    if rng.random() < 0.05:
        text = rng.choice(fillers) + text
    if rng.random() < 0.35 and text[-1:] not in "?!.~。\ue001":
        text += rng.choice(ends)
    if rng.random() < 0.03:
        text = _emoji(rng, text)
    return text


def _emoji(rng: random.Random, text: str) -> str:
    signs = rng.choice(_EMOJI) * rng.choice((1, 1, 1, 2, 3))
    return f"{text}{rng.choice(('', ' '))}{signs}" if rng.random() < 0.8 else f"{signs} {text}"


def _typos(rng: random.Random, text: str) -> str:
    if rng.random() > 0.3:
        return text
    return _WORD.sub(lambda m: _typo(rng, m.group()) if rng.random() < 0.14 else m.group(), text)


def _typo(rng: random.Random, word: str) -> str:
    """One letter inside the word dropped, doubled or swapped with the next; first and last letters stay."""
    at = rng.randrange(1, len(word) - 2)
    roll = rng.random()
    if roll < 0.4:
        return word[:at] + word[at + 1 :]
    if roll < 0.7:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
