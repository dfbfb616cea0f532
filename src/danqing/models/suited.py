"""Which well-known open models a machine could hold: what to look for when the starter is too small."""

from dataclasses import dataclass
from typing import Literal

from danqing.models.devices import Device
from danqing.models.memory.known import Known, known_models
from danqing.models.vetting import ROOM, bytes_of

RESERVED = 2 * 1024**3
"""Bytes of main memory that the system and other programs keep."""
SLOW = 4e9
"""Parameters above which a language model on a processor takes minutes for an answer."""
SLOW_PAINTER = 2e9
"""Parameters above which a picture takes an hour there."""


@dataclass(frozen=True, slots=True)
class Suited:
    """``memory``: bytes that it takes on the device; ``fits``: whether the device has them."""

    role: Literal["painter", "writer"]
    name: str
    parameters: int
    memory: int
    fits: bool


_WRITERS = ("qwen2.5-32b", "qwen2.5-14b", "qwen2.5-7b", "qwen2.5-3b", "qwen2.5-1.5b", "qwen2.5-0.5b")
_PAINTERS = ("sdxl", "sd15")
"""Of the well-known ones those that are named to a person, the largest first."""


def suited(device: Device) -> tuple[Suited, ...]:
    """The largest picture model that ``device`` holds, and the largest language model beside it; where none fits the
    smallest, with ``fits`` false."""
    shared = device.name in ("cpu", "mps")
    room = device.memory - (RESERVED if shared else 0)
    known = known_models()
    painters = [one for name in _PAINTERS if (one := known[name]).parameters <= SLOW_PAINTER or device.name != "cpu"]
    painter = _largest("painter", painters, device, room)
    room -= painter.memory if painter.fits else 0
    writers = [one for name in _WRITERS if (one := known[name]).parameters <= SLOW or device.name != "cpu"]
    return painter, _largest("writer", writers, device, room)


def _largest(role: Literal["painter", "writer"], known: list[Known], device: Device, room: int) -> Suited:
    found = [(one.name, one.parameters, int(one.parameters * bytes_of(device.dtype) * ROOM)) for one in known]
    name, many, memory = next((one for one in found if one[2] <= room), found[-1])
    return Suited(role, name, many, memory, memory <= room)
