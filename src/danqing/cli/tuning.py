"""Settings of a chat that a command changes: ``/sampler euler-a``, ``/lora ink:0.8``, ``/init sketch.png``."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from danqing.cli.technique import (
    read_control,
    read_lora,
    read_margins,
    read_number,
    read_technique,
    read_variation,
    read_whole,
)
from danqing.core.types import DrawOptions

ONCE = ("init", "base", "mask", "outpaint")
"""Those that name a picture hold for the next one only: then the conversation goes on from what was drawn."""
_OPTIONS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "init": ("base", str),
    "base": ("base", str),
    "mask": ("mask", str),
    "negative": ("negative", str),
    "guidance": ("guidance", lambda text: read_number("guidance", text)),
    "strength": ("strength", lambda text: read_number("strength", text)),
}
_TOOLS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "sampler": ("sampler", lambda text: read_technique(sampler=text).sampler),
    "clip-skip": ("clip_skip", lambda text: read_whole("clip-skip", text)),
    "highres": ("highres", lambda text: read_number("highres", text)),
    "lora": ("loras", lambda text: tuple(map(read_lora, text.split()))),
    "control": ("controls", lambda text: (read_control(text),)),
    "outpaint": ("outpaint", read_margins),
    "variation": ("variation", read_variation),
}


def is_tool(name: str) -> bool:
    """Whether a command of that name sets something here."""
    return name in _OPTIONS or name in _TOOLS


def tuned(options: DrawOptions, name: str, value: str) -> DrawOptions:
    """The options with ``value`` as it was typed under ``name``, or left to the model where it is empty.

    Raises BadUse and BadInput for what cannot be read, KeyError for a name that ``is_tool`` denies.
    """
    if name in _OPTIONS:
        field, read = _OPTIONS[name]
        given: dict[str, Any] = {field: read(value) if value else None}
        return replace(options, **given)
    field, read = _TOOLS[name]
    empty = () if field in ("loras", "controls") else None
    changed: dict[str, Any] = {field: read(value) if value else empty}
    return replace(options, technique=replace(options.technique, **changed))


def after_picture(options: DrawOptions) -> DrawOptions:
    """Without what held for one picture only."""
    return replace(options, base=None, mask=None, technique=replace(options.technique, outpaint=None))
