"""The loop of a worker: claim the oldest job, carry it out under heartbeats, settle what went wrong."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.errors import DanqingError, LeaseLost, StoreFailed
from danqing.core.protocols import Cancelled, Queue
from danqing.core.types import Claim, Lane

Run = Callable[[Claim, Cancelled], None]
GiveUp = Callable[[Claim, Exception], None]
IDLE_S = 1.0
"""How often an idle worker looks for jobs whose lease ran out; a new job of this process wakes it at once."""

log = logging.getLogger("danqing.scheduling")


class _Failure(NamedTuple):
    """What went wrong, and with which job; None where not even a job could be claimed."""

    claim: Claim | None
    error: Exception


class Worker:
    """``run`` carries one job out to its end, or raises; ``give_up`` then ends its turn with a sentence for the user.

    ``lease_s``: the lease of a claim; three heartbeats fit in it. ``number``: among the workers of its lane, of which
    those before ``wanted()`` look for jobs.
    """

    def __init__(
        self,
        lane: Lane,
        queue: Queue,
        run: Run,
        give_up: GiveUp,
        lease_s: float,
        number: int = 0,
        wanted: Callable[[], int] = lambda: 1,
    ) -> None:
        self.name = f"{lane}-{os.getpid()}-{number}"
        self._number = number
        self._wanted = wanted
        self._lane: Lane = lane
        self._queue = queue
        self._run = run
        self._give_up = give_up
        self._beat_s = lease_s / 3
        self._stopping = threading.Event()
        self._claim: Claim | None = None
        self._thread = threading.Thread(target=self._loop, name=self.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Asks the present job to stop within a step; it goes back into the queue."""
        self._stopping.set()

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def _loop(self) -> None:
        """Never ends by an error: what goes wrong is settled in the next round, inside the same net."""
        failure: _Failure | None = None
        while failure is not None or not self._stopping.is_set():
            settling, failure = failure, None
            try:
                if settling is None:
                    self._claim = None
                    self._work()
                else:
                    self._settle(settling.claim, settling.error)
            except LeaseLost:
                log.warning("job %s was taken over by another worker", self._claim and self._claim.job_id)
            except Exception as error:
                log.log(_level(error), "%s failed", self._claim.job_id if self._claim else self.name, exc_info=error)
                if settling is None:
                    failure = _Failure(self._claim, error)
                else:  # the job waits for its lease's end, and is given up after too many attempts
                    self._stopping.wait(IDLE_S)

    def _work(self) -> None:
        if self._number >= self._wanted():
            self._stopping.wait(IDLE_S)
            return
        self._claim = claim = self._queue.claim(self._lane, self.name)
        if claim is None:
            self._queue.wait(IDLE_S)
            return
        with self._heartbeats(claim) as lost:
            self._run(claim, self._cancelled(claim, lost))

    def _settle(self, claim: Claim | None, error: Exception) -> None:
        """Ends the turn, or gives the job back on a stop; where the store fails the job waits for its lease's end."""
        try:
            if claim is None:
                raise error if isinstance(error, StoreFailed) else StoreFailed(path="", detail=error)
            stopped = self._stopping.is_set() and isinstance(error, CancelledError)
            if stopped and not self._queue.cancel_requested(claim):
                self._queue.release(claim)
            else:
                self._give_up(claim, error)
        except StoreFailed as failure:
            log.warning("the store fails: %s", failure)
            self._queue.troubled(failure)
            self._stopping.wait(IDLE_S)

    def _cancelled(self, claim: Claim, lost: threading.Event) -> Cancelled:
        return lambda: self._stopping.is_set() or lost.is_set() or self._queue.cancel_requested(claim)

    @contextmanager
    def _heartbeats(self, claim: Claim) -> Iterator[threading.Event]:
        """Prolongs the lease beside the work. The event is set once the claim is lost: the work is then in vain."""
        over, lost = threading.Event(), threading.Event()

        def beat() -> None:
            while not over.wait(self._beat_s):
                try:
                    with suppress(StoreFailed):  # a full disk now is no reason to stop; the lease may hold until later
                        self._queue.heartbeat(claim)
                except LeaseLost:
                    lost.set()
                    return

        thread = threading.Thread(target=beat, name=f"{self.name}-heartbeat", daemon=True)
        thread.start()
        try:
            yield lost
        finally:
            over.set()
            thread.join()


def _level(error: Exception) -> int:
    """Errors of the tree are the user's business and are told there; any other one is a bug."""
    return logging.DEBUG if isinstance(error, DanqingError) else logging.ERROR
