"""The longest that a picture is held up while a faster version of the network is built in the background."""

from statistics import median
from typing import TYPE_CHECKING

from danqing.evaluation.gpu.row import Figure, Figures, Row, Unavailable
from danqing.evaluation.gpu.stage import building

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage

PAUSE = "longest pause, 512²"


def _measure(stage: "Stage") -> Figures:
    if not hasattr(stage.painter(), "building"):
        raise Unavailable("bench_no_building")
    side = stage.side(512)
    stage.settle(side)
    taken = stage.settled[side]
    return {
        PAUSE: max(taken) - median(taken),
        "pictures drawn meanwhile": len(taken),
        "until it was there": None if building(stage.painter()) else sum(taken),
    }


ROW = Row(
    "pauses",
    "SDXL while its faster version is built",
    "SDXL，后台编译期间",
    (
        Figure(PAUSE, "最长停顿，512²", "s", most=1),
        Figure("pictures drawn meanwhile", "期间画的张数"),
        Figure("until it was there", "到编译完成", "s"),
    ),
    _measure,
)
