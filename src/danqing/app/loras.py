"""LoRAs that a request names, as options or in its words: ``<lora:name:0.8>``, as the WebUI of AUTOMATIC1111 writes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import BadInput
from danqing.core.technique import LoraUse
from danqing.core.types import DrawOptions
from danqing.engine.limits import LORA_WEIGHT

if TYPE_CHECKING:
    from danqing.models.catalog import ModelInfo

Known = Callable[[], Sequence[str]]
"""Ids of the LoRAs that can be used; only asked where a request names any."""
_TAG = re.compile(r"[<＜]\s*lora\s*[:：]([^<>＜＞]*)[>＞]", re.IGNORECASE)


def lora_ids(home: Path) -> tuple[str, ...]:
    """Those of the catalogue. Raises BadInput where its file is wrong."""
    from danqing.models.catalog import list_models

    return tuple(info.id for info in list_models("lora", home))


def loras_in(options: DrawOptions, home: Path) -> "list[ModelInfo]":
    """The catalogue's entries of the LoRAs that the options name."""
    from danqing.models.catalog import list_models

    used = {use.id for use in options.technique.loras}
    return [info for info in list_models("lora", home) if info.id in used] if used else []


def triggers_of(loras: "Sequence[ModelInfo]") -> tuple[str, ...]:
    """What a prompt has to hold for them to work, where they tell."""
    return tuple(info.trigger for info in loras if info.trigger)


def taken_out(text: str) -> tuple[str, tuple[LoraUse, ...]]:
    """The text without its ``<lora:...>``, and what these name. BadInput for one that has no name or weight."""
    uses = tuple(_use(found) for found in _TAG.finditer(text))
    return (re.sub(r"[ \t]{2,}", " ", _TAG.sub(" ", text)).strip() if uses else text), uses


def with_loras(options: DrawOptions, named: Sequence[LoraUse], known: Known) -> DrawOptions:
    """The options with those that the words name, which count where both name one; all by their ids.

    Raises BadInput for one that is not ``known``.
    """
    given = (*options.technique.loras, *named)
    if not given:
        return options
    ids = known()
    uses = {found.id: found for found in (_known(use, ids) for use in given)}
    return replace(options, technique=replace(options.technique, loras=tuple(uses.values())))


def _use(found: re.Match[str]) -> LoraUse:
    name, _, weight = found[1].replace("：", ":").partition(":")
    try:
        # A second weight, of the text encoder alone, stands for what the first one says of both.
        use = LoraUse(name.strip(), float(weight.partition(":")[0] or 1))
    except ValueError as error:
        raise BadInput("lora_unreadable", text=found[0][:100]) from error
    if not use.id:
        raise BadInput("lora_unreadable", text=found[0][:100])
    return use


def _known(use: LoraUse, ids: Sequence[str]) -> LoraUse:
    if use.id in ids:
        return use
    alike = [name for name in ids if name.casefold() == use.id.casefold()]
    if len(alike) == 1:
        return replace(use, id=alike[0])
    name, colon, weight = use.id.rpartition(":")
    if name and colon:  # an id may hold a colon; there is none such here
        low, high = LORA_WEIGHT
        raise BadInput("lora_weight", id=name[:100], weight=weight[:40], low=low, high=high)
    raise BadInput("lora_unknown" if ids else "lora_none", id=use.id[:100], known=", ".join(ids))
