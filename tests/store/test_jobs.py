"""The queue: order, leases, fences, cancelling."""

import threading

import pytest

from danqing.core.errors import Cancelled, LeaseLost, NotFound
from danqing.core.events import Finished, Queued, TextDelta
from danqing.core.history import SceneHistory
from danqing.core.types import Claim
from tests.store.parts import LEASE_S, Clock, Parts, a_draft, a_picture


def test_oldest_first_and_each_once(parts: Parts) -> None:
    turns = [parts.submitted(f"cat {i}") for i in range(3)]
    claims = [parts.jobs.claim("language", "a") for _ in range(4)]
    assert [claim and claim.turn_id for claim in claims] == [*turns, None]
    assert parts.jobs.claim("device", "a") is None


def test_many_workers_never_share_a_job(parts: Parts) -> None:
    turns = {parts.submitted(f"cat {i}") for i in range(12)}
    taken: list[str] = []

    def work(name: str) -> None:
        while (claim := parts.jobs.claim("language", name)) is not None:
            taken.append(claim.turn_id)

    threads = [threading.Thread(target=work, args=(f"w{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(turns)


def test_a_lease_that_ran_out_is_taken_over_and_the_old_worker_writes_nothing(parts: Parts, clock: Clock) -> None:
    first, job = parts.drawing()
    clock.ahead += LEASE_S - 1
    assert parts.jobs.claim("device", "b") is None
    clock.ahead += 2
    second = parts.jobs.claim("device", "b")
    assert second is not None
    assert (second.job_id, second.fence, second.attempts) == (first.job_id, first.fence + 1, 2)
    for write in (
        lambda: parts.turns.emit(first, TextDelta(text="late")),
        lambda: parts.turns.end(first, "finished", [Finished()]),
        lambda: parts.jobs.heartbeat(first),
        lambda: parts.jobs.release(first),
        lambda: parts.pictures.add(first, job, 0, a_picture(), 0.1),
    ):
        with pytest.raises(LeaseLost):
            write()
    assert parts.files() == []
    parts.pictures.add(second, job, 0, a_picture(), 0.1)
    parts.turns.end(second, "finished", [Finished()])
    with pytest.raises(LeaseLost):
        parts.pictures.add(second, job, 0, a_picture(), 0.1)
    assert len(parts.files()) == 1
    assert [stored.event.type for stored in parts.events.list(first.turn_id)] == ["queued", "picture_ready", "finished"]


def test_heartbeats_hold_the_lease(parts: Parts, clock: Clock) -> None:
    claim, _ = parts.drawing()
    for _ in range(4):
        clock.ahead += LEASE_S - 5
        parts.jobs.heartbeat(claim)
        assert parts.jobs.claim("device", "b") is None


def test_a_released_job_waits_again_and_counts_no_attempt(parts: Parts) -> None:
    claim, _ = parts.drawing()
    parts.jobs.release(claim)
    again = parts.jobs.claim("device", "b")
    assert again is not None
    assert (again.attempts, again.fence) == (1, 2)


def test_release_all_counts_the_attempt(parts: Parts) -> None:
    parts.drawing()
    assert parts.jobs.release_all() == 1
    again = parts.jobs.claim("device", "b")
    assert again is not None
    assert again.attempts == 2


def test_queued_tells_how_many_are_ahead(parts: Parts) -> None:
    turns = [parts.accepted(f"cat {i}") for i in range(3)]
    told = [stored.event for turn in turns for stored in parts.events.list(turn)]
    assert [event.ahead for event in told if isinstance(event, Queued)] == [0, 1, 2]


def test_accept_is_all_or_nothing(parts: Parts) -> None:
    turn_id = parts.submitted()
    claim = parts.jobs.claim("language", "a")
    assert claim is not None
    stale = Claim(claim.job_id, claim.turn_id, "language", claim.fence - 1)
    with pytest.raises(LeaseLost):
        parts.turns.accept(stale, a_draft("a cat"), SceneHistory(), [TextDelta(text="x")])
    assert parts.events.list(turn_id) == []
    assert parts.jobs.claim("device", "a") is None
    assert parts.turns.turn(turn_id).state == "submitted"


def test_cancelling_what_waits_ends_it_at_once(parts: Parts) -> None:
    submitted, accepted = parts.submitted("one"), None
    assert parts.jobs.cancel(submitted)
    accepted = parts.accepted("二")
    assert parts.jobs.cancel(accepted)
    for turn_id in (submitted, accepted):
        assert parts.turns.turn(turn_id).state == "cancelled"
        assert parts.events.list(turn_id)[-1].event.type == "cancelled"
        assert not parts.jobs.cancel(turn_id)
    assert "已取消" in parts.events.list(accepted)[-1].event.message  # type: ignore[union-attr]
    assert parts.jobs.claim("language", "a") is None
    assert parts.jobs.claim("device", "a") is None
    with pytest.raises(NotFound):
        parts.jobs.cancel("t-unknown")


def test_cancelling_what_runs_is_a_flag(parts: Parts) -> None:
    claim, _ = parts.drawing()
    assert not parts.jobs.cancel_requested(claim)
    assert parts.jobs.cancel(claim.turn_id)
    assert parts.jobs.cancel_requested(claim)
    assert parts.turns.turn(claim.turn_id).state == "accepted"


def test_a_turn_that_was_withdrawn_is_not_accepted(parts: Parts) -> None:
    turn_id = parts.submitted()
    claim = parts.jobs.claim("language", "a")
    assert claim is not None
    parts.jobs.cancel(turn_id)
    with pytest.raises(Cancelled):
        parts.turns.accept(claim, a_draft("a cat"), SceneHistory(), [])
    assert parts.jobs.claim("device", "a") is None


def test_what_was_begun_before_is_carried_out_alone(parts: Parts) -> None:
    turns = [parts.accepted(f"cat {i}") for i in range(3)]
    assert [(claim := parts.jobs.claim("device", "a")) and claim.turn_id for _ in range(2)] == turns[:2]
    parts.jobs.release_all()  # the process died with two
    first = parts.jobs.claim("device", "a")
    assert first is not None
    assert (first.turn_id, first.attempts) == (turns[0], 2)
    assert parts.jobs.claim("device", "b") is None
    parts.turns.end(first, "finished", [Finished()])
    second = parts.jobs.claim("device", "b")
    assert second is not None
    assert (second.turn_id, second.attempts) == (turns[1], 2)
    assert parts.jobs.claim("device", "a") is None
    parts.turns.end(second, "finished", [Finished()])
    third = parts.jobs.claim("device", "a")
    assert third is not None
    assert (third.turn_id, third.attempts) == (turns[2], 1)


def test_nothing_that_was_begun_before_joins_others(parts: Parts, clock: Clock) -> None:
    turns = [parts.accepted(f"cat {i}") for i in range(2)]
    old = parts.jobs.claim("device", "a")
    clock.ahead += LEASE_S - 1
    young = parts.jobs.claim("device", "b")
    assert old is not None
    assert young is not None
    clock.ahead += 2
    assert parts.jobs.claim("device", "c") is None
    parts.turns.end(young, "finished", [Finished()])
    again = parts.jobs.claim("device", "c")
    assert again is not None
    assert (again.turn_id, again.attempts) == (turns[0], 2)
