"""What a preview at every step costs."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.gpu.timing import by_turns

if TYPE_CHECKING:
    from PIL.Image import Image

    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    figures: Figures = {}
    for pixels, rounds in ((512, 9), (1024, 5)):
        side = stage.side(pixels)
        stage.settle(side)
        ways = {"with": lambda: stage.draw(side, on_step=_looking), "without": lambda: stage.draw(side)}  # noqa: B023
        by_turns(ways, 1, stage.device)
        taken = by_turns(ways, stage.some(rounds), stage.device)
        figures[f"longer, {pixels}²"] = 100 * (taken["with"] / taken["without"] - 1)
    return figures


def _looking(done: int, total: int, preview: "Callable[[], Image] | None") -> None:
    if preview is not None:
        preview()


ROW = Row(
    "previews",
    "A preview at every step",
    "每步都预览",
    (
        Figure("longer, 512²", "用时增加，512²", "%", most=2),
        Figure("longer, 1024²", "用时增加，1024²", "%", most=2),
    ),
    _measure,
)
