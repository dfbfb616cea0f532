"""Units a second of loops that go on side by side."""

import time
from collections.abc import Callable

import pytest

from danqing.core.errors import Cancelled
from danqing.core.protocols import Cancelled as Asked
from danqing.evaluation.loops import rates

Count = Callable[[], None]


def test_the_window_begins_after_a_whole_piece_of_each_loop() -> None:
    """The first piece counts a great deal, and nothing of it is in the window."""
    pieces = 0

    def slow_at_first(count: Count, stopped: Asked) -> None:
        nonlocal pieces
        pieces += 1
        for _ in range(1_000_000 if pieces == 1 else 0):
            count()
        time.sleep(0.2 if pieces == 1 else 0.01)  # the first is longer than the window
        count()

    assert 0 < rates({"slow": slow_at_first}, warm_s=0.0, window_s=0.2)["slow"] < 100_000


def test_a_loop_that_fails_does_not_keep_the_others_waiting() -> None:
    def fails(count: Count, stopped: Asked) -> None:
        raise RuntimeError("no card")

    def goes_on(count: Count, stopped: Asked) -> None:
        count()
        time.sleep(0.01)
        if stopped():
            raise Cancelled

    with pytest.raises(RuntimeError, match="no card"):
        rates({"fails": fails, "goes on": goes_on}, warm_s=0.0, window_s=0.05)
