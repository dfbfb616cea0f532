"""The energy counters of this machine: NVIDIA's through its driver, the processor's (RAPL) through Linux.

Where a counter is missing, may not be read or stands still nothing is told: energy is never guessed.
"""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from danqing.core.cost import Energy, Source

POWERCAP = Path("/sys/class/powercap")
_WH = 1 / 3600
_LIBRARY = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"

Counter = Callable[[], float]
"""Joules since some time. Raises OSError or ValueError where it cannot be read."""


class Counters:
    """``core.protocols.EnergyMeter`` over the counters of this machine.

    ``card``: the UUID of the graphics card that is drawn on, None for the processor; ``no_card``: never asks for one.
    ``driver``: NVML; by default that of the system, opened when it is needed.
    """

    def __init__(
        self,
        powercap: Path = POWERCAP,
        card: "Callable[[], str | None] | None" = None,
        no_card: bool = False,
        driver: Any = None,
    ) -> None:
        self._powercap = powercap
        self._card = (lambda: None) if no_card else card or card_in_use
        self._driver = driver
        self._ready = False

    def begin(self) -> Callable[[], Energy | None]:
        """Reads the counters now, and again when what it returns is called."""
        started = self._read()

        def end() -> Energy | None:
            now = self._read()
            return None if started is None or now is None else _difference(started, now)

        return end

    def _read(self) -> "dict[Source, list[tuple[float, float]]] | None":
        """Joules and the joules at which the counter begins again (0: never), by chip.

        None where the card that draws does not tell: the processor alone would tell far too little.
        """
        found: dict[Source, list[tuple[float, float]]] = {}
        with suppress(OSError, ValueError):
            if zones := _zones(self._powercap):
                found["cpu"] = [(_joules(zone / "energy_uj"), _joules(zone / "max_energy_range_uj")) for zone in zones]
        card = self._card()
        if card is None:
            return found
        try:
            return {"gpu": [(self._of_card(card), 0.0)], **found}
        except (OSError, ValueError, AttributeError):
            return None

    def _of_card(self, card: str) -> float:
        """What NVML tells of the card with that UUID (Volta and later). Raises OSError, AttributeError."""
        self._driver = self._driver or ctypes.CDLL(_LIBRARY)
        if not self._ready:
            _succeed(self._driver.nvmlInit_v2())
            self._ready = True
        handle, millijoules = ctypes.c_void_p(), ctypes.c_ulonglong()
        _succeed(self._driver.nvmlDeviceGetHandleByUUID(card.encode(), ctypes.byref(handle)))
        _succeed(self._driver.nvmlDeviceGetTotalEnergyConsumption(handle, ctypes.byref(millijoules)))
        return millijoules.value / 1000


def card_in_use() -> str | None:
    """The card that PyTorch has opened in this process. Loads nothing."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_initialized():
        return None
    return f"GPU-{getattr(torch.cuda.get_device_properties(torch.cuda.current_device()), 'uuid', '')}"


def _zones(powercap: Path) -> list[Path]:
    """Packages, and memory where it is counted apart; the other zones are parts of these."""
    found = sorted(powercap.glob("intel-rapl:*"))
    return [zone for zone in found if (zone / "name").read_text().strip().startswith(("package", "dram"))]


def _joules(file: Path) -> float:
    return int(file.read_text()) / 1e6


def _difference(
    started: "dict[Source, list[tuple[float, float]]]", now: "dict[Source, list[tuple[float, float]]]"
) -> Energy | None:
    """None where nothing tells, or where a counter did not move: then it is too slow for what was drawn."""
    if not now or {chip: len(read) for chip, read in started.items()} != {
        chip: len(read) for chip, read in now.items()
    }:
        return None
    taken = {
        chip: sum((after - before) % top if top else after - before for (before, _), (after, top) in pairs)
        for chip, pairs in ((chip, zip(started[chip], now[chip], strict=True)) for chip in now)
    }
    if any(joules <= 0 for joules in taken.values()):
        return None
    return Energy(sum(taken.values()) * _WH, tuple(taken))


def _succeed(code: int) -> None:
    if code:
        raise OSError(code, "NVML does not tell")
