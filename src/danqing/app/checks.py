"""Bad input, said before anything is stored: texts and options that no model could take."""

import unicodedata
from dataclasses import replace
from pathlib import Path

from danqing.core.errors import BadInput
from danqing.core.settings import Configuration
from danqing.core.types import DrawOptions, Prompt
from danqing.engine.limits import MAX_SEED, check_ranges

MAX_NUMBER = 16
MAX_SIDE = 8192
MAX_PAGE = 200
MAX_TITLE = 200
MAX_OFFSET = 2**31


def clean_text(text: str, limit: int) -> str:
    """The text without control characters and lone surrogates. Raises BadInput for an empty or too long one."""
    if len(text) > limit:
        raise BadInput("text_too_long", length=len(text), limit=limit)
    kept = storable(text).strip()
    if not any(unicodedata.category(c) not in ("Cf", "Zs", "Cn", "Mn") and not c.isspace() for c in kept):
        raise BadInput("text_empty")
    return kept


def clean_prompt(prompt: Prompt, limit: int) -> Prompt:
    """The prompt as ``clean_text`` has its text. Raises BadInput."""
    if len(prompt.negative) > limit:
        raise BadInput("negative_too_long", length=len(prompt.negative), limit=limit)
    text, negative = clean_text(prompt.text, limit), storable(prompt.negative)
    return replace(prompt, text=text, negative=negative, dialect=storable(prompt.dialect)[:40])


def storable(text: str) -> str:
    """The text without control characters and lone surrogates, which no database takes."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def check_page(limit: int, offset: int) -> None:
    """Raises BadInput for a part of a list that cannot be had."""
    for name, value, low, high in (("limit", limit, 1, MAX_PAGE), ("offset", offset, 0, MAX_OFFSET)):
        if not low <= value <= high:
            raise BadInput("setting_invalid", name=name, value=value, low=low, high=high)


def check_options(options: DrawOptions, limit: int) -> None:
    """Raises BadInput. What a certain model can draw is checked by it later."""
    ranges = {
        "number": (options.number, 1, MAX_NUMBER),
        "seed": (options.seed, 0, MAX_SEED),
        "layout_seed": (options.layout_seed, 0, MAX_SEED),
        "steps": (options.steps, 1, 1000),
        "guidance": (options.guidance, 0, 100),
    }
    if options.strength is not None and not 0 < options.strength <= 1:
        raise BadInput("strength_invalid", value=options.strength)
    left, top, right, bottom = options.region or (0, 0, 1, 1)
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise BadInput("setting_invalid", name="region", value=options.region, low=0, high=1)
    for name, (value, low, high) in ranges.items():
        if value is not None and not low <= value <= high:  # NaN is refused too
            raise BadInput("setting_invalid", name=name, value=value, low=low, high=high)
    for side in (options.width, options.height):
        if side is not None and (side % 8 or not 8 <= side <= MAX_SIDE):
            size = _size(options)
            raise BadInput("size_invalid", size=size, multiple=8, low=8, high=MAX_SIDE, example="256x256")
    if (options.width is None) != (options.height is None):
        size = _size(options)
        raise BadInput("size_invalid", size=size, multiple=8, low=8, high=MAX_SIDE, example="256x256")
    if options.negative is not None and len(options.negative) > limit:
        raise BadInput("negative_too_long", length=len(options.negative), limit=limit)
    if options.embedding not in (None, "full", "no-text", "none"):
        raise BadInput("choice_invalid", name="embedding", value=options.embedding, choices="full, no-text, none")
    check_ranges(options.technique)


def pictures_in(options: DrawOptions) -> tuple[str, ...]:
    """Ids of the pictures and inputs that drawing needs."""
    named = (options.base, options.mask, *(control.image for control in options.technique.controls))
    return tuple(picture_id for picture_id in named if picture_id is not None)


def check_library(options: DrawOptions, home: Path) -> None:
    """Raises BadInput for a style or a preset that neither the library nor the user's own in ``home`` holds."""
    if options.style is None and options.preset is None:
        return
    from danqing.language import library

    there = library.at(home)
    if options.style is not None:
        there.style(options.style)
    if options.preset is not None:
        there.preset(options.preset)


def _size(options: DrawOptions) -> str:
    """``640x480``, with a question mark for the side that is missing."""
    return "x".join("?" if side is None else str(side) for side in (options.width, options.height))


def filled_in(options: DrawOptions, settings: Configuration) -> DrawOptions:
    """The options, checked, with the configured defaults in the place of what was left open. Raises BadInput."""
    check_options(options, settings.max_text)
    check_library(options, settings.home)
    return replace(
        options,
        painter=options.painter or settings.painter,
        writer=options.writer or settings.writer,
        steps=settings.steps if options.steps is None else options.steps,
        guidance=settings.guidance if options.guidance is None else options.guidance,
        negative=None if options.negative is None else storable(options.negative),
        embedding=options.embedding or settings.embedding,
    )
