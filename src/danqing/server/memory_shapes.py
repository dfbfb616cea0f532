"""The body of the answer about memory: who is where, what it takes, and for whom a faster version is being built."""

from dataclasses import asdict
from typing import Literal

from pydantic import BaseModel, ConfigDict

from danqing.core.memory import MemoryMode, Precision
from danqing.models.memory.report import MemoryNow


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PartShown(_Body):
    """A part of a model. Bytes ``size`` in all, ``there`` of them on the device now; ``moves``: whether it leaves when
    its place is needed."""

    model: str
    role: Literal["painter", "writer"]
    part: str
    precision: Precision
    size: int
    there: int
    moves: bool


class StepMemoryShown(_Body):
    """Bytes of working memory of a step at the model's usual size; ``measured``: null before it ever was."""

    model: str
    step: Literal["read", "encode", "denoise", "decode"]
    predicted: int
    measured: int | None


class DeviceMemoryShown(_Body):
    """One device. Bytes: ``capacity`` that models may take, ``arena`` taken for weights that move, ``standing`` that
    models keep beside them, ``room`` left to work with, ``host`` of main memory for copies of what leaves.

    ``copied``: bytes that came back since the start; the last time ``copy_bytes`` in ``copy_s`` seconds.
    """

    name: str
    title: str
    capacity: int
    arena: int
    standing: int
    room: int
    host: int
    copied: int
    copy_bytes: int | None
    copy_s: float | None
    parts: list[PartShown]
    steps: list[StepMemoryShown]


class MemoryShown(_Body):
    """The memory of every device that has models on it. ``mode``: how sparing Danqing was told to be with a card;
    ``building``: picture models of which a faster version is being built in the background."""

    mode: MemoryMode
    devices: list[DeviceMemoryShown]
    building: list[str]


def shown_memory(memory: MemoryNow) -> MemoryShown:
    """The ledger for the API."""
    return MemoryShown.model_validate(asdict(memory))
