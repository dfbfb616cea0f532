"""What points to pictures: how many are wanted, and which of the earlier ones is meant."""

import re
from collections.abc import Iterator

from danqing.language.parsing.found import Found
from danqing.language.parsing.numerals import NUMBER, numeral

_SHEETS = (
    "桌 床 椅 凳 席 纸 脸 网 嘴 弓 皮 票 邮票 牌 扑克 卡 照片 海报 沙发 毯 地毯 画挂 挂画 书桌 餐 茶 毛 钞".split()
)
"""What is counted with 张 and is no picture that is wanted."""
_LOOKS = (
    "(?:石|木|竹|藤|铁|玻璃|塑料|小|大|旧|老|新|破|空|圆|方|长|红|白|黑|蓝|绿|单人|双人|折叠|餐|茶|书|课|办公|摇|躺|轮|"
    "旧的|空的){0,2}"
)
"""What stands before it: 两张石凳."""
_PICTURES_ZH = re.compile(
    rf"(?<!第)({NUMBER}|几)\s?(?:张|幅|个版本|种版本|个方案|版|套方案|个变体|款方案)(?!{_LOOKS}(?:{'|'.join(_SHEETS)}))"
)
_KINDS = (
    "pictures? images? versions? variations? options? variants? drafts? takes renders? shots pics choices alternatives "
    "ones designs concepts mockups iterations"
)
_PICTURES_EN = re.compile(
    rf"\b({NUMBER})(?: (?:more|different|diff|separate|alternative|new|other|distinct)){{0,2}}"
    rf"(?: (?:{'|'.join(_KINDS.split())})\b"
    r"(?! (?:hang|on the wall|frame))| more(?= (?:like|of (?:that|this|these|those|the|it|them)|please|pls|in)\b))"
)
_ANOTHER = re.compile(rf"\banother ({NUMBER})(?= of (?:that|this|those|it|the)\b)")
_NTH_ZH = re.compile(
    r"(?:最开始的)?第([一二三四五六七八九十]|\d{1,2})(?:张|幅|版|次|个(?=图|画|版|方案))(?:图片|照片|图|画|版本)?(?!脸|桌)"
)
_BEFORE = "上一 前一 上 前 刚才那 刚刚那 刚才的那 上次那 之前那 最后一 最后那 上回那 刚画的那".split()
_LAST_ZH = re.compile(
    rf"(?:{'|'.join(_BEFORE)})(?:张|幅|版)(?:图片|照片|海报|图|画|插画|壁纸)?|"
    r"(?:这|那)(?:张|幅)(?:图片|照片|图|画)?(?=里|中|上|的|再|,|改|换|把|不|很|$|挺|太|好|去|加|删|要|变|调|能|可)|"
    r"上一个(?:版本|图)?|刚才的(?:图|画)"
)
_ORDINALS = ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th")
_NTH = {word: i for i, words in enumerate(_ORDINALS, start=1) for word in words.split()}
_WHAT = "(?:one|picture|image|pic|version|drawing|photo|result|painting|design|poster|illustration|render)"
_NTH_EN = re.compile(
    rf"\b({'|'.join(_NTH)})(?: {_WHAT}\b)(?! of)|"
    rf"\b(?:picture|image|number|no\.|version|pic|#) ?#?({NUMBER})\b(?! of)"
)
_LAST_EN = re.compile(
    rf"\b(?:last|previous|prior|earlier|preceding|latest|most recent)(?: {_WHAT}\b)|"
    r"\b(?:(?:that|this) one|(?:that|this|same) (?:picture|image|pic|drawing))\b"
)


def references(text: str) -> Iterator[Found]:
    """第二张, the previous one: ``picture:2``, ``picture:-1``."""
    for match in _NTH_ZH.finditer(text):
        yield Found(*match.span(), "reference", f"picture:{numeral(match.group(1))}")
    for match in _NTH_EN.finditer(text):
        number = _NTH[match.group(1)] if match.group(1) else numeral(match.group(2))
        yield Found(*match.span(), "reference", f"picture:{number}")
    for match in (*_LAST_ZH.finditer(text), *_LAST_EN.finditer(text)):
        yield Found(*match.span(), "reference", "picture:-1")


def pictures(text: str) -> Iterator[Found]:
    """画三张, 4 pictures: how many; one says nothing."""
    for pattern in (_PICTURES_ZH, _PICTURES_EN, _ANOTHER):
        for match in pattern.finditer(text):
            alone = match.group().endswith(" more") or pattern is _ANOTHER
            if numeral(match.group(1)) > 1:
                yield Found(*match.span(int(alone)), "number", str(numeral(match.group(1))))
