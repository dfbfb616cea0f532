"""The grammar says these things often enough to learn them, and each time with the right answer."""

import random
import re
from collections.abc import Callable
from functools import cache

import pytest

from danqing.core.domain import STARTER, Language
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Omit, Replace, Scene, Set
from danqing.training.starter.grammar import Turn, dialogue, first
from danqing.training.starter.grammar.plan import Voice
from danqing.training.starter.grammar.turns_of_phrase import phrase

Check = Callable[[Turn, re.Match[str]], bool]
COLOURS_EN = "|".join(STARTER.names("colours"))
COLOURS_ZH = {"红": "red", "黄": "yellow", "蓝": "blue", "绿": "green", "紫": "purple", "白": "white", "黑": "black"}
SEVERAL = "co\\w*le|pair|trio|few|set|lot|group|handful|threesome|duo|brace|quartet"
LINKS = {"above": "above", "over": "above", "under": "below", "beneath": "below", "on top of": "on", "on": "on"}


@cache
def _edits(language: Language) -> tuple[Turn, ...]:
    rng = random.Random(11)
    return tuple(t for _ in range(1500) for t in dialogue(rng, language=language, turns=6) if t.kind == "edit")


@cache
def _requests(language: Language, odd: bool) -> tuple[Turn, ...]:
    """First requests in a turn of phrase."""
    rng, turns = random.Random(11), []
    for _ in range(4000 if odd else 10000):
        marked, plan = phrase(Voice(rng), language, odd)
        reading = first.finish(rng, marked, language)
        edits = first.plan_edits(plan, reading)
        after = apply(SceneHistory(), edits).present
        turns.append(Turn(reading.text, edits, Scene(), after, language, "mixed" if odd else "first"))
    return tuple(turns)


def _related(turn: Turn, match: re.Match[str]) -> bool:
    if len(turn.after.subjects) == 1:  # "on the sea, a boat"
        return turn.after.background is not None
    one, last = turn.after.subjects[:2]
    return last.relation is not None and (last.relation.kind, last.relation.to) == (LINKS[match[1]], (one.id,))


def _all_of(turn: Turn, colour: str) -> bool:
    return all(s.colour == colour for s in turn.after.subjects)


def _all_single(turn: Turn, _: re.Match[str]) -> bool:
    return all(s.count == 1 for s in turn.after.subjects[:2])


def _first_is(turn: Turn, colour: str) -> bool:
    return turn.after.subjects[0].colour == colour


def _told_apart(turn: Turn, _: re.Match[str]) -> bool:
    one, other = turn.after.subjects
    return one.kind == other.kind and one.colour != other.colour and None not in (one.position, other.position)


def _given(turn: Turn, match: re.Match[str]) -> bool:
    sets = [edit for edit in turn.edits if isinstance(edit, Set)]
    return [edit.value for edit in sets] == list(match.groups()) and len({edit.id for edit in sets}) == 2


def _one_touched(turn: Turn, _: re.Match[str]) -> bool:
    return len({edit.id for edit in turn.edits if isinstance(edit, Set)}) == 1 < len(turn.before.subjects)


def _replaced(turn: Turn, match: re.Match[str]) -> bool:
    number = {"two": 2, "three": 3, "four": 4}.get(match[1]) or int(match[1])
    touched = {edit.id for edit in turn.edits if isinstance(edit, Replace)}
    return not touched or [s.count for s in turn.after.subjects if s.id in touched] == [number]


