"""The loop of a device, over a queue in memory."""

import threading
import time

from danqing.core.errors import Cancelled, DiskFull, LeaseLost, StoreFailed
from danqing.core.protocols import Cancelled as CancelledCheck
from danqing.core.types import Claim, Lane, Settings
from danqing.scheduling.pace import Pace
from danqing.scheduling.worker import Worker


class Line:
    """A queue double: hands out numbered claims, remembers what happened to them."""

    def __init__(self, jobs: int) -> None:
        self.waiting = [Claim(f"j{i}", f"t{i}", "device", 1) for i in range(jobs)]
        self.beats = 0
        self.released: list[str] = []
        self.withdrawn = False
        self.lost = False
        self.trouble: list[StoreFailed] = []
        self.woken = threading.Event()

    def claim(self, lane: Lane, worker: str) -> Claim | None:
        return self.waiting.pop(0) if self.waiting else None

    def heartbeat(self, claim: Claim) -> None:
        self.beats += 1
        if self.lost:
            raise LeaseLost(claim.job_id)

    def release(self, claim: Claim) -> None:
        self.released.append(claim.job_id)

    def cancel_requested(self, claim: Claim) -> bool:
        return self.withdrawn

    def wait(self, timeout: float) -> None:
        self.woken.wait(0.01)

    def troubled(self, error: StoreFailed) -> None:
        self.trouble.append(error)


class Work:
    """What the worker runs: draws until told to stop, or raises."""

    def __init__(self, *errors: Exception, until_cancelled: bool = False) -> None:
        self.errors = list(errors)
        self.until_cancelled = until_cancelled
        self.begun = threading.Event()
        self.done: list[str] = []
        self.given_up: list[tuple[str, Exception]] = []
        self.giving_up_fails: list[Exception] = []

    def run(self, claim: Claim, cancelled: CancelledCheck) -> None:
        self.begun.set()
        while self.until_cancelled:
            if cancelled():
                raise Cancelled()
            time.sleep(0.005)
        if self.errors:
            raise self.errors.pop(0)
        self.done.append(claim.job_id)

    def give_up(self, claim: Claim, error: Exception) -> None:
        if self.giving_up_fails:
            raise self.giving_up_fails.pop(0)
        self.given_up.append((claim.job_id, error))


def ran(line: Line, work: Work, lease_s: float = 30.0, during: float = 0.1) -> Worker:
    worker = Worker("device", line, work.run, work.give_up, lease_s)
    worker.start()
    work.begun.wait(5)
    time.sleep(during)
    worker.stop()
    worker.join(5)
    return worker


def test_jobs_are_done_in_order() -> None:
    line, work = Line(3), Work()
    ran(line, work)
    assert work.done == ["j0", "j1", "j2"]
    assert work.given_up == []


def test_any_error_is_given_up_and_the_next_job_is_done() -> None:
    line, bug = Line(2), ValueError("a bug")
    work = Work(bug)
    ran(line, work)
    assert work.given_up == [("j0", bug)]
    assert work.done == ["j1"]


def test_heartbeats_go_on_beside_the_work() -> None:
    line, work = Line(1), Work(until_cancelled=True)
    ran(line, work, lease_s=0.06, during=0.2)
    assert line.beats >= 3


def test_a_lost_lease_stops_the_work_and_nothing_is_written() -> None:
    line, work = Line(1), Work(until_cancelled=True)
    line.lost = True
    work.giving_up_fails = [LeaseLost("j0")]
    ran(line, work, lease_s=0.03, during=0.2)
    assert work.given_up == []
    assert line.released == []


def test_a_stop_puts_the_job_back() -> None:
    line, work = Line(1), Work(until_cancelled=True)
    ran(line, work)
    assert line.released == ["j0"]
    assert work.given_up == []


def test_a_users_cancel_ends_the_turn_even_at_a_stop() -> None:
    line, work = Line(1), Work(until_cancelled=True)
    line.withdrawn = True
    ran(line, work)
    assert line.released == []
    assert [job for job, _ in work.given_up] == ["j0"]


def test_a_store_that_fails_is_told_and_the_loop_goes_on() -> None:
    line, work = Line(2), Work(ValueError("a bug"))
    full = DiskFull(path="x")
    work.giving_up_fails = [full]
    ran(line, work, during=1.3)
    assert line.trouble == [full]
    assert work.done == ["j1"]


def test_giving_up_that_fails_does_not_end_the_loop() -> None:
    line, work = Line(2), Work(ValueError("a bug"))
    work.giving_up_fails = [ZeroDivisionError("a bug in giving up")]
    ran(line, work, during=1.3)
    assert work.given_up == []
    assert work.done == ["j1"]


def test_a_queue_with_a_bug_does_not_end_the_loop() -> None:
    line, work = Line(1), Work()
    honest, bugs = line.claim, [ZeroDivisionError("a bug in the queue")]

    def claim(lane: Lane, worker: str) -> Claim | None:
        if bugs:
            raise bugs.pop()
        return honest(lane, worker)

    line.claim = claim  # type: ignore[method-assign]
    ran(line, work, during=1.3)
    assert isinstance(line.trouble[0], StoreFailed)
    assert work.done == ["j0"]


def test_pace_follows_what_was_measured() -> None:
    pace, settings = Pace(), Settings("fake", "w", 1, 8, 3.0, 64, 64)
    assert pace.pace("fake", settings) is None
    pace.measured("fake", settings, 1.0)
    pace.measured("fake", settings, 3.0)
    assert pace.pace("fake", settings) == 2.0
    assert pace.pace("other", settings) is None


def test_a_worker_waits_until_there_is_a_place_for_it() -> None:
    line, work, places = Line(1), Work(), [1]
    second = Worker("device", line, work.run, work.give_up, 30.0, 1, lambda: places[0])
    second.start()
    assert not work.begun.wait(0.1)
    places[0] = 2
    assert work.begun.wait(10)
    second.stop()
    second.join(10)
    assert work.done == ["j0"]
