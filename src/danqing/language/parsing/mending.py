"""Mending: where the segmenter cut Chinese in the wrong place, the cut moves to where both sides are known."""

import re
from collections.abc import Sequence
from itertools import pairwise

from danqing.language.parsing.grammar import Grammar
from danqing.language.vocabulary.terms import Term, Vocabulary

_BETWEEN = "着了过个"
_PARTED = re.compile(rf"(.)[{_BETWEEN}]{{1,2}}(.{{1,2}})")


def mend(words: list[tuple[str, str]], known: Vocabulary, grammar: Grammar) -> None:
    """草 地上 as 草地 上: the longer noun comes first where both ways are known. Changes ``words``, pairs with tags."""
    for i, (first, second) in enumerate(pairwise(tuple(words))):
        longer = first[0] + second[0][0]
        cut = len(first[0]) == 1 and len(second[0]) == 2
        if len(first[0]) == 1 and len(second[0]) > 2 and _is_cut_wrong(longer, second[0], known, grammar):
            words[i], words[i + 1] = (longer, "a"), (second[0][1:], second[1])  # 独 眼镜片
        elif cut and grammar.may_be(second[0][1], "relation") and known.get(longer) is not None:
            words[i], words[i + 1] = (longer, "n"), (second[0][1], "f")
        elif second[0] == "色调" and len(first[0]) == 1 and known.get(f"{first[0]}色") is not None:
            words[i], words[i + 1] = (f"{first[0]}色", "n"), ("调", "")
        elif first[0] == "一" and second[0] == "双手":
            words[i + 1 : i + 2] = [("双", "q"), ("手", "n")]
        elif _is_cut_late(first[0], second[0], known):
            words[i], words[i + 1] = (first[0][:-1], first[1]), (first[0][-1] + second[0], "n")  # 举着手 机


def _is_cut_wrong(longer: str, second: str, known: Vocabulary, grammar: Grammar) -> bool:
    both = known.get(second[1:]) is not None and known.get(longer) is not None
    return both and second not in grammar.words and known.get(second) is None


def _is_cut_late(first: str, second: str, known: Vocabulary) -> bool:
    """Whether the end of an action begins what it is done to, which is no word without it."""
    if len(first) < 2 or len(second) != 1 or known.get(second) is not None:
        return False
    deed, thing = known.get(first[:-1]), known.get(first[-1] + second)
    return deed is not None and deed.type == "verb" and thing is not None and thing.type == "subject"


def parted(words: Sequence[tuple[str, str]], at: int, known: Vocabulary, grammar: Grammar) -> tuple[int, Term | None]:
    """How many words from ``at`` on are a deed with something between its verb and object, and that deed.

    打着瞌睡, 洗了个澡; not where a place goes before, as in 地上晒着玉米.
    """
    first, second = words[at][0], words[at + 1][0] if at + 1 < len(words) else ""
    if len(first) > 4 or not (first[1:2] in _BETWEEN if len(first) > 1 else second[:1] and second[0] in _BETWEEN):
        return 1, None
    if at > 0 and _is_where(words[at - 1][0], known, grammar):
        return 1, None
    for size in range(min(4, len(words) - at), 0, -1):
        match = _PARTED.fullmatch("".join(word for word, _ in words[at : at + size]))
        deed = known.get(match[1] + match[2]) if match is not None else None
        if match is not None and deed is not None and deed.type == "attribute":
            looks = known.get(match[2])
            return (1, None) if looks is not None and looks.type in ("size", "colour") else (size, deed)  # 长着大眼睛
    return 1, None


def _is_where(word: str, known: Vocabulary, grammar: Grammar) -> bool:
    term = known.get(word)
    return grammar.may_be(word, "relation") or (term is not None and term.type in ("place", "position"))
