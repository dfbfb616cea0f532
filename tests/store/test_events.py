"""The stream of a turn: numbers, following, resuming."""

import threading
import time

import pytest

from danqing.core.errors import NotFound
from danqing.core.events import Finished, StoredEvent, TextDelta
from tests.store.parts import Parts


def test_numbers_count_from_one_in_each_turn(parts: Parts) -> None:
    for _ in range(2):
        claim, _ = parts.drawing()
        parts.turns.emit(claim, TextDelta(text="a"), TextDelta(text="b"))
        assert [stored.number for stored in parts.events.list(claim.turn_id)] == [1, 2, 3]
        assert [stored.number for stored in parts.events.list(claim.turn_id, after=2)] == [3]
        parts.turns.end(claim, "finished", [Finished()])


def test_a_follower_gets_what_comes_and_stops_at_the_end(parts: Parts) -> None:
    claim, _ = parts.drawing()
    got: list[StoredEvent] = []
    follower = threading.Thread(target=lambda: got.extend(parts.events.follow(claim.turn_id, after=1)))
    follower.start()
    for letter in "abc":
        parts.turns.emit(claim, TextDelta(text=letter))
        time.sleep(0.01)
    parts.turns.end(claim, "finished", [Finished(total_s=1)])
    follower.join(timeout=5)
    assert not follower.is_alive()
    assert [stored.number for stored in got] == [2, 3, 4, 5]
    assert got[-1].event == Finished(total_s=1)


def test_resuming_after_any_number_gives_the_rest(parts: Parts) -> None:
    claim, _ = parts.drawing()
    parts.turns.emit(claim, *(TextDelta(text=letter) for letter in "abcd"))
    parts.turns.end(claim, "finished", [Finished()])
    everything = list(parts.events.follow(claim.turn_id))
    for after in range(9):
        assert list(parts.events.follow(claim.turn_id, after)) == everything[after:]


def test_a_silent_turn_is_left_after_the_timeout(parts: Parts) -> None:
    turn_id = parts.submitted()
    started = time.monotonic()
    assert list(parts.events.follow(turn_id, timeout=0.2)) == []
    assert 0.1 < time.monotonic() - started < 2


def test_an_unknown_turn_is_not_found(parts: Parts) -> None:
    with pytest.raises(NotFound):
        next(parts.events.follow("t-unknown"))
