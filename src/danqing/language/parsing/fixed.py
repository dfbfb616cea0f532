"""What has a form of its own: weights, canvas, ages; with words to be written and what points to pictures."""

import re
from collections.abc import Iterator
from dataclasses import replace

from danqing.core.script import HAN_RANGE
from danqing.language.parsing.found import Found
from danqing.language.parsing.numerals import numeral
from danqing.language.parsing.pointing import pictures, references
from danqing.language.parsing.written import written

STRESSED = 1.3
"""The weight of what is to be emphasised."""
_STOP = r"(?=[,。.!;:]|$)"
_WEIGHT = re.compile(r"(\({1,4})([^()\[\]:,。]{1,60}?):(\d+(?:\.\d+)?)\)+|(\({2,4}|\[{1,4})([^()\[\]:|]{1,60}?)[\])]+")
_STRESS = re.compile(
    r"(?:非常|特别|着重|重点|尤其|一定要)?强调(?:一下)?(?:的是)?([^,。.!;的]{1,12})|"
    rf"重点(?:是|突出|画|放在|在于|表现)(?:画)?([^,。.!;]{{1,12}}?)(?:上)?{_STOP}|"
    rf"(?:着重|主要)(?:突出|表现|刻画)([^,。.!;]{{1,12}})|突出([^,。.!;显]{{1,10}}){_STOP}|"
    r"\b(?:(?:strong|heavy|special|big|extra|main|more) )?(?:emphasis|emphasi[sz]e|stress|accent) (?:is )?(?:on )?"
    rf"(?:the )?([^,.!;:]{{2,40}}?)(?={_STOP}| and | but | in (?:the|that) (?:first|second|third|fourth|last) )|"
    r"\bfocus(?:ed)? (?:mainly |mostly |strongly |only |more )?on "
    rf"(?:the )?([^,.!;:]{{2,40}}?)(?={_STOP}| and | but )|"
    r"(?<=the )([^,.!;:]{2,30}?) to (?:dominate|stand out)"
)
_PIXELS = re.compile(r"(?<!\d)(\d{3,4}) ?(?:x|×|\*|乘以?|by) ?(\d{3,4})(?: ?(?:px|pixels|像素))?(?!\d)")
_RATIO = re.compile(
    r"(?<![\d:.])(\d{1,2}) ?[:比] ?(\d{1,2})(?![\d:]|\.\d)"
    r"(?: ?(?:横屏|竖屏|横版|竖版|横幅|竖幅|画幅|比例|ratio|aspect ratio|format))?"
)
_RATIOS = frozenset(
    "1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 16:10 10:16 21:9 9:21 1:2 2:1 5:7 7:5 5:3 3:5 9:19 9:20 20:9 3:1 1:3 4:1 "
    "1:4".split()
)
"""Two numbers with a colon are a ratio only where pictures have it: 12:30 is a time."""


_SHAPE = re.compile(
    r"\b(landscape|horizontal|portrait|vertical|square)(?: (?:format|orientation|mode|layout|ratio|aspect ratio)\b)|"
    r"(?<=\bmake it )(landscape|horizontal|portrait|vertical|square)(?= *(?:[,.;!]|$|and |please))"
)
_SHAPES = {"landscape": "16:9", "horizontal": "16:9", "portrait": "9:16", "vertical": "9:16", "square": "1:1"}
_SIDES = "(?:front|side|back|rear|top|left|right|three-quarter)"
_VIEWS = re.compile(rf"\b{_SIDES}(?:(?:, and |, | and | & |/){_SIDES})+ views?\b")
_YEAR = re.compile(
    r"(?<!\d)(1[0-9]\d\d|20\d\d)年(?:代|(?![会级款]))|"
    rf"(?:^|(?<=, )|(?<=\bin )|(?<=\bfrom )|(?<=[{HAN_RANGE}] )|(?<=[{HAN_RANGE}]))(1[5-9]\d\d|20[0-4]\d)"
    r"(?=[,.;。]|$| [a-z])"
)
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|(\d{1,2}|[一二三四五六七八九十]{1,3})(?:来|多)?岁(?:左右)?(?!生日)")


def fixed(text: str, said: str) -> list[Found]:
    """All stretches of a fixed form, ordered and without overlap; ``said``: the text as it was typed."""
    found: list[Found] = []
    typed = said if len(said) == len(text) else text
    rules = (_weights, _canvas, _views, _ages, references, pictures)
    for one in (*written(text, typed), *(form for rule in rules for form in rule(text))):
        if one.end > one.start and all(one.end <= o.start or one.start >= o.end for o in found):
            found.append(one)
    found = [replace(f, value=typed[f.start : f.end].strip()) if f.type == "text" else f for f in found]
    return sorted((f for f in found if f.value), key=lambda f: f.start)


def _weights(text: str) -> Iterator[Found]:
    for match in _WEIGHT.finditer(text):
        phrase = match.group(2) or match.group(5)
        marks = match.group(4) or ""
        factor = match.group(3) or f"{1.1 ** (len(marks) if marks[0] == '(' else -len(marks)):.4g}"
        yield Found(*match.span(), "weight", f"{phrase.strip()}:{factor}")
    for match in _STRESS.finditer(text):
        yield Found(*match.span(), "weight", f"{match.group(match.lastindex or 0).strip()}:{STRESSED}")


def _canvas(text: str) -> Iterator[Found]:
    for match in _SHAPE.finditer(text):
        yield Found(*match.span(), "canvas", _SHAPES[match.group(match.lastindex or 0)])
    for match in _PIXELS.finditer(text):
        yield Found(*match.span(), "canvas", f"{match.group(1)}x{match.group(2)}")
    for match in _RATIO.finditer(text):
        ratio = f"{int(match.group(1))}:{int(match.group(2))}"
        if ratio in _RATIOS:
            yield Found(*match.span(), "canvas", ratio)


def _views(text: str) -> Iterator[Found]:
    for match in _VIEWS.finditer(text):
        yield Found(*match.span(), "composition", match.group())


def _ages(text: str) -> Iterator[Found]:
    for match in _YEAR.finditer(text):
        year = match.group(match.lastindex or 0)
        yield Found(*match.span(), "time", f"{year}s" if match.group().endswith("年代") else year)
    for match in _AGE.finditer(text):
        yield Found(*match.span(), "attribute", f"{numeral(match.group(match.lastindex or 0))} years old")
