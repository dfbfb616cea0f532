"""The energy counters of this machine: NVIDIA's through its driver, the processor's (RAPL) through Linux.

Where a counter is missing, may not be read or stands still nothing is told: energy is never guessed.
"""

import ctypes
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danqing.core.cost import Energy, Source

POWERCAP = Path("/sys/class/powercap")
_WH = 1 / 3600
_LIBRARY = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"

Counter = Callable[[], float]
"""Joules since some time. Raises OSError or ValueError where it cannot be read."""


_Reading = dict[Source, list[tuple[float, float]]]


@dataclass(eq=False, slots=True)
class _Taken:
    """What one drawing has taken so far: ``joules`` by chip, None once a counter did not tell."""

    joules: dict[Source, float] | None = field(default_factory=dict)

    def add(self, spent: dict[Source, float] | None, sharers: int) -> None:
        """Its part of what was spent."""
        if self.joules is None or spent is None:
            self.joules = None
        else:
            self.joules = {chip: self.joules.get(chip, 0.0) + joules / sharers for chip, joules in spent.items()}

    def energy(self) -> Energy | None:
        """None where nothing tells, or where a counter did not move: then it is too slow for what was drawn."""
        if not self.joules or any(joules <= 0 for joules in self.joules.values()):
            return None
        return Energy(sum(self.joules.values()) * _WH, tuple(self.joules))


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
        self._lock = threading.Lock()
        self._measured: list[_Taken] = []
        self._last: _Reading | None = None

    def begin(self) -> Callable[[], Energy | None]:
        """Reads the counters now, and again when what it returns is called.

        What is taken while several are measured is shared out evenly among them.
        """
        taken = _Taken()
        with self._lock:
            self._share()
            self._measured.append(taken)

        def end() -> Energy | None:
            with self._lock:
                self._share()
                self._measured.remove(taken)
            return taken.energy()

        return end

    def _share(self) -> None:
        """To each that is measured its part of what was taken since the counters were read last."""
        before, self._last = self._last, self._read()
        spent = _difference(before, self._last)
        for each in self._measured:
            each.add(spent, len(self._measured))

    def _read(self) -> "_Reading | None":
        """Joules and the joules at which the counter begins again (0: never), by chip.

        None where the card that draws does not tell: the processor alone would tell far too little.
        """
        found: _Reading = {}
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


def _difference(before: "_Reading | None", now: "_Reading | None") -> dict[Source, float] | None:
    """Joules by chip; None where not all that told before tell now."""
    if before is None or now is None:
        return None
    if {chip: len(read) for chip, read in before.items()} != {chip: len(read) for chip, read in now.items()}:
        return None
    return {
        chip: sum((after - first) % top if top else after - first for (first, _), (after, top) in pairs)
        for chip, pairs in ((chip, zip(before[chip], now[chip], strict=True)) for chip in now)
    }


def _succeed(code: int) -> None:
    if code:
        raise OSError(code, "NVML does not tell")
