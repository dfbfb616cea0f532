"""The memory of graphics cards as the ledger asks for it, and a double that takes main memory for a card."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from danqing.models.devices import Device, free_memory
from danqing.models.memory.demand import CONTEXT, SLACK, SYSTEM

if TYPE_CHECKING:
    from danqing.models.memory.arena import Arena


class Cards:
    """``vram``: bytes of a card that may be used at most, ``pinned``: of main memory; None: as there is."""

    def __init__(self, vram: int | None = None, pinned: int | None = None) -> None:
        self.vram = vram
        self.pinned = pinned

    def capacity(self, device: Device) -> int | None:
        """Bytes of a card that models may take now: less what the driver and others have of it. None for what is no
        card: there everything stays."""
        if not device.name.startswith("cuda"):
            return None
        import torch

        free, total = torch.cuda.mem_get_info(device.name)
        own = torch.cuda.memory_reserved(device.name)
        share = int(total * torch.cuda.get_per_process_memory_fraction(device.name))
        return usable(min(free + own, self.vram or total), share)

    def arena(self, device: Device, capacity: int) -> "Arena":
        """Memory of a card for weights."""
        import torch

        from danqing.models.memory.arena import Arena

        self._bound(device)
        pinned = (free_memory() - SYSTEM) // 2 if self.pinned is None else self.pinned
        return Arena(torch.device(device.name), capacity, max(0, pinned))

    def allocated(self, device: Device) -> tuple[int, int]:
        """Bytes that this process has on a card, and that it had at most; (0, 0) where nobody counts."""
        if not device.name.startswith("cuda"):
            return 0, 0
        import torch

        return torch.cuda.memory_allocated(device.name), torch.cuda.max_memory_allocated(device.name)

    def begin(self, step: str) -> None:
        """A step begins."""

    def _bound(self, device: Device) -> None:
        """Holds PyTorch's allocator to what may be used: it gives back what it keeps for later before it takes more."""
        if self.vram is None or not device.name.startswith("cuda"):
            return
        import torch

        total = torch.cuda.mem_get_info(device.name)[1]
        before = torch.cuda.get_per_process_memory_fraction(device.name)
        share = max(0, self.vram - CONTEXT) / total
        torch.cuda.set_per_process_memory_fraction(min(before, share), device.name)


def usable(there: int, share: int) -> int:
    """Bytes for models: of those that are ``there`` for a process, ``share`` of which its allocator may hold."""
    return max(0, min(there - CONTEXT, share) - SLACK)


class FakeCards(Cards):
    """Takes the processor for a card of ``size`` bytes. ``trouble``: called when a step begins, to fail as a full card
    does."""

    def __init__(self, size: int, trouble: Callable[[str], None] = lambda step: None) -> None:
        super().__init__(pinned=0)
        self._size = size
        self._trouble = trouble

    def capacity(self, device: Device) -> int | None:
        return self._size

    def begin(self, step: str) -> None:
        self._trouble(step)
