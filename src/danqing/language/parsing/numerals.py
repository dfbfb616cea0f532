"""Numerals: digits, English number words and Chinese numerals as numbers."""

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_CHINESE = "零一二三四五六七八九十"
NUMBER = rf"(?:\d{{1,2}}|[{_CHINESE[1:]}两]{{1,3}}|{'|'.join(sorted(_ENGLISH[1:], key=len, reverse=True))})"
"""A pattern of numerals up to 99."""


def english(count: int) -> str:
    """``two``; digits above twenty."""
    return _ENGLISH[count] if count < len(_ENGLISH) else str(count)


def numeral(word: str) -> int:
    """``3``, ``three``, ``三``, ``两``, ``二十`` as a number; 3 for 几, a few."""
    if word.isdigit():
        return int(word)
    if word in _ENGLISH:
        return _ENGLISH.index(word)
    digits = [2 if c == "两" else _CHINESE.find(c) for c in word]
    if not digits or min(digits) < 0:
        return 3
    if 10 not in digits:
        return digits[0] if len(digits) == 1 else int("".join(map(str, digits)))
    at = digits.index(10)
    return (digits[at - 1] if at else 1) * 10 + (digits[at + 1] if at + 1 < len(digits) else 0)
