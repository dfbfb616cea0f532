"""Who computes on the device: drawings as soon as they come, a training in the gaps between them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled

Aside = Callable[[], AbstractContextManager[None]]
"""Holds, as a block, that the device has room for somebody else."""
Pause = Callable[[Aside], None]
"""Called between steps; returns when it may go on."""
_WAIT_S = 0.1


class DeviceLane:
    """``waiting``: whether a drawing waits in the queue; then a training that stands aside does not begin again."""

    def __init__(self, waiting: Callable[[], bool]) -> None:
        self._waiting = waiting
        self._changed = threading.Condition()
        self._drawings = 0
        self._training = False

    @contextmanager
    def drawing(self, cancelled: Cancelled) -> Iterator[None]:
        """The device for a drawing, once a training has ended its present step. Raises Cancelled while it waits."""
        with self._changed:
            self._drawings += 1
        try:
            with self._changed:
                while self._training:
                    if cancelled():
                        raise CancelledError()
                    self._changed.wait(_WAIT_S)
            yield
        finally:
            with self._changed:
                self._drawings -= 1
                self._changed.notify_all()

    @contextmanager
    def training(self, stop: Cancelled) -> Iterator[Pause]:
        """What is given is to be called before anything is computed, and between steps: it returns once no drawing
        waits or is carried out, or ``stop`` says so. Meanwhile its argument holds, which frees what the device lacks.
        """

        def pause(aside: Aside = nullcontext) -> None:
            self._leave()
            if self._entered():
                return
            with aside():
                while not stop() and not self._entered():
                    with self._changed:
                        self._changed.wait(_WAIT_S)

        try:
            yield pause
        finally:
            self._leave()

    def _entered(self) -> bool:
        if self._waiting():
            return False
        with self._changed:
            self._training = self._drawings == 0
            return self._training

    def _leave(self) -> None:
        with self._changed:
            self._training = False
            self._changed.notify_all()
