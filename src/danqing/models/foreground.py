"""What somebody waits for, pictures and answers, and what is put off meanwhile: compiling, full garbage collections."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

QUIET_S = 2.0
"""Nothing is drawn or written for so long before a garbage collection is made up for."""
LATEST_S = 600.0
"""It is put off for so long at most: what is not needed any more takes up memory."""
POLL_S = 0.2
_NEVER = 1_000_000_000


class Foreground:
    """The pictures and answers that are under way in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy = 0
        self._since = time.monotonic()

    @contextmanager
    def served(self) -> Iterator[None]:
        """Around a picture or an answer."""
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                self._since = time.monotonic()

    @property
    def quiet_s(self) -> float:
        """How long there has been none, 0 while there is one."""
        with self._lock:
            return 0.0 if self._busy else time.monotonic() - self._since

    def wait(self, most_s: float) -> None:
        """Until there is none, or for so long."""
        latest = time.monotonic() + most_s
        while not self.quiet_s and time.monotonic() < latest:
            time.sleep(POLL_S)


class Collector:
    """Full passes of Python's garbage collector, which hold up every thread.

    Compiling a network leaves millions of objects behind. A pass over them takes more than a second, and
    meanwhile no step of a picture is launched.
    """

    def __init__(self, foreground: Foreground, quiet_s: float = QUIET_S, latest_s: float = LATEST_S) -> None:
        self._foreground = foreground
        self._quiet_s, self._latest_s = quiet_s, latest_s
        self._before: tuple[int, int, int] | None = None

    @property
    def owed(self) -> bool:
        """Whether a pass has been put off."""
        return self._before is not None

    def put_off(self) -> None:
        """From now on there are none, until they are made up for. Passes over young objects go on: they are short."""
        if self._before is None:
            self._before = gc.get_threshold()
            gc.set_threshold(*self._before[:2], _NEVER)

    def make_up(self, enough: Callable[[], bool]) -> None:
        """Waits until nothing is drawn or written, and makes the pass that is owed; not once ``enough`` is true."""
        latest = time.monotonic() + self._latest_s
        while self._before is not None and not enough():
            if self._foreground.quiet_s >= self._quiet_s or time.monotonic() >= latest:
                gc.collect()
                gc.set_threshold(*self._before)
                self._before = None
            else:
                time.sleep(POLL_S)


foreground = Foreground()
"""That of this process."""
