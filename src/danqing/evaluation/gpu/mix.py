"""Requests that come as they like, each with its own steps and guidance: pictures a second, and how long each waits."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING

from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.gpu.timing import by_turns
from danqing.models.devices import AT_ONCE

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage

CROWDED = 10.0
"""Requests a second that are more than can be drawn."""
EASY = 0.6
"""Of what can be drawn, for the time that a picture takes while the card is busy but not crowded."""


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


def served(
    requests: Sequence[Request], draw: Callable[[Request], object], workers: int = AT_ONCE
) -> tuple[float, list[float]]:
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


def _measure(stage: "Stage") -> Figures:
    side = stage.side(512)
    stage.settle(side)
    count, steps = (4, (2, 4)) if stage.small else (20 if stage.quick else 48, (20, 40))

    def draw(request: Request) -> object:
        return stage.draw(side, request.steps, guidance=request.guidance, seed=request.seed)

    served(poisson(2 * AT_ONCE, 1000.0, (steps[0], steps[0]), 0), draw)  # every number of rows is met once
    rate, _ = served(poisson(count, CROWDED, steps, 1), draw)
    _, waits = served(poisson(count, EASY * rate, steps, 2), draw)
    cuts = quantiles(waits, n=20)
    alone = by_turns({"": lambda: stage.draw(side)}, stage.some(5), stage.device)[""]
    return {
        "pictures a second, crowded": rate,
        "median wait at 60 % of that": cuts[9],
        "95 % wait at most": cuts[18],
        "a picture of 30 steps alone": alone,
    }


ROW = Row(
    "mix",
    f"SDXL 512², requests of 20 to 40 steps at random times, {AT_ONCE} at once",
    f"SDXL 512²，随机到来的 20 到 40 步请求，最多 {AT_ONCE} 张同时",
    (
        Figure("pictures a second, crowded", "拥挤时每秒张数", "", least=5),
        Figure("median wait at 60 % of that", "六成负载时等待的中位数", "s"),
        Figure("95 % wait at most", "其中 95% 不超过", "s"),
        Figure("a picture of 30 steps alone", "单独一张 30 步", "s"),
    ),
    _measure,
)
