"""Styles in the words of a dialect."""

from danqing.core.domain import Language
from danqing.language.library.loading import in_use

READ_CHINESE = frozenset({"qwen-image", "z-image"})
"""Dialects of models that read Chinese prompts."""


def style_words(name: str, dialect: str, language: Language) -> str:
    """What a prompt says of the style or medium ``name`` (an id or a name of the library, in either language).

    English tags; a Chinese phrase where the dialect reads Chinese and the user speaks it. ``name`` itself where the
    library has no such style, or no Chinese phrase for it.
    """
    style = in_use().find_style(name)
    if style is None:
        return name
    if language == "zh" and dialect in READ_CHINESE:
        return style.prose or style.name("zh")
    return style.tags or style.en