SAID: dict[str, tuple[Language, str, str, Check]] = {
    "a number before a point is no count": (
        "en",
        "first",
        rf"\b1[.):] ?an? (?!{SEVERAL}).* 2[.):] ?an? (?!{SEVERAL})(?!.*3[.):])",
        _all_single,
    ),
    "序号不是数量": (
        "zh",
        "first",
        r"1[.、):] ?(?:单独)?一(?!对|双|些|大?堆|大?群).* ?2[.、):] ?(?:单独)?一(?!对|双|些|大?堆|大?群)",
        _all_single,
    ),
    "圈号不是数量": (
        "zh",
        "first",
        r"1[红黄蓝绿紫白黑][^,。]*,?2[红黄蓝绿紫白黑]",
        lambda t, m: all(s.count == 1 and s.colour for s in t.after.subjects),
    ),
    "it is told later": ("en", "first", rf"^\D+\. it's ({COLOURS_EN})\. ", lambda t, m: _first_is(t, m[1])),
    "它是后说的": (
        "zh",
        "first",
        r"^(?!.*[两三四几]).*[,。]它是([红黄蓝绿紫白黑])色的?[,。]",
        lambda t, m: any(s.colour == COLOURS_ZH[m[1]] for s in t.after.subjects),
    ),
    "the place before the thing": (
        "en",
        "first",
        rf"^(?!.* and )({'|'.join(LINKS)}) (?:the|an?) (?!left|right)[a-z ]+ (?:sits|is|there is|put) an? [a-z ]+$",
        _related,
    ),
    "all of a colour": ("en", "first", rf"[,.;:] all ({COLOURS_EN})\W*$", lambda t, m: _all_of(t, m[1])),
    "全部一色": (
        "zh",
        "first",
        r"(?:统一|全部都是|一律|清一色)([红黄蓝绿紫白黑])色?的?\W*$",
        lambda t, m: _all_of(t, COLOURS_ZH[m[1]]),
    ),
    "taken back at once": (
        "en",
        "first",
        rf"^an? [a-z -]+(?:, no|, no wait|, i mean|\.\.\. no),? (?:an? )?({COLOURS_EN}) [a-z]+\W*$",
        lambda t, m: _first_is(t, m[1]),
    ),
    "颜色说错": (
        "zh",
        "first",
        r"^\w{1,3}色的?,(?:不|不对|哦不|错了),([红黄蓝绿紫白黑])色的",
        lambda t, m: _first_is(t, COLOURS_ZH[m[1]]),
    ),
    "no background": ("en", "first", r"no background$", lambda t, m: t.after.background is None),
    "没有背景": (
        "zh",
        "first",
        r"(没有|不要|无)背景$",
        lambda t, m: t.after.background is None and bool(t.after.subjects),
    ),
    "a page of one colour": (
        "en",
        "first",
        rf"^an all[- ]({COLOURS_EN}) (?:picture|image|page|canvas|scene) ",
        lambda t, m: t.after.background == f"plain {m[1]}",
    ),
    "满纸一色": (
        "zh",
        "first",
        r"^满是([红黄蓝绿紫白黑])色的画面",
        lambda t, m: t.after.background == f"plain {COLOURS_ZH[m[1]]}",
    ),
    "two of a kind by place": ("en", "first", r"^one [a-z -]+ (?:on|in|at) the .* and (?:one|another) ", _told_apart),
    "按位置分开": ("zh", "first", r"那.\w+是.*那.\w+是[^,]*的$", _told_apart),
    "looks before the thing": ("en", "first", rf"\bmake it ({COLOURS_EN})\b.*: an? ", lambda t, m: _first_is(t, m[1])),
    "先说颜色": (
        "zh",
        "first",
        r"^颜色[要是用]([红黄蓝绿紫白黑])色?的?,(?:画|来|给)",
        lambda t, m: _first_is(t, COLOURS_ZH[m[1]]),
    ),
    "behind is left out": (
        "en",
        "mixed",
        r"^(?!.*\bwith\b)[a-z -]+ behind (?:an?|the) [a-z -]+$",
        lambda t, m: any("behind" in edit.text for edit in t.edits if isinstance(edit, Omit)),
    ),
    "后面不画": (
        "zh",
        "mixed",
        r"在[^,]*(后面|前面)$",
        lambda t, m: all(s.relation is None for s in t.after.subjects) and t.edits[-1] == Omit(m[1]),
    ),
    "two subjects, two colours": (
        "en",
        "edit",
        rf"the [a-z ]+ ({COLOURS_EN})(?:,| and) (?:the|that|those) [a-z ]+ ({COLOURS_EN})$",
        _given,
    ),
    "the other one stays": (
        "en",
        "edit",
        r"^(?:don't touch|leave) the [a-z]+(?: alone but|,) (?!.*\band\b)",
        _one_touched,
    ),
    "别的不动": ("zh", "edit", r"^[^,。;]+,[^,。;]+(?:别动|保持原样)$", _one_touched),
    "another kind, another number": (
        "en",
        "edit",
        r"(?:with|into|for|by) (two|three|four|2|3|4) [a-z]+$",
        _replaced,
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_phrasing(name: str) -> None:
    language, kind, pattern, check = SAID[name]
    turns = _edits(language) if kind == "edit" else _requests(language, kind == "mixed")
    found = [(turn, match) for turn in turns if (match := re.search(pattern, turn.text))]
    assert found
    assert not [turn for turn, match in found if not check(turn, match)]
