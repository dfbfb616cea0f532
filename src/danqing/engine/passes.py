"""More than one canvas: a picture widened by margins before it is drawn, or enlarged and drawn over afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from danqing.core.technique import Margins
from danqing.core.types import Settings, Start, StepReport
from danqing.engine.starting import allowed, fitted

if TYPE_CHECKING:
    from PIL.Image import Image

SECOND = 0.5
"""Share of the steps that the second pass takes: enough for detail, too little for another composition."""
WIDENED = 0.9
"""Share of the steps that added canvas is drawn with at least: what it is filled with lends it colours, no shapes."""
GRAIN = 24.0
"""Standard deviation of the noise on added canvas, in levels of 0 to 255: a smooth filling is drawn as smooth."""


def final_size(settings: Settings, multiple: int) -> tuple[int, int]:
    """Width and height of what will be drawn, with margins and second pass, as multiples of ``multiple``."""
    margins, factor = settings.technique.outpaint or Margins(), settings.technique.highres or 1.0
    sides = (settings.width + margins.left + margins.right, settings.height + margins.top + margins.bottom)
    width, height = (-(-side // multiple) * multiple for side in sides)
    return _rounded(width * factor, multiple), _rounded(height * factor, multiple)


def widened(start: Start, settings: Settings, multiple: int, seed: int) -> tuple[Start, Settings]:
    """``start`` on a canvas with the margins that are asked for, and the settings of that canvas' size.

    Only the margins may change, besides what might before. They grow to the right and downwards to a whole multiple.
    """
    margins = settings.technique.outpaint
    assert margins is not None
    plain = replace(settings, technique=replace(settings.technique, highres=None))
    size = final_size(plain, multiple)
    canvas = _filled(fitted(start.image, settings), margins, size, seed)
    widest = Start(canvas, max(start.strength, WIDENED), mask=_mask(start, settings, margins, size))
    return widest, replace(settings, width=size[0], height=size[1])


def enlarged(drawn: "Image", start: Start | None, settings: Settings, multiple: int) -> tuple[Start, Settings]:
    """What the second pass starts from: the first picture, enlarged; what might not change may not change now."""
    from PIL import Image

    factor = settings.technique.highres
    assert factor is not None
    size = (_rounded(drawn.width * factor, multiple), _rounded(drawn.height * factor, multiple))
    second = Start(drawn.resize(size, Image.Resampling.LANCZOS), SECOND)
    if start is not None:
        second = replace(second, region=start.region, mask=start.mask)
    return second, replace(settings, width=size[0], height=size[1])


@dataclass
class Counting:
    """Reports the steps of several passes as those of one picture. ``passes``: the steps of each, as far as known."""

    on_step: StepReport
    passes: list[int]
    before: int = 0
    index: int = 0

    def __call__(self, done: int, total: int, preview: "Callable[[], Image] | None") -> None:
        self.passes[self.index] = total
        self.on_step(self.before + done, sum(self.passes), preview)

    def next(self) -> None:
        """The next pass begins."""
        self.before += self.passes[self.index]
        self.index += 1


def counting(on_step: StepReport, settings: Settings) -> Counting:
    """For the passes that ``settings`` ask for."""
    second = [max(1, round(settings.steps * SECOND))] if settings.technique.highres else []
    return Counting(on_step, [settings.steps, *second])


def _rounded(side: float, multiple: int) -> int:
    return max(1, round(side / multiple)) * multiple


def _filled(picture: "Image", margins: Margins, size: tuple[int, int], seed: int) -> "Image":
    """The picture at its place, its reflection with grain around it."""
    import numpy as np
    from PIL import Image

    width, height = size
    right, bottom = width - margins.left - picture.width, height - margins.top - picture.height
    pixels = np.asarray(picture, dtype=np.float32)
    around = np.pad(pixels, ((margins.top, bottom), (margins.left, right), (0, 0)), mode="symmetric")
    grain = np.random.default_rng(seed % 2**32).normal(0, GRAIN, around.shape)
    canvas = Image.fromarray((around + grain).clip(0, 255).astype(np.uint8))
    canvas.paste(picture, (margins.left, margins.top))
    return canvas


def _mask(start: Start, settings: Settings, margins: Margins, size: tuple[int, int]) -> "Image":
    from PIL import Image

    mask = Image.new("L", size, 255)
    within = allowed(start, settings)
    if within is None:
        within = Image.new("L", (settings.width, settings.height), 0)
    mask.paste(within, (margins.left, margins.top))
    return mask
