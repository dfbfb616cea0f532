"""Several pictures at the same time: of one request, and of several; each as it would be alone."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from danqing import Studio
from danqing.core.errors import Cancelled, DrawingFailed, TurnFailed
from danqing.core.events import PictureReady, Step
from danqing.core.protocols import Cancelled as CancelledCheck
from danqing.core.settings import load
from danqing.core.technique import ControlMap
from danqing.core.types import ApprovedPrompt, DrawOptions, Start, StepReport
from danqing.engine.fake import FakePainter


class Company(FakePainter):
    """Draws nothing before ``together`` pictures are being drawn; ``fails``: a seed whose picture cannot be drawn."""

    def __init__(self, together: int, fails: int | None = None) -> None:
        super().__init__()
        self.barrier = threading.Barrier(together)
        self.fails = fails
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def draw(
        self,
        approved: ApprovedPrompt,
        seed: int,
        on_step: StepReport,
        cancelled: CancelledCheck,
        start: Start | None = None,
        maps: Sequence[ControlMap] = (),
    ) -> Image.Image:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            self.barrier.wait(60)
            if seed == self.fails:
                raise DrawingFailed(detail="on purpose")
            return super().draw(approved, seed, on_step, cancelled, start, maps)
        finally:
            with self._lock:
                self._now -= 1


Opened = Callable[..., Studio]


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Opened:
    def opened(painter: FakePainter, parallel: int | None = 3) -> Studio:
        settings = load(tmp_path, parallel=parallel)
        studio = Studio(painter=painter, writer="scripted", settings=settings)
        request.addfinalizer(studio.close)
        return studio

    return opened


def test_pictures_of_one_request_are_drawn_together_and_told_in_their_order(opened: Opened, tmp_path: Path) -> None:
    studio = opened(Company(3))
    drawing = studio.draw("a red cat", seed=10, number=3)
    events = [stored.event for stored in studio.events(drawing.pictures[0].turn_id)]
    assert [event.index for event in events if isinstance(event, PictureReady)] == [0, 1, 2]
    last = {event.picture: (event.step, event.eta_s) for event in events if isinstance(event, Step)}
    assert last == {0: (8, 0.0), 1: (8, 0.0), 2: (8, 0.0)}
    with Studio(tmp_path / "alone", painter=FakePainter(), writer="scripted") as other:
        alone = other.draw("a red cat", seed=10, number=3)
    assert [p.sha256 for p in drawing.pictures] == [p.sha256 for p in alone.pictures]


def test_requests_are_drawn_together_in_one_conversation_too(opened: Opened) -> None:
    studio = opened(Company(3))
    talk = studio.create_conversation()
    turns = [studio.submit(talk, f"draw a {colour} cat") for colour in ("red", "blue")]
    turns.append(studio.submit(studio.create_conversation(), "a fish"))
    assert [len(studio.result(turn).pictures) for turn in turns] == [1, 1, 1]
    assert [turn.state for turn in studio.conversation(talk).turns] == ["finished", "finished"]


def test_never_more_at_a_time_than_there_are_places(opened: Opened) -> None:
    painter = Company(1)
    studio = opened(painter, 2)
    turns = [studio.submit(studio.create_conversation(), "a cat", DrawOptions(number=4)) for _ in range(3)]
    assert [len(studio.result(turn).pictures) for turn in turns] == [4, 4, 4]
    assert painter.most <= 2


def test_without_a_card_and_a_setting_one_at_a_time(opened: Opened) -> None:
    painter = Company(1)
    studio = opened(painter, None)
    assert len(studio.draw("a cat", number=3).pictures) == 3
    assert [len(drawing.pictures) for drawing in studio.draw_many(["a cat", "a fish"])] == [1, 1]
    assert painter.most == 1


def test_one_that_fails_ends_its_own_request_alone(opened: Opened) -> None:
    studio = opened(Company(3, fails=21))
    bad = studio.submit(studio.create_conversation(), "a cat", DrawOptions(seed=20, number=2))
    good = studio.submit(studio.create_conversation(), "a fish", DrawOptions(seed=7))
    with pytest.raises(TurnFailed, match="on purpose"):
        studio.result(bad)
    assert [picture.seed for picture in studio.turn(bad).pictures] == [20]
    assert [picture.seed for picture in studio.result(good).pictures] == [7]


def test_a_cancelled_request_leaves_the_others_alone(tmp_path: Path) -> None:
    settings = load(tmp_path, parallel=2)
    with Studio(painter=FakePainter(delay=0.03), writer="scripted", settings=settings) as studio:
        long, short = (
            studio.submit(studio.create_conversation(), "a cat", DrawOptions(steps=steps)) for steps in (150, 20)
        )
        for turn in (long, short):
            next(stored for stored in studio.events(turn) if isinstance(stored.event, Step))
        assert studio.cancel(long)
        with pytest.raises(Cancelled):
            studio.result(long)
        assert len(studio.result(short).pictures) == 1


def test_closing_puts_all_jobs_back(tmp_path: Path) -> None:
    settings = load(tmp_path, parallel=2)
    options = DrawOptions(steps=100)
    with Studio(painter=FakePainter(delay=0.03), writer="scripted", settings=settings) as first:
        turns = [first.submit(first.create_conversation(), "a cat", options) for _ in range(2)]
        for turn in turns:
            next(stored for stored in first.events(turn) if isinstance(stored.event, Step))
    with Studio(painter=FakePainter(), writer="scripted", settings=settings) as second:
        assert [len(second.result(turn).pictures) for turn in turns] == [1, 1]
