"""What is looked at again and again in a thread of its own while other work goes on."""

import threading
from collections.abc import Callable
from pathlib import Path


class Sampler(threading.Thread):
    """Calls ``look`` every ``every_s`` seconds until it is stopped."""

    def __init__(self, look: Callable[[], None], every_s: float) -> None:
        super().__init__(daemon=True)
        self._look, self._every_s = look, every_s
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._done.wait(self._every_s):
            self._look()

    def stop(self) -> None:
        """Looks a last time."""
        self._done.set()
        self.join()
        self._look()


class Resident:
    """The most main memory that this process held for itself; files that it only maps are left out."""

    def __init__(self) -> None:
        self.peak = 0
        self._sampler = Sampler(self._look, 0.02)

    def stop(self) -> int:
        """Bytes, pinned memory among them; 0 where the system does not tell."""
        import torch

        self._sampler.stop()
        pinned = torch.cuda.host_memory_stats() if torch.cuda.is_available() else {}
        return self.peak + int(pinned.get("allocated_bytes.peak", 0))

    def _look(self) -> None:
        status = Path("/proc/self/status")
        if status.exists():
            lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines() if ":" in line)
            held = sum(int(lines[name].split()[0]) * 1024 for name in ("RssAnon", "RssShmem") if name in lines)
            self.peak = max(self.peak, held)


class Copies:
    """The copies that come back to a card: ``last`` gives bytes and seconds of the last one, None before the first."""

    def __init__(self, last: Callable[[], tuple[int, float] | None]) -> None:
        self._last = last
        self._seen: list[tuple[int, float]] = []
        self._sampler = Sampler(self._look, 0.002)

    def stop(self) -> float | None:
        """Bytes a second over all that were seen; None without any."""
        self._sampler.stop()
        took = sum(seconds for _, seconds in self._seen)
        return sum(size for size, _ in self._seen) / took if took else None

    def _look(self) -> None:
        copy = self._last()
        if copy is not None and copy not in self._seen[-1:]:
            self._seen.append(copy)
