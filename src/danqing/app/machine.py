"""This machine in plain facts: what it computes with, what memory and disk it has, what would suit it."""

import os
import platform
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danqing import __version__
from danqing.core.settings import Configuration
from danqing.models.devices import cpu_cores, free_memory, total_memory

if TYPE_CHECKING:
    from danqing.models.devices import Device
    from danqing.models.suited import Suited


@dataclass(frozen=True, slots=True)
class Machine:
    """Sizes in bytes, 0 where the system does not say. ``used``: by the data folder ``home``.

    ``device``: what pictures are drawn on, None where PyTorch cannot be loaded; ``suited``: larger models for it.
    """

    version: str
    system: str
    cores: int
    memory: int
    memory_free: int
    home: str
    used: int
    disk_free: int
    device: "Device | None"
    suited: "tuple[Suited, ...]"


def this_machine(settings: Configuration) -> Machine:
    """Looks around. Loads torch, to find graphics cards."""
    device, suited = _device(settings)
    return Machine(
        version=__version__,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        cores=cpu_cores(),
        memory=total_memory(),
        memory_free=free_memory(),
        home=str(settings.home),
        used=_size(settings.home),
        disk_free=shutil.disk_usage(settings.home).free,
        device=device,
        suited=suited,
    )


def _device(settings: Configuration) -> "tuple[Device | None, tuple[Suited, ...]]":
    from danqing.models.devices import pick_device
    from danqing.models.suited import suited

    try:
        device = pick_device(name="cpu" if settings.cpu else None)
    except (ImportError, OSError):
        return None, ()
    return device, suited(device)


def _size(folder: Path) -> int:
    """Bytes of all files in it; what goes away meanwhile counts as nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
