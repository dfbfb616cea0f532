"""Requests that come as they like, each with its own steps and guidance: pictures a second, and how long each waits."""

from typing import TYPE_CHECKING

from danqing.evaluation.arrivals import CROWDED, EASY, Request, middle_and_late, poisson, served
from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.timing import by_turns
from danqing.models.devices import AT_ONCE

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    side = stage.side(512)
    stage.settle(side)
    count, steps = (4, (2, 4)) if stage.small else (20 if stage.quick else 48, (20, 40))

    def draw(request: Request) -> object:
        return stage.draw(side, request.steps, guidance=request.guidance, seed=request.seed)

    served(poisson(2 * AT_ONCE, 1000.0, (steps[0], steps[0]), 0), draw, AT_ONCE)  # every number of rows is met once
    rate, _ = served(poisson(count, CROWDED, steps, 1), draw, AT_ONCE)
    _, waits = served(poisson(count, EASY * rate, steps, 2), draw, AT_ONCE)
    middle, late = middle_and_late(waits)
    alone = by_turns({"": lambda: stage.draw(side)}, stage.some(5), stage.device)[""]
    return {
        "pictures a second, crowded": rate,
        "median wait at 60 % of that": middle,
        "95 % wait at most": late,
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
