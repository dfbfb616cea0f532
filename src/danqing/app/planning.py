"""Memory planned ahead: models by name, the card that they are to share, and where each of their parts would be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from danqing.core.errors import BadInput, UnknownModel
from danqing.core.memory import GIB, PRECISIONS, MemoryMode, Precision
from danqing.core.settings import Configuration
from danqing.models.catalog import check_model, find_model
from danqing.models.memory.demand import Use, card, demand_of, ladder_of
from danqing.models.memory.known import find_known, known_models
from danqing.models.memory.needs import Needs, needs_of
from danqing.models.memory.residency import NoFit, Plan, plan

Role = Literal["writer", "painter"]
_SIZE = re.compile(r"(\d{2,5})(?:[x×*](\d{2,5}))?")
_LADDERS: dict[Role, tuple[Precision, ...]] = {"writer": ladder_of("bf16"), "painter": ladder_of("fp16")}


@dataclass(frozen=True, slots=True)
class Planned:
    """``names``: of the models, as people know them, by id; ``vram`` and ``ram``: bytes that were planned for."""

    names: dict[str, str]
    vram: int
    ram: int | None
    plan: Plan | NoFit


def plan_for(
    text: str,
    settings: Configuration,
    vram_gb: float | None = None,
    ram_gb: float | None = None,
    mode: MemoryMode = "auto",
) -> Planned:
    """``text``: models with plus signs between, each with its size and precision where they are not the usual ones:
    ``qwen2-7b nf4 + sdxl 1024x768``. Raises BadInput; ModelUnusable for a damaged folder.

    Without ``vram_gb``, for the card of this machine; else for one that computes bf16, as those since 2020 do.
    """
    if mode == "cpu":
        raise BadInput("plan_cpu")
    vram, bf16 = _this_card() if vram_gb is None else (int(vram_gb * GIB), True)
    wanted = [_named(part, settings, bf16) for part in text.split("+")]
    roles = [role for role, *_ in wanted]
    if len(set(roles)) < len(roles):
        raise BadInput("plan_roles", text=text[:100])
    wanted.sort(key=lambda one: get_args(Role).index(one[0]))  # a turn first reads, then draws
    ram = None if ram_gb is None else int(ram_gb * GIB)
    found = plan(demand_of(*(use for *_, use in wanted)), card(vram, ram), mode)
    return Planned({use.needs.id: name for _, name, use in wanted}, vram, ram, found)


def _named(text: str, settings: Configuration, bf16: bool) -> tuple[Role, str, Use]:
    words = text.split()
    size = _size(words)
    precision = next((word for word in PRECISIONS if word in words), None)
    name = " ".join(word for word in words if word != precision and not _SIZE.fullmatch(word))
    role, shown, needs = _needs(name, settings)
    needs = needs.narrowed() if bf16 else needs
    return role, shown, Use(needs, (precision,) if precision else _LADDERS[role], size)


def _size(words: Sequence[str]) -> tuple[int, int]:
    for word in words:
        if match := _SIZE.fullmatch(word):
            return int(match[1]), int(match[2] or match[1])
    return 0, 0


def _needs(name: str, settings: Configuration) -> tuple[Role, str, Needs]:
    """Of a model of the catalogue, a folder, or one that is well known."""
    for role in get_args(Role):
        try:
            info = find_model(name, role, settings.home)
        except UnknownModel:
            continue
        if info.folder is not None and (info.folder / "model_index.json").exists() == (role == "painter"):
            check_model(info)
            return role, info.id, needs_of(info.folder, role, info.id)
    known = find_known(name)
    if known is None:
        raise BadInput("plan_unknown", name=name[:100] or "+", known=", ".join(known_models()))
    return known.role, known.name, known.needs


def _this_card() -> tuple[int, bool]:
    """Its memory in bytes, and whether it computes bf16."""
    from danqing.models.devices import computes_bf16, pick_device

    device = pick_device()
    if device.name == "cpu":
        raise BadInput("plan_vram")
    return device.memory, computes_bf16(device.name)
