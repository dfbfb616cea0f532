"""How many pictures are drawn at the same time, whatever jobs they belong to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled

POLL_S = 0.2


class Places:
    """Given in the order of asking. ``count``: as many as there are now; it grows where a card comes into use."""

    def __init__(self, count: Callable[[], int]) -> None:
        self.count = count
        self._changed = threading.Condition()
        self._line: list[object] = []
        self._taken = 0

    @contextmanager
    def one(self, cancelled: Cancelled) -> Iterator[None]:
        """Around a picture. Raises Cancelled while it waits for its place too."""
        self._wait(cancelled)
        try:
            yield
        finally:
            with self._changed:
                self._taken -= 1
                self._changed.notify_all()

    def _wait(self, cancelled: Cancelled) -> None:
        ticket = object()
        with self._changed:
            self._line.append(ticket)
            try:
                while self._line[0] is not ticket or self._taken >= self.count():
                    if cancelled():
                        raise CancelledError()
                    self._changed.wait(POLL_S)
                self._taken += 1
            finally:
                self._line.remove(ticket)
                self._changed.notify_all()
