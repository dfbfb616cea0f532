"""Words to be written in the picture: in quotation marks, after a word that leads to them, or in capitals."""

import re
from collections.abc import Iterator

from danqing.core.script import HAN, HAN_RANGE
from danqing.language.parsing.found import Found

_QUOTED = re.compile(
    r"“([^“”]+)”|\"([^\"]+)\"|「([^「」]+)」|『([^『』]+)』|‘([^‘’]+)’|(?<![a-z0-9])'([^']+)'(?![a-z0-9])"
)
_WRITTEN = re.compile(
    r"写|字|喷|涂|绣|标题|标注|题|文案|口号|招牌|印|刻|贴|台词|说|落款|logo|"
    r"\b(?:say|says|saying|read|reads|reading|words?|text|title|titled|label|labell?ed|caption|letters?|lettering|"
    r"written|write|writing|sign|slogan|painted|printed|engraved|carved|headline|phrase|motto|quote|message|inscription|embroidered|stitched|called|named|typography|spell\w*)\b"
)
"""What tells, close to a quotation, that it is to be written in the picture."""
_UNQUOTED = re.compile(
    r"(?:写着?|写上|写有)[: ]*([a-z0-9][a-z0-9 '!&.-]{1,40})|"
    r"(?:写着|写上|写有|标题[是为]|文字[是为:]|题字[是为:]?)[: ]?([^,。.!?;\"“「『 ]{1,30})|"
    r"\b(?:that (?:says|reads)|saying|with the (?:words|text)|text:) ([^,.!?;\"“]{1,60}?)"
    r"(?=[,.!?;]|$| (?:in|on|at|above|below|across|under) )"
)
_LEADING = (
    r"(?:[写刻印绣喷][着上有]|写|字样?|文字|文案|英文|标题|标语|口号|店名|名字|名叫|叫做?|名为|品牌|招牌|题字)(?:是|为|叫|:|\s)*|"
    r"\b(?:say|says|saying|read|reads|reading|words?|text|titled?|label(?:led)?|captioned|caption|lettering|letters|"
    r"written|sign|slogan|headline|phrase|motto|called|named|spelling|spells|inscription)\b"
    r"(?:[^,.;!?:\"“]{0,30}:)?\s*(?:the words? |the text |is )?"
)
_CAPITALS = re.compile(
    rf"(?i:{_LEADING})((?:[A-Z]['A-Z0-9!.-]*[A-Z0-9!])(?:(?: ?[&+/] ?| )(?:[A-Z0-9][A-Z0-9'!-]*(?![a-z])))*)(?![a-z])"
)
"""A run of capitals after a word that leads to what is written: ``reading DEAD END``, 英文 HIGH NOON."""

_TWO = re.compile(r"[A-Z][A-Z'0-9]")


def written(text: str, typed: str) -> Iterator[Found]:
    """The stretches; ``typed``: the text with its capitals, character for character."""
    quotations = list(_QUOTED.finditer(text))
    for match in quotations:
        if match.group(2) and not HAN.search(text[max(0, match.start() - 2) : match.end() + 2]):
            yield Found(*match.span(2), "text", match.group(2))
            continue
        near = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 12]
        if any(_WRITTEN.search(words) for words in near):
            yield Found(*match.span(match.lastindex or 0), "text", match.group(match.lastindex or 0))
    for match in _CAPITALS.finditer(typed) if _TWO.search(typed) and _is_told_apart(typed) else ():
        yield Found(*match.span(1), "text", match.group(1))
    for match in _UNQUOTED.finditer(text) if not quotations else ():
        yield Found(*match.span(match.lastindex or 0), "text", match.group(match.lastindex or 0))


def _is_told_apart(typed: str) -> bool:
    """Whether capitals mean something: not where all of the request was typed in them."""
    return re.search(f"[a-z{HAN_RANGE}]", typed) is not None
