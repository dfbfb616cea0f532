"""What a preview at every step costs."""

from typing import TYPE_CHECKING

from danqing.evaluation.costs import with_previews
from danqing.evaluation.gpu.row import Figure, Figures, Row

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    figures: Figures = {}
    for pixels, rounds in ((512, 9), (1024, 5)):
        side = stage.side(pixels)
        stage.settle(side)
        taken = with_previews(lambda on_step: stage.draw(side, on_step=on_step), stage.some(rounds), stage.device)  # noqa: B023
        figures[f"longer, {pixels}²"] = 100 * (taken["with"] / taken["without"] - 1)
    return figures


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
