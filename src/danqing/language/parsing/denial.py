"""Denials: what must not be in the picture. Their words are exclusions and nothing else."""

from danqing.language.parsing.reader import Reader

_NOUNS = frozenset("subject place attribute colour weather lighting material time mood style composition".split())
_NAMED = ("background", "背景", "colour", "color", "colours", "colors", "颜色", "foreground")
_STOPPED = ("is", "are", "need", "more", "longer", "matter", "idea", "problem")


_BEING = ("is", "are", "be", "if", "or", "do", "does", "did", "only", "it's", "just")
_BEFORE_NOUNS = ("determiner", "number", "colour", "size", "attribute")
"""What tells that a drop is a thing and nothing to be done."""
_HIDDEN = frozenset("visible seen shown showing show there included appear present recognisable recognizable".split())
_AUXILIARIES = frozenset(("be", "is", "are", "should", "must", "can", "will", "may", "to"))
_NEVER = frozenset(
    f"{verb}{end}" for verb in "should must can is are wo do does".split() for end in ("n't", "n’t", "nt")
)
_NEVER |= {"not", "cannot", "can't", "can’t"}
_SHOWN = ("露出", "露出来", "露", "露面", "出现", "出镜", "入镜", "入画", "显示", "可见")


def denials(reader: Reader) -> None:
    """Finds all exclusions and marks their tokens as taken."""
    i = 0
    while i < reader.size:
        token = reader.at(i)
        if hidden := _hidden(reader, i):
            i = hidden
        elif token.kind == "negation":
            i = i + 2 if _is_undone(reader, i) else _denied(reader, i + 1)
        elif token.kind == "removal" and not token.is_han and reader.kind(i - 1) in _BEFORE_NOUNS:
            token.kind, i = "unknown", i + 1
        elif token.kind == "removal":
            i = _removed(reader, i)
        elif token.text == "not" and reader.at(i + 1).text in ("too", "so", "very"):
            i = _item(reader, i + 1, i + 3) if reader.kind(i + 2) != "mark" else i + 1
        elif (
            token.text == "not" and reader.kind(i + 1) in ("mood", "attribute") and reader.at(i - 1).text not in _BEING
        ):
            i = _take(reader, i, i + 2, reader.value(i + 1, i + 2))
        elif token.text in ("nobody", "no one", "空无一人"):
            i = _take(reader, i, i + 1, "people")
        else:
            i += 1


def _is_undone(reader: Reader, i: int) -> bool:
    """Whether a deed is denied of a thing that is there: 没下完的围棋, 没吃完的饭."""
    deed = reader.at(i + 1)
    verbal = deed.kind == "unknown" and deed.tag[:1] == "v"
    return reader.at(i).text in ("没", "没有", "未") and verbal and reader.at(i + 2).text == "的"


def _hidden(reader: Reader, i: int) -> int:
    """``the face shouldn't be visible``, 脸不要露出来: what stands before; the index after it, 0 for none."""
    end = i
    if reader.kind(i) == "negation" and reader.at(i).is_han:
        end = i + 1 + (reader.at(i + 1).text in _SHOWN)
        end += reader.at(end).text in ("来", "出来")
        end = end if end > i + 1 or reader.at(i).text[1:] in _SHOWN else 0
    elif reader.at(i).text in _NEVER:
        while reader.at(end).text in _NEVER or reader.at(end).text in _AUXILIARIES:
            end += 1
        end = end + 1 if reader.at(end).text in _HIDDEN else 0
    if end <= i or reader.kind(end) != "mark":
        return 0
    last = i
    while reader.at(last - 1).text in _AUXILIARIES:
        last -= 1
    first = last
    while reader.kind(first - 1) in _NOUNS or reader.kind(first - 1) == "unknown":
        first -= 1
    if first == last:
        return 0
    return _take(reader, first, end, reader.value(first, last))


def _denied(reader: Reader, i: int, article: str = "") -> int:
    """A list of things: ``no text or people``, ``不要签名和水印``; ``article`` may stand before the later ones."""
    i = _skipped(reader, i)
    end = _end(reader, i) if reader.at(i).text not in _STOPPED else i
    while end > i:
        i = _item(reader, i, end)
        following = i + 1 + (reader.at(i + 1).text in ("any", "other", "任何", "其他", article))
        joined = reader.kind(i) == "conjunction" or (reader.at(i).text == "," and _is_listed(reader, i + 1))
        anew = reader.kind(i + 1) in ("determiner", "number", "negation") and reader.at(i + 1).text != article
        if not joined or anew:
            break
        end = _end(reader, following)
        if end <= following:
            break
        i = following
    return i


def _is_listed(reader: Reader, i: int) -> bool:
    """Whether a comma goes on with a denied list: ``no text, people or logos``."""
    end = _end(reader, i)
    return end > i and reader.at(end).text in ("or", "nor", "或", "或者", "和")


def _skipped(reader: Reader, i: int) -> int:
    """Past words between a denial and what it denies: any, 任何, 出现, 带."""
    while (
        reader.at(i).text in ("other", "到", "进")
        or reader.kind(i) in ("determiner", "stop", "frame", "intensifier", "verb", "particle", "negation", "with")
        or (reader.at(i).is_han and reader.at(i).tag.startswith("v") and reader.kind(i) == "unknown")
    ):
        if reader.at(i).text in (*_STOPPED, *_NAMED) or (
            reader.at(i).may_be("intensifier") and reader.at(i).text in ("太", "too")
        ):
            break
        i += 1
    return i


def _end(reader: Reader, i: int) -> int:
    """Where the noun phrase that begins at ``i`` ends; ``i`` where there is none."""
    end, last = i, i
    while True:
        token = reader.at(end)
        noun = token.kind in _NOUNS or token.text in _NAMED or (token.kind == "unknown" and _is_noun(reader, end))
        if noun:
            last = end + 1
        elif token.kind not in ("intensifier", "size", "number", "measure", "particle") or token.text in (
            "了",
            "吧",
            "着",
        ):
            return last
        end += 1
        if end > i and not reader.is_next(end):
            return last


def _is_noun(reader: Reader, i: int) -> bool:
    token = reader.at(i)
    if not token.is_han or token.tag[:1] in ("n", "a", ""):
        return True
    return token.tag[:1] == "v" and len(token.text) > 1 and reader.at(i - 1).may_be("intensifier")


def _item(reader: Reader, start: int, end: int) -> int:
    first = start + (reader.at(start).may_be("intensifier") and reader.at(start).text != "too" and start + 1 < end)
    return _take(reader, start, end, reader.value(first, end))


def _take(reader: Reader, start: int, end: int, value: str) -> int:
    reader.emit("exclusion", start, end, value)
    for token in reader.tokens[start:end]:
        token.kind = "taken"
    return end


def _removed(reader: Reader, i: int) -> int:
    """``remove the fence``; 把松树去掉 and 去掉松树."""
    start = i
    if reader.at(i - 1).text in ("字", "文案", "标题"):
        return _take(reader, i - 1, i, "text") + 1
    while reader.at(i).is_han and reader.is_next(start) and _may_be_removed(reader, start - 1):
        start -= 1
    if start < i:
        nouns = [j for j in range(start, i) if reader.kind(j) in ("subject", "unknown")]
        return _item(reader, nouns[0], i) + 1 if nouns else i + 1
    return max(_denied(reader, i + 1, "the"), i + 1)


def _may_be_removed(reader: Reader, i: int) -> bool:
    return reader.at(i).is_han and reader.kind(i) in ("subject", "unknown", "attribute", "colour")
