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
    elif rng.random() < 0.05:
        text = text.replace(",", rng.choice((" ", "、", "", ";")))
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
