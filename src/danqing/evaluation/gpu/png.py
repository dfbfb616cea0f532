"""Encoding a picture as PNG, as the store does it: apart from drawing, since it need not wait for it."""

import io
from typing import TYPE_CHECKING

from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.timing import by_turns

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    from danqing.store.pictures import PNG

    figures: Figures = {}
    for pixels in (512, 1024):
        image = stage.draw(stage.side(pixels), steps=2)
        work = {"": lambda: image.save(io.BytesIO(), "PNG", **PNG)}  # noqa: B023
        figures[f"{pixels}²"] = 1000 * by_turns(work, stage.some(9), stage.device)[""]
    return figures


ROW = Row(
    "png",
    "PNG of such a picture (noise)",
    "写成 PNG（画面为噪声）",
    (Figure("512²", "512²", "ms"), Figure("1024²", "1024²", "ms")),
    _measure,
)
