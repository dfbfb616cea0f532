"""What has a form of its own: words to be written, weights, canvas, numbers of pictures, references to earlier ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from danqing.language.parsing.numerals import NUMBER, numeral


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a request with its type and value."""

    start: int
    end: int
    type: str
    value: str
    implies: tuple[str, ...] = ()


_QUOTED = re.compile(
    r"“([^“”]+)”|\"([^\"]+)\"|「([^「」]+)」|『([^『』]+)』|‘([^‘’]+)’|(?<![a-z0-9])'([^']+)'(?![a-z0-9])"
)
_WRITTEN = re.compile(
    r"写|字|标题|标注|题|文案|口号|招牌|印|刻|贴|台词|说|落款|logo|"
    r"\b(?:say|says|saying|read|reads|reading|word|words|text|title|titled|label|labell?ed|caption|letters?|lettering|"
    r"written|write|writing|sign|slogan|painted|printed|engraved|carved|headline|called|named|typography|spelling|spells)\b"
)
_UNQUOTED = re.compile(
    r"(?:写着?|写上|写有)[:： ]*([a-z0-9][a-z0-9 '!&.-]{1,40})|"
    r"(?:写着|写上|写有|标题[是为]|文字[是为:]|题字[是为:]?)[:： ]?([^,，。.!！?？;；\"“「『 ]{1,30})|"
    r"\b(?:that (?:says|reads)|saying|with the (?:words|text)|text:) ([^,.!?;\"“]{1,60}?)"
    r"(?=[,.!?;]|$| (?:in|on|at|above|below|across|under) )"
)
_WEIGHT = re.compile(r"(\({1,4})([^()\[\]:,，。]{1,60}?):(\d+(?:\.\d+)?)\)+|(\({2,4})([^()]{1,60}?)\)+")
_STRESS = re.compile(
    r"(?:非常|特别|着重|重点|尤其|一定要)?强调(?:一下)?(?:的是)?([^,，。.!！;；的]{1,12})|"
    r"重点(?:是|突出|画|放在|在于|表现)(?:画)?([^,，。.!！;；]{1,12}?)(?:上)?(?=[,，。.!！;；]|$)|"
    r"(?:着重|主要)(?:突出|表现|刻画)([^,，。.!！;；]{1,12})|突出([^,，。.!！;；显]{1,10})(?=[,，。.!！;；]|$)|"
    r"\b(?:(?:strong|heavy|special|big|extra|main) )?(?:emphasis|emphasi[sz]e|stress|accent) (?:is )?(?:on )?(?:the )?([^,.!;:]{2,40}?)"
    r"(?=[,.!;:]|$| and | but )|"
    r"\bfocus(?:ed)? (?:mainly |mostly |strongly |only |more )?on (?:the )?([^,.!;:]{2,40}?)(?=[,.!;:]|$| and | but )|"
    r"(?<=the )([^,.!;:]{2,30}?) to (?:dominate|stand out)"
)
_PIXELS = re.compile(r"(?<!\d)(\d{3,4}) ?(?:x|×|\*|乘以?|by) ?(\d{3,4})(?: ?(?:px|pixels|像素))?(?!\d)")
_RATIO = re.compile(
    r"(?<![\d:.])(\d{1,2}) ?[:：比] ?(\d{1,2})(?![\d:]|\.\d)(?: ?(?:横屏|竖屏|横版|竖版|横幅|竖幅|画幅|比例|ratio|aspect ratio|format))?"
)
_RATIOS = frozenset(
    "1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 16:10 10:16 21:9 9:21 1:2 2:1 5:7 7:5 5:3 3:5 9:19 9:20 20:9 3:1 1:3 4:1".split()
)
_PICTURES_ZH = re.compile(
    rf"(?<!第)({NUMBER}|几)\s?(张|幅|个版本|种版本|个方案|版|套方案|个变体|款方案)"
    r"(?!桌|床|椅|纸|脸|网|嘴|弓|皮|票|牌|沙发|地毯|毯|画挂|挂画|凳|席|照片|邮票|海报|卡|扑克|书桌|钞|毛|茶|餐)"
)
_PICTURES_EN = re.compile(
    rf"\b({NUMBER})(?: more| different| separate| alternative)?"
    r"(?: (?:pictures?|images?|versions?|variations?|options?|variants?|drafts?|takes|renders?|shots|pics|choices|alternatives)\b"
    r"(?! (?:hang|on the wall|frame))| more(?= (?:like|of (?:that|this|the|it|them)|please|in)\b))"
)
_ANOTHER = re.compile(rf"\banother ({NUMBER})(?= of (?:that|this|those|it|the)\b)")
_NTH_ZH = re.compile(
    r"(?:最开始的)?第([一二三四五六七八九十]|\d{1,2})(?:张|幅|版|次|个(?=图|画|版|方案))(?:图片|照片|图|画|版本)?(?!脸|桌)"
)
_LAST_ZH = re.compile(
    r"(?:上一|前一|上|前|刚才那|刚刚那|刚才的那|上次那|之前那|最后一|最后那|上回那|刚画的那)(?:张|幅|版)(?:图片|照片|海报|图|画|插画|壁纸)?|"
    r"(?:这|那)(?:张|幅)(?:图片|照片|图|画)?(?=里|中|上|的|再|，|,|改|换|把|不|很|$|挺|太|好)|上一个(?:版本|图)?|刚才的(?:图|画)"
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}  # fmt: skip
_WHAT = r"(?:one|picture|image|pic|version|drawing|photo|result|painting|design|poster|illustration|render)"
_NTH_EN = re.compile(
    rf"\b({'|'.join(_NTH)})(?: {_WHAT}\b)(?! of)|\b(?:picture|image|number|no\.|version|pic|#) ?#?({NUMBER})\b(?! of)"
)
_LAST_EN = re.compile(
    rf"\b(?:last|previous|prior|earlier|preceding|latest|most recent)(?: {_WHAT}\b)|\b(?:that|this) (?:one|picture|image|pic|drawing)\b"
)


