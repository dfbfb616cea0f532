"""Translation of canonical English into Chinese, word for word, for replies: never for prompts."""

from functools import partial
from pathlib import Path

from danqing.core.domain import Language
from danqing.core.script import HAN
from danqing.language.vocabulary.inflection import singular
from danqing.language.vocabulary.pieces import piecewise
from danqing.language.vocabulary.terms import Vocabulary, spaced, vocabulary

_RELATIONS = {
    "on": "上面", "under": "下面", "below": "下方", "above": "上方", "behind": "后面", "in front of": "前面",
    "next to": "旁边", "between": "之间", "among": "之间", "around": "周围", "in": "里面", "opposite": "对面",
    "against": "旁边",
    "left of": "左边", "right of": "右边", "left": "左边", "right": "右边", "top": "上方", "bottom": "下方",
    "center": "中间", "centre": "中间", "top left": "左上角", "top right": "右上角", "bottom left": "左下角",
    "bottom right": "右下角", "foreground": "前景", "background": "背景", "corner": "角落", "outside": "外面",
    "everywhere": "到处", "both sides": "两侧", "at the bottom of": "脚下",
}  # fmt: skip
_SMALL = {
    "a": "", "an": "", "the": "", "with": "带着", "in": "穿着", "and": "和", "of": "的", "very": "很",
    "dark": "深", "light": "浅", "bowl of": "一碗", "cup of": "一杯", "glass of": "一杯", "plate of": "一盘",
    "bottle of": "一瓶", "pot of": "一壶", "basket of": "一篮", "box of": "一箱",
}  # fmt: skip


def translate(text: str, language: Language, own: Path | None = None) -> str:
    """``戴着红色帽子`` for ``wearing red hat``; the text itself where there is a word that nobody knows.

    ``own``: the user's vocabulary.
    """
    if language == "en" or HAN.search(text):
        return text
    if text in _RELATIONS:
        return _RELATIONS[text]
    known = vocabulary(own)
    term = known.named(text)
    if term is not None and term.chinese:
        return term.chinese
    said = piecewise(spaced(text).split(), " ", partial(_said, known=known))
    return "".join(said or ()) or text


def _said(phrase: str, known: Vocabulary) -> str | None:
    if phrase in _SMALL:
        return _SMALL[phrase]
    term = known.named(phrase) or known.named(singular(phrase))
    return term.chinese if term is not None else None
