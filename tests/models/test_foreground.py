"""When full passes of the garbage collector are made, and when not; waiting for quiet."""

import gc
import threading
import time
from collections.abc import Iterator

import pytest

from danqing.models.foreground import Collector, Foreground
from tests.engine.test_batching import WAIT_S, until


class _Ring:
    """Garbage that only a pass finds."""

    def __init__(self, gone: list[int]) -> None:
        self.itself = self
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(1)


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def owing(gone: list[int], quiet_s: float = 0.01, latest_s: float = WAIT_S) -> tuple[Foreground, Collector]:
    """A collector that has put off a pass over an old ring."""
    foreground = Foreground()
    collector = Collector(foreground, quiet_s, latest_s)
    gc.collect()
    ring = _Ring(gone)
    gc.collect(1)
    gc.collect(1)  # it is old by now
    collector.put_off()
    del ring
    return foreground, collector


def test_a_pass_is_made_up_for_once_nothing_is_drawn(thresholds: tuple[int, int, int]) -> None:
    gone: list[int] = []
    foreground, collector = owing(gone)
    assert gc.get_threshold()[:2] == thresholds[:2]
    assert gc.get_threshold()[2] > 1_000_000
    with foreground.served():
        waiting = threading.Thread(target=collector.make_up, args=(lambda: False,))
        waiting.start()
        time.sleep(0.5)
        assert (gone, collector.owed) == ([], True)
    until(lambda: not collector.owed)
    waiting.join()
    assert gone == [1]
    assert gc.get_threshold() == thresholds


def test_quiet_lasts_a_while(thresholds: tuple[int, int, int]) -> None:
    gone: list[int] = []
    foreground, collector = owing(gone, quiet_s=WAIT_S)
    with foreground.served():
        pass
    asked = iter([False, False, True])
    collector.make_up(lambda: next(asked))
    assert (gone, collector.owed) == ([], True)


def test_it_is_not_put_off_for_ever(thresholds: tuple[int, int, int]) -> None:
    gone: list[int] = []
    foreground, collector = owing(gone, latest_s=0.0)
    with foreground.served():
        collector.make_up(lambda: False)
    assert (gone, collector.owed) == ([1], False)
    assert gc.get_threshold() == thresholds


def test_nothing_is_owed_twice(thresholds: tuple[int, int, int]) -> None:
    collector = Collector(Foreground(), 0.01)
    collector.make_up(lambda: False)
    assert gc.get_threshold() == thresholds
    collector.put_off()
    collector.put_off()
    collector.make_up(lambda: False)
    assert gc.get_threshold() == thresholds


def test_whoever_waits_goes_on_in_quiet_or_after_a_while() -> None:
    foreground = Foreground()
    foreground.wait(WAIT_S)
    done: list[float] = []
    with foreground.served():
        assert foreground.quiet_s == 0
        foreground.wait(0.1)  # comes back all the same

        def wait() -> None:
            foreground.wait(WAIT_S)
            done.append(foreground.quiet_s)

        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.3)
        assert not done
    waiting.join(WAIT_S)
    assert done and done[0] > 0