_FRAMES = re.compile(
    r"\bi(?:'m| am) (?:writing|making|working|running|teaching|doing|preparing|creating|looking|trying|designing|planning)\b"
    r"[^.,;:]*?(?= and (?:i |need|want|would)|[.,;:]|$)|"
    r"\bi (?:teach|run|work|write|own|study|manage|volunteer)\b[^.;:,]*?(?= and (?:i |need|want|would)|[.,;:]|$)|"
    r"\bfor (?:my|our) [^.,;:]{2,30}?(?=[.,;:]|$)|\bmy (?:son|daughter|kid|boss|teacher|wife|husband|client|niece|nephew)"
    r" (?:is|wants|needs|loves|asked|has|just)\b[^.,;:]*|\bi can't [a-z]+|"
    r"我(?:现在)?(?:在|正在|最近|们在|们要)(?:写|做|准备|筹备|开|备课|学)[^,。.;:!]*|"
    r"我(?:的)?(?:女儿|儿子|孩子|老板|老师|客户|老婆|老公|妈|爸|弟弟|妹妹)(?:今年|马上|快)?[^,。]{0,2}岁(?:了)?|我最近[^,。]*(?=,)|"
    r"(?<![^,。!;:])给(?:我的?|我们)?[^,。给]{1,12}?(?:做|画|设计|用的|弄|绘制)(?=一|个|的|张|幅|两|三)"
)
"""What is told around a request: for whom, and why."""


def frames(text: str) -> list[tuple[int, int]]:
    """Stretches that say nothing about the picture."""
    return [match.span() for match in _FRAMES.finditer(text) if match.end() > match.start()]


def fixed(text: str, said: str) -> list[Found]:
    """All stretches of a fixed form, ordered and without overlap; ``said``: the text as it was typed."""
    found: list[Found] = []
    for rule in (_written, _weights, _canvas, _references, _numbers):
        for one in rule(text):
            if one.end > one.start and all(one.end <= o.start or one.start >= o.end for o in found):
                found.append(one)
    typed = said if len(said) == len(text) else text
    words = {"text": lambda f: Found(f.start, f.end, f.type, typed[f.start : f.end].strip())}
    return sorted((words.get(f.type, lambda f: f)(f) for f in found), key=lambda f: f.start)


def _written(text: str) -> Iterator[Found]:
    quoted = [(m, next(i for i, g in enumerate(m.groups(), 1) if g is not None)) for m in _QUOTED.finditer(text)]
    for match, group in quoted:
        if _WRITTEN.search(text[max(0, match.start() - 24) : match.start()]) or _WRITTEN.search(
            text[match.end() : match.end() + 12]
        ):
            yield Found(*match.span(group), "text", match.group(group))
    if not quoted:
        for match in _UNQUOTED.finditer(text):
            yield Found(*match.span(match.lastindex or 0), "text", match.group(match.lastindex or 0))


def _weights(text: str) -> Iterator[Found]:
    for match in _WEIGHT.finditer(text):
        phrase = match.group(2) or match.group(5)
        factor = match.group(3) or f"{1.1 ** len(match.group(4)):.4g}"
        yield Found(*match.span(), "weight", f"{phrase.strip()}:{factor}")
    for match in _STRESS.finditer(text):
        phrase = match.group(match.lastindex or 0).strip()
        yield Found(*match.span(), "weight", f"{phrase}:1.3")


def _canvas(text: str) -> Iterator[Found]:
    for match in _PIXELS.finditer(text):
        yield Found(*match.span(), "canvas", f"{match.group(1)}x{match.group(2)}")
    for match in _RATIO.finditer(text):
        ratio = f"{int(match.group(1))}:{int(match.group(2))}"
        if ratio in _RATIOS:
            yield Found(*match.span(), "canvas", ratio)


def _references(text: str) -> Iterator[Found]:
    for match in _NTH_ZH.finditer(text):
        yield Found(*match.span(), "reference", f"picture:{numeral(match.group(1))}")
    for match in _NTH_EN.finditer(text):
        number = _NTH[match.group(1)] if match.group(1) else numeral(match.group(2))
        yield Found(*match.span(), "reference", f"picture:{number}")
    for match in (*_LAST_ZH.finditer(text), *_LAST_EN.finditer(text)):
        yield Found(*match.span(), "reference", "picture:-1")


def _numbers(text: str) -> Iterator[Found]:
    for pattern in (_PICTURES_ZH, _PICTURES_EN, _ANOTHER):
        for match in pattern.finditer(text):
            value = numeral(match.group(1))
            if value > 1:
                span = match.span(1) if match.group().endswith(" more") or pattern is _ANOTHER else match.span()
                yield Found(*span, "number", str(value))
