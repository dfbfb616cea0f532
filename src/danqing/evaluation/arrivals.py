"""Requests that come at random times, each with its own steps and guidance, and how long each of them waits."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

CROWDED = 10.0
"""Requests a second that are more than can be drawn."""
EASY = 0.6
"""Of what can be drawn, for the time that a picture takes while the machine is busy but not crowded."""


@dataclass(frozen=True, slots=True)
class Request:
    """``after``: seconds after the first one."""

    after: float
    steps: int
    guidance: float
    seed: int


def poisson(count: int, rate: float, steps: tuple[int, int], seed: int) -> list[Request]:
    """Requests at random times, ``rate`` a second at the mean."""
    dice, at, out = random.Random(seed), 0.0, []
    for number in range(count):
        out.append(Request(at, dice.randint(*steps), dice.uniform(3, 9), number))
        at += dice.expovariate(rate)
    return out


def served(requests: Sequence[Request], draw: Callable[[Request], object], workers: int) -> tuple[float, list[float]]:
    """Pictures a second from the first request to the last picture, and the seconds that each request waited."""
    started = time.perf_counter()

    def serve(request: Request) -> float:
        draw(request)
        return time.perf_counter() - started - request.after

    with ThreadPoolExecutor(workers) as pool:
        waits = []
        for request in requests:
            time.sleep(max(0.0, started + request.after - time.perf_counter()))
            waits.append(pool.submit(serve, request))
        taken = [wait.result() for wait in waits]
    return len(requests) / (time.perf_counter() - started), taken


def middle_and_late(waits: Sequence[float]) -> tuple[float, float]:
    """The median of at least two waits, and what 95 % of them keep to; never more than the longest."""
    cuts = quantiles(waits, n=20, method="inclusive")
    return cuts[9], cuts[18]
