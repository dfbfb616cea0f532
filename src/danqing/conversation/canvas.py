"""The size of a picture, where the scene says it and the user's options do not."""

import re
from collections.abc import Callable
from dataclasses import replace

from danqing.core.errors import BadInput
from danqing.core.protocols import Painter
from danqing.core.scene import Scene
from danqing.core.types import DrawOptions, Dropped, Settings

_PIXELS = re.compile(r"\d+\s*[x×*]\s*\d+")
SizeFor = Callable[[Painter, str], tuple[int, int]]


def on_canvas(
    settings: Settings, options: DrawOptions, scene: Scene, painter: Painter, size_for: SizeFor
) -> tuple[Settings, tuple[Dropped, ...]]:
    """``settings`` in the size that the scene's canvas asks for, and the canvas where the painter cannot draw that.

    A canvas never makes a turn fail: the painter's own size, or the nearest that it has, takes its place.
    """
    if scene.canvas is None or options.width or options.height:
        return settings, ()
    width, height = size_for(painter, scene.canvas)
    resized = replace(settings, width=width, height=height)
    try:
        painter.check(resized)
    except BadInput:
        resized = settings
    return resized, () if _is_kept(scene.canvas, resized) else (Dropped(scene.canvas, "dropped_size"),)


def _is_kept(canvas: str, settings: Settings) -> bool:
    """Whether the very pixels are drawn, or a ratio that is not off by more than an eighth."""
    numbers = [int(number) for number in re.findall(r"\d{1,9}", canvas)]
    if len(numbers) != 2 or not all(numbers):
        return False
    if _PIXELS.search(canvas):
        return numbers == [settings.width, settings.height]
    return 8 / 9 <= settings.width * numbers[1] / (settings.height * numbers[0]) <= 9 / 8
