"""The pixel style: blocks of 4x4 pixels at 256, on a grid of 64, so that two blocks make one cell of the latent."""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from danqing.training.starter.renderer.figure import Figure, Role
from danqing.training.starter.renderer.palette import Rgb, paints
from danqing.training.starter.renderer.patch import Spot

GRID = 64
"""Blocks along each side of the canvas. On 32 a small object had five blocks: a fish and a bird looked alike."""

_DOTS = frozenset({"eye", "ink", "nose"})

_SAMPLES = 6
"""Samples along each side of a block, of which the majority decides."""


def pixel_background(image: Image.Image) -> Image.Image:
    """The background on the block grid, in few colours; still GRID wide, enlarged after the objects are drawn."""
    small = image.resize((GRID, GRID), Image.Resampling.BOX)
    banded = np.array(small.quantize(10, dither=Image.Dither.NONE).convert("RGB"))
    exact = np.asarray(small)
    lit = exact.astype(np.int16).sum(axis=2) - banded.sum(axis=2) > 60  # the stars of the night
    banded[lit] = exact[lit]
    return Image.fromarray(banded)


def enlarge(canvas: Image.Image, size: int) -> Image.Image:
    """The block grid at full size."""
    return canvas.resize((size, size), Image.Resampling.NEAREST)


def _majority(sheet: Image.Image, cells: int, colours: int) -> npt.NDArray[np.intp]:
    """The index that covers most of each block."""
    indices = np.asarray(sheet).reshape(cells, _SAMPLES, cells, _SAMPLES)
    votes = np.stack([(indices == i).sum(axis=(1, 3), dtype=np.int32) for i in range(colours)])
    winner: npt.NDArray[np.intp] = votes.argmax(axis=0)
    return winner


def _rim(shape: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Blocks beside the shape, above, below, left or right."""
    near = np.zeros_like(shape)
    near[1:] |= shape[:-1]
    near[:-1] |= shape[1:]
    near[:, 1:] |= shape[:, :-1]
    near[:, :-1] |= shape[:, 1:]
    return near & ~shape


def _dot(blocks: npt.NDArray[np.intp], figure: Figure, names: list[str], cells: int) -> None:
    """Dark marks too small to win a majority, such as eyes, get the one block they are centred in."""
    for part in figure:
        if part.role is Role.MARK and part.paint in _DOTS:
            for points in part.polygons:
                low, high = points.min(axis=0), points.max(axis=0)
                if (high - low).max() * (cells / 2 - 1) < 2.0:
                    column, row = ((low + high) / 2 * (cells / 2 - 1) + cells / 2).astype(int)
                    blocks[row, column] = names.index(part.paint)


def draw_pixel(canvas: Image.Image, figure: Figure, spot: Spot, body: Rgb, ground: Rgb) -> None:
    """Blocks by majority, then a contour one block wide. ``spot`` is in blocks; the box snaps to the grid."""
    cells = max(5, round(2 * spot.half))
    left, top = round(spot.x - cells / 2), round(spot.y - cells / 2)
    tones = paints(body, ground)
    names = ["", "contour", *dict.fromkeys(part.paint for part in figure)]
    sheet = Image.new("L", (cells * _SAMPLES, cells * _SAMPLES))
    draw = ImageDraw.Draw(sheet)
    zoom, middle = (cells / 2 - 1) * _SAMPLES, cells * _SAMPLES / 2 - 0.5
    for part in figure:
        placed = [(points * zoom + middle).ravel().tolist() for points in part.polygons]
        if part.role is Role.SOLID and cells > 20:
            for flat in placed:
                draw.line([*flat, *flat[:4]], fill=1, width=_SAMPLES + 2)
        for flat in placed:
            draw.polygon(flat, fill=names.index(part.paint))
    blocks = _majority(sheet, cells, len(names))
    blocks[_rim(blocks > 1)] = 1
    _dot(blocks, figure, names, cells)
    colours = np.array([(0, 0, 0), *(tones[name] for name in names[1:])], dtype=np.uint8)
    cover = Image.fromarray(((blocks > 0) * 255).astype(np.uint8))
    canvas.paste(Image.fromarray(colours[blocks]), (left, top), cover)
