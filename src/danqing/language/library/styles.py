"""Styles in the words of a dialect."""

import re

from danqing.core.domain import Language
from danqing.language.library.loading import in_use
from danqing.models.families import FAMILIES


def style_words(name: str, dialect: str, language: Language) -> str:
    """What a prompt says of the style or medium ``name``: an id or a name of the library, in either language.

    English tags; a Chinese phrase where the dialect reads Chinese and the user speaks it. Several styles, divided by
    commas, each bring theirs. What the library does not know stays as it is.
    """
    chinese = language == "zh" and dialect in FAMILIES and FAMILIES[dialect].chinese
    if in_use().find_style(name) is not None:
        return _words(name, chinese)
    return ("，" if chinese else ", ").join(_words(part, chinese) for part in parts(name))


def parts(value: str | None) -> list[str]:
    """The phrases of a field."""
    return [part for piece in re.split(r"[,，、]", value or "") if (part := piece.strip())]


def _words(name: str, chinese: bool) -> str:
    style = in_use().find_style(name)
    if style is None:
        return name
    if chinese:
        return style.prose or style.name("zh")
    said = name.isascii() and name.lower() not in style.tags.lower() and in_use().styles.get(name.lower()) is None
    return f"{name}, {style.tags}" if said else style.tags  # what was said is kept beside what it stands for
