"""Drawing goes first on the device: a training steps aside for what is drawn and for what waits to be."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from danqing.core.errors import Cancelled
from danqing.scheduling.lane import DeviceLane


def never() -> bool:
    return False


class Pupil(threading.Thread):
    """Trains in the lane, a step whenever ``go`` is set, and tells when it has stepped aside."""

    def __init__(self, lane: DeviceLane) -> None:
        super().__init__(daemon=True)
        self.lane, self.steps = lane, 0
        self.go, self.stepping, self.aside, self.stopped = (threading.Event() for _ in range(4))

    @contextmanager
    def put_away(self) -> Iterator[None]:
        self.aside.set()
        yield
        self.aside.clear()

    def run(self) -> None:
        with self.lane.training(self.stopped.is_set) as pause:
            while not self.stopped.is_set():
                pause(self.put_away)
                self.stepping.set()
                self.go.wait(10)
                self.go.clear()
                self.steps += 1


@pytest.fixture
def queue() -> list[str]:
    """Drawings that wait."""
    return []


@pytest.fixture
def pupil(queue: list[str]) -> Iterator[Pupil]:
    thread = Pupil(DeviceLane(lambda: bool(queue)))
    yield thread
    thread.stopped.set()
    thread.go.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_drawing_waits_for_one_step_and_no_other_begins_meanwhile(pupil: Pupil) -> None:
    pupil.start()
    assert pupil.stepping.wait(10)
    begun, over = threading.Event(), threading.Event()

    def draw() -> None:
        with pupil.lane.drawing(never):
            begun.set()
            over.wait(10)

    drawing = threading.Thread(target=draw)
    drawing.start()
    assert not begun.wait(0.3), "the step is not over"
    pupil.go.set()
    assert begun.wait(10) and pupil.aside.wait(10)
    assert pupil.steps == 1
    pupil.stepping.clear()
    over.set()
    drawing.join(10)
    assert pupil.stepping.wait(10)
    assert not pupil.aside.is_set()


def test_it_does_not_begin_while_a_drawing_waits_in_the_queue(pupil: Pupil, queue: list[str]) -> None:
    queue.append("a boat")
    pupil.start()
    assert pupil.aside.wait(10)
    assert not pupil.stepping.is_set()
    queue.clear()
    assert pupil.stepping.wait(10)


def test_a_training_that_is_to_stop_does_not_wait(pupil: Pupil, queue: list[str]) -> None:
    queue.append("a boat")
    pupil.start()
    assert pupil.aside.wait(10)
    pupil.stopped.set()
    assert pupil.stepping.wait(10)


def test_a_drawing_that_is_cancelled_does_not_wait(pupil: Pupil) -> None:
    pupil.start()
    assert pupil.stepping.wait(10)
    with pytest.raises(Cancelled), pupil.lane.drawing(lambda: True):
        raise AssertionError
    pupil.go.set()
    pupil.stepping.clear()
    assert pupil.stepping.wait(10), "it goes on"
