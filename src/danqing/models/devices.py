"""The hardware of this machine, and which device and number format a model runs with."""

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from danqing.core.errors import BadInput

Use = Literal["painter", "writer"]
_AMPERE = 8
"""Cards before this generation compute no bf16."""
AT_ONCE = 4
"""Pictures on a graphics card: small ones share its steps, and a card is not full of one."""


@dataclass(frozen=True, slots=True)
class Device:
    """``name`` and ``dtype`` as torch spells them; ``title`` for people; ``memory`` in bytes, 0 where unknown."""

    name: str
    dtype: str
    title: str
    memory: int


def cpu_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def total_memory() -> int:
    """Bytes of main memory, 0 where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


def free_memory(device: str = "cpu") -> int:
    """Bytes that could be had now on a device as torch names it, 0 where the system does not say."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.mem_get_info(device)[0])
    if sys.platform == "linux":
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0


def calm_threads() -> None:
    """Lets torch's CPU threads sleep sooner when they wait for one another. Works only before torch is imported.

    By default they spin: beside other busy processes on 2 cores, a picture of 4 steps took 2.5 to 11 s, and 0.6 to
    1.3 s with this. A value that the user set stays.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def list_devices(use: Use = "painter") -> tuple[Device, ...]:
    """Every device, the preferred one first. Imports torch."""
    calm_threads()
    import torch

    found = []
    for index in range(torch.cuda.device_count()):
        facts = torch.cuda.get_device_properties(index)
        found.append(Device(f"cuda:{index}", _gpu_dtype(use, facts.major), facts.name, facts.total_memory))
    if torch.backends.mps.is_available():
        found.append(Device("mps", "float16", "Apple GPU", total_memory()))
    found.append(Device("cpu", "float32", f"CPU, {cpu_cores()} cores", total_memory()))
    return tuple(found)


def pick_device(use: Use = "painter", name: str | None = None) -> Device:
    """The device called ``name`` (``cuda`` means the first one), or the preferred one; BadInput for an unknown name."""
    devices = list_devices(use)
    if name is None:
        return devices[0]
    for device in devices:
        if device.name in (name, f"{name}:0"):
            return device
    choices = ", ".join(device.name for device in devices)
    raise BadInput("choice_invalid", name="device", value=name, choices=choices)


def wide(device: Device) -> Device:
    """The same device with a number format of float32's range, for models that overflow in fp16.

    bf16 where it is computed, else float32, which takes twice the memory and several times the time.
    """
    if device.dtype != "float16":
        return device
    return replace(device, dtype="bfloat16" if computes_bf16(device.name) else "float32")


def computes_bf16(name: str) -> bool:
    """Whether a device, as torch names it, computes bf16 as fast as fp16. No processor does."""
    if name.startswith("cpu"):
        return False
    import torch

    if name.startswith("cuda"):
        return torch.cuda.get_device_properties(name).major >= _AMPERE
    return torch.backends.mps.is_available() and torch.backends.mps.is_macos_or_newer(14, 0)


def pictures_at_once() -> int:
    """How many pictures are drawn at the same time where nobody says: several on a graphics card that is in use."""
    cuda = getattr(sys.modules.get("torch"), "cuda", None)  # nothing is loaded to find out
    in_use = getattr(cuda, "is_initialized", lambda: False)
    return AT_ONCE if in_use() else 1


def set_threads(count: int) -> None:
    """How many CPU threads torch computes with. More than the cores of this process only slows it down."""
    calm_threads()
    import torch

    torch.set_num_threads(max(1, count))


def _gpu_dtype(use: Use, major: int) -> str:
    """Language models overflow in fp16 more easily."""
    return "bfloat16" if use == "writer" and major >= _AMPERE else "float16"


def _windows_memory() -> int:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in ("total", "free", "page", "page_free", "virtual", "v_free", "ext")
            ),
        )

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return int(status.total) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0
