"""Full passes of Python's garbage collector, which hold up every thread: kept out of pictures and answers.

Compiling a network leaves millions of objects behind. A pass over them took up to 3.5 s (SDXL, CPython 3.12), and
meanwhile no step of a picture is launched.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

QUIET_S = 2.0
"""Nothing is drawn or written for so long before a pass is made up for."""
LATEST_S = 600.0
"""A pass is put off for so long at most after the work that it cleans up after: what is not needed takes up memory."""
POLL_S = 0.2
_NEVER = 1_000_000_000


class Collector:
    """The collector of a process in which pictures are drawn and answers written while something is compiled."""

    def __init__(self, quiet_s: float = QUIET_S, latest_s: float = LATEST_S) -> None:
        self._quiet_s, self._latest_s = quiet_s, latest_s
        self._lock = threading.Lock()
        self._busy = 0
        self._since = time.monotonic()
        self._before: tuple[int, int, int] | None = None

    @property
    def owed(self) -> bool:
        """Whether a pass has been put off."""
        return self._before is not None

    @contextmanager
    def kept_out(self) -> Iterator[None]:
        """Around a picture or an answer."""
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                self._since = time.monotonic()

    def put_off(self) -> None:
        """From now on there are none, until they are made up for. Passes over young objects go on: they are short."""
        with self._lock:
            if self._before is None:
                self._before = gc.get_threshold()
                gc.set_threshold(*self._before[:2], _NEVER)

    def make_up(self, enough: Callable[[], bool]) -> None:
        """Waits until nothing is drawn or written, and makes the pass that is owed; not once ``enough`` is true."""
        latest = time.monotonic() + self._latest_s
        while self.owed and not enough():
            if self._quiet() or time.monotonic() >= latest:
                gc.collect()
                self._restore()
                return
            time.sleep(POLL_S)

    def _quiet(self) -> bool:
        with self._lock:
            return not self._busy and time.monotonic() - self._since >= self._quiet_s

    def _restore(self) -> None:
        with self._lock:
            if self._before is not None:
                gc.set_threshold(*self._before)
                self._before = None


collector = Collector()
"""That of this process."""
