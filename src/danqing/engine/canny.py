"""Edges of a picture as white lines on black: Canny's way, as ControlNets for edges were trained on."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

    Array = np.ndarray[Any, Any]

LOW, HIGH = 100, 200
"""Steepness from which an edge goes on, and from which it begins: as the networks were trained, in OpenCV's units."""
BLACK, WHITE = 32, 223
"""A pixel up to the one is black, from the other on white."""
MOSTLY = 0.6
"""Share of black pixels from which lines on black are taken for a map."""


def canny_map(image: "Image") -> "Image":
    """The edges of a picture, RGB of its size. What already is such a map comes back as it is."""
    return image.convert("RGB") if is_map(image) else edges(image)


def is_map(image: "Image") -> bool:
    """Whether it is mostly black with white lines, and nearly nothing between the two."""
    import numpy as np

    pixels = np.asarray(image.convert("RGB"))
    black, white = (pixels <= BLACK).all(axis=2).mean(), (pixels >= WHITE).all(axis=2).mean()
    return bool(white > 0 and black >= MOSTLY and black + white >= 0.9)


def edges(image: "Image") -> "Image":
    """White lines, one pixel wide, where the picture's brightness changes steeply; RGB."""
    import numpy as np
    from PIL import Image

    across, down = _slopes(np.asarray(image.convert("L"), dtype=np.float32))
    steep = np.abs(across) + np.abs(down)
    thin = np.where(_is_crest(steep, across, down), steep, 0)
    lines = _connected(thin >= HIGH, thin >= LOW)
    return Image.fromarray(np.where(lines, 255, 0).astype(np.uint8)).convert("RGB")


def _slopes(grey: "Array") -> "tuple[Array, Array]":
    """Sobel's operator: to the right and downwards."""
    import numpy as np

    wide = np.pad(grey, 1, mode="edge")
    columns = wide[:-2] + 2 * wide[1:-1] + wide[2:]
    rows = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    return columns[:, 2:] - columns[:, :-2], rows[2:] - rows[:-2]


def _is_crest(steep: "Array", across: "Array", down: "Array") -> "Array":
    """Where neither neighbour in the direction of the slope is steeper; of two alike the second is left out."""
    import numpy as np

    wide = np.pad(steep, 1)
    height, width = steep.shape

    def beside(y: int, x: int) -> "Array":
        return wide[1 + y : 1 + y + height, 1 + x : 1 + x + width]

    tangent = np.abs(down) / np.maximum(np.abs(across), 1e-6)
    level, upright = tangent < np.tan(np.pi / 8), tangent > np.tan(3 * np.pi / 8)
    falling = across * down > 0  # to the lower right, the picture's y pointing downwards
    before = np.select([level, upright, falling], [beside(0, -1), beside(-1, 0), beside(-1, -1)], beside(-1, 1))
    after = np.select([level, upright, falling], [beside(0, 1), beside(1, 0), beside(1, 1)], beside(1, -1))
    crest: Array = (steep > before) & (steep >= after)
    return crest


def _connected(sure: "Array", likely: "Array") -> "Array":
    """What is sure, and what is likely and hangs together with it."""
    import numpy as np

    height, width = sure.shape
    kept = np.pad(sure, 1)
    open_to = np.pad(likely, 1) & ~kept
    row = width + 2
    steps = np.array([-row - 1, -row, -row + 1, -1, 1, row - 1, row, row + 1])
    flat, possible = kept.reshape(-1), open_to.reshape(-1)
    front = np.flatnonzero(flat)
    while front.size:
        near = np.unique(front[:, None] + steps)
        front = near[possible[near]]
        flat[front], possible[front] = True, False
    return kept[1 : 1 + height, 1 : 1 + width]
