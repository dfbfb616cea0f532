"""The first picture of a process, and of another size."""

from typing import TYPE_CHECKING

from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.timing import seconds

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    stage.clear()
    stage.painter()
    other = seconds(lambda: stage.draw(stage.side(1024)), stage.device)
    return {
        "reading the weights": stage.opening["weights"],
        "first picture, 512²": stage.opening["first"],
        "first picture of another size, 1024²": other,
    }


ROW = Row(
    "first",
    "SDXL, the first picture",
    "SDXL，第一张图",
    (
        Figure("reading the weights", "读取权重", "s"),
        Figure("first picture, 512²", "第一张图，512²", "s", most=5),
        Figure("first picture of another size, 1024²", "另一尺寸的第一张图，1024²", "s"),
    ),
    _measure,
)
