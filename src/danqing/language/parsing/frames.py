"""Frames: what is told around a request, for whom and why; it says nothing about the picture."""

import re

_ON = r"(?= and (?:i |need|want|would)|[.,;:]|$)"
_BUSY = "writing making working running teaching doing preparing creating looking trying designing planning".split()
_KIN = "(?:son|daughter|kids?|boss|teacher|wife|husband|client|niece|nephew|mum|mom|dad|friend)"
_READERS = (
    "(?:kids|children|toddlers|adults|beginners|students|pupils|scale|homework|class|school(?: [a-z]+){0,2}|"
    "(?:[a-z'-]+ ){0,3}(?:game|app|website|web page|landing page|page|blog|charity|company|startup|business|club|team|"
    "magazine|newsletter|campaign|conference|presentation|workshop|competition|brochure|leaflet|handout|exam|lesson|"
    "assignment|brand|agency)|"
    "(?:client|customer|friend|colleague|teacher)(?:'s(?: [a-z]+){1,2})?)"
)
_KIN_ZH = (
    "(?:儿子|女儿|孩子|闺女|侄子|侄女|外甥|妹妹|弟弟|朋友|老婆|老公|女朋友|男朋友|妈妈|爸爸|奶奶|爷爷|同事|学生们?)"
)
_FRAMES = re.compile(
    rf"\bi(?:'m| am) (?:{'|'.join(_BUSY)})\b[^.,;:]*?{_ON}|"
    rf"\bi (?:teach|run|work|write|own|study|manage|volunteer)\b[^.;:,]*?{_ON}|\bi can't [a-z]+|"
    r"\b(?:an?|some) (?:picture|image|illustration|photo|drawing)s? for (?:the|my|our) [^.,;:]{2,30}?(?=[.,;:]|$)|"
    r"\bfor (?:my|our) [^.,;:]{2,30}?(?=[.,;:]|$)|"
    rf"\bfor (?:a |an |the |some )?{_READERS}(?=[.,;:!?]|$)|"
    r"\bmy \d{1,2}[- ]?(?:yo|yr[- ]old|year[- ]old)(?: [a-z]+)? (?:wants?|needs?|says|asked for|would like|loves)\b:?|"
    rf"\bmy {_KIN} (?:is|loves|has|just)\b[^.,;:]*|"
    rf"\bmy {_KIN} (?:wants?|needs?|says|asked for|keeps asking for|would like)\b|"
    r"我(?:现在)?(?:在|正在|最近|们在|们要)(?:写|做|准备|筹备|开|备课|学)[^,。.;:!]*|我最近[^,。]*(?=,)|"
    r"我(?:的)?(?:女儿|儿子|孩子|老板|老师|客户|老婆|老公|妈|爸|弟弟|妹妹)(?:今年|马上|快)?[^,。]{0,2}岁(?:了)?|"
    rf"给(?:我(?:的|家|们)?)?{_KIN_ZH}(?=[,。!;]|$)|"
    r"(?:^|(?<=[,。!;]))我是(?:一名|一位|一个|个)?[^,。!;]{1,12}的(?=[,。!;])|[^,。!;、的]{1,4}课(?:上)?要?用的?|"
    r"^(?:老板|客户|领导|老师|甲方|姐妹|兄弟|大佬|各位)们?(?=要|想|求|帮|说|让|,)|"
    r"(?<![^,。!;:])给(?:我的?|我们)?[^,。给]{1,12}?(?:做|画|设计|用的|弄|绘制)(?=一|个|的|张|幅|两|三)"
)

_CORRECTED = re.compile(
    r"(?:^|[,。.!;])\s*(?:啊|哦|呃)(?:不是|不对)[,。]|"
    r"(?:^|[,。.!;])\s*(?:啊|哦|呃)?(?:不对|算了|等等|不是)[,。]?(?=(?:还是)?(?:画|来|要|改画|换|做))|"
    r"(?:^|[,.!;])\s*(?:no,? (?:wait|sorry)|scratch that|actually,? "
    r"(?:no|make (?:that|it)(?= (?:a|an|two|three|some)\b)))\b"
)
"""What takes back all that was said before it."""


def frames(text: str) -> list[tuple[int, int]]:
    """The stretches; ordered and apart."""
    return [match.span() for match in _FRAMES.finditer(text) if match.end() > match.start()]


def taken_back(text: str) -> int:
    """How much of the text its speaker took back: ``a blue car. Actually make that …``."""
    return max((match.end() for match in _CORRECTED.finditer(text)), default=0)
