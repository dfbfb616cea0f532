"""Which well-known open models a machine could hold: what to look for when the starter is too small.

Parameters are those of the models' own cards. Only kinds that Danqing opens are here.
"""

from dataclasses import dataclass
from typing import Literal

from danqing.models.devices import Device
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


_WRITERS = (
    ("Qwen2.5-32B-Instruct", 32.8e9),
    ("Qwen2.5-14B-Instruct", 14.8e9),
    ("Qwen2.5-7B-Instruct", 7.62e9),
    ("Qwen2.5-3B-Instruct", 3.09e9),
    ("Qwen2.5-1.5B-Instruct", 1.54e9),
    ("Qwen2.5-0.5B-Instruct", 0.494e9),
)
_PAINTERS = (("Stable Diffusion XL", 3.47e9), ("Stable Diffusion 1.5", 1.07e9))


def suited(device: Device) -> tuple[Suited, ...]:
    """The largest picture model that ``device`` holds, and the largest language model beside it; where none fits the
    smallest, with ``fits`` false."""
    shared = device.name in ("cpu", "mps")
    room = device.memory - (RESERVED if shared else 0)
    painters = tuple(one for one in _PAINTERS if one[1] <= SLOW_PAINTER or device.name != "cpu")
    painter = _largest("painter", painters, device, room)
    room -= painter.memory if painter.fits else 0
    writers = tuple(one for one in _WRITERS if one[1] <= SLOW or device.name != "cpu")
    return painter, _largest("writer", writers, device, room)


def _largest(
    role: Literal["painter", "writer"], known: tuple[tuple[str, float], ...], device: Device, room: int
) -> Suited:
    found = [(name, int(many), int(many * bytes_of(device.dtype) * ROOM)) for name, many in known]
    name, many, memory = next((one for one in found if one[2] <= room), found[-1])
    return Suited(role, name, many, memory, memory <= room)
