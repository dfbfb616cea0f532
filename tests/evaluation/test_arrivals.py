"""Requests at random times: how they come, and what their waits are."""

import threading
import time

import pytest

from danqing.evaluation.arrivals import Request, middle_and_late, poisson, served


def test_requests_come_at_the_rate_and_alike_each_time() -> None:
    requests = poisson(400, 10.0, (4, 8), seed=1)
    assert requests == poisson(400, 10.0, (4, 8), seed=1)
    assert requests[0].after == 0.0
    assert requests[-1].after == pytest.approx(40, rel=0.2)
    assert {request.steps for request in requests} == {4, 5, 6, 7, 8}


def test_one_worker_lets_the_next_request_wait() -> None:
    rate, waits = served([Request(0.0, 1, 1.0, seed) for seed in range(3)], lambda _: time.sleep(0.1), workers=1)
    assert rate < 10
    assert waits[0] < waits[1] < waits[2]


def test_several_workers_draw_at_once() -> None:
    together = threading.Barrier(2)
    served([Request(0.0, 1, 1.0, seed) for seed in range(2)], lambda _: together.wait(60), workers=2)


def test_late_is_never_later_than_the_longest() -> None:
    middle, late = middle_and_late([1.0, 2.0, 3.0])
    assert middle == 2.0
    assert late == pytest.approx(2.9)
