"""The pixel style: blocks of 4x4 pixels at 256, on a grid of 64, so that two blocks make one cell of the latent."""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from danqing.training.starter.renderer.figure import Figure, Part, Role
from danqing.training.starter.renderer.palette import Rgb, paints
from danqing.training.starter.renderer.patch import Spot
from danqing.training.starter.renderer.shapes import Points

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


def _is_dot(part: Part, points: Points, cells: int) -> bool:
    """Whether a mark is so small, as eyes are, that chance would decide how many blocks it wins."""
    small = float(np.ptp(points, axis=0).max()) * (cells / 2 - 1) < 3.0
    return part.role is Role.MARK and part.paint in _DOTS and small


def _stamp(blocks: npt.NDArray[np.intp], points: Points, index: int) -> None:
    """A dot as one block, or as two above each other where it is tall. ``points`` are in blocks."""
    x, y = points.mean(axis=0).tolist()
    high = 2 if np.ptp(points[:, 1]) > 1.75 else 1
    top = round(y - high / 2)
    blocks[top : top + high, int(x)] = index


def _axis(figure: Figure, cells: int) -> float:
    """How far, in blocks, to move a face sideways so that its two eyes fall alike on the grid."""
    eyes = [points[:, 0].mean() for part in figure if part.paint in ("eye", "ink") for points in part.polygons[:2]]
    if len(eyes) < 2:
        return 0.0
    middle = float(eyes[0] + eyes[1]) / 2 * (cells / 2 - 1) + cells / 2
    return round(middle * 2) / 2 - middle


def draw_pixel(canvas: Image.Image, figure: Figure, spot: Spot, body: Rgb, ground: Rgb) -> None:
    """Blocks by majority, then a contour one block wide. ``spot`` is in blocks; the box snaps to the grid."""
    cells = max(5, round(2 * spot.half))
    left, top = round(spot.x - cells / 2), round(spot.y - cells / 2)
    tones = paints(body, ground)
    names = ["", "contour", *dict.fromkeys(part.paint for part in figure)]
    sheet = Image.new("L", (cells * _SAMPLES, cells * _SAMPLES))
    draw = ImageDraw.Draw(sheet)
    zoom, middle = cells / 2 - 1, np.array((cells / 2 + _axis(figure, cells), cells / 2))
    dots: list[tuple[Points, int]] = []
    for part in figure:
        index = names.index(part.paint)
        placed = [points * zoom + middle for points in part.polygons]
        if all(_is_dot(part, points, cells) for points in part.polygons):
            dots += [(points, index) for points in placed]
            continue
        outlines = [(points * _SAMPLES - 0.5).ravel().tolist() for points in placed]
        if part.role is Role.SOLID and cells > 20:
            for flat in outlines:
                draw.line([*flat, *flat[:4]], fill=1, width=_SAMPLES + 2)
        for flat in outlines:
            draw.polygon(flat, fill=index)
    blocks = _majority(sheet, cells, len(names))
    blocks[_rim(blocks > 1)] = 1
    for points, index in dots:
        _stamp(blocks, points, index)
    colours = np.array([(0, 0, 0), *(tones[name] for name in names[1:])], dtype=np.uint8)
    cover = Image.fromarray(((blocks > 0) * 255).astype(np.uint8))
    canvas.paste(Image.fromarray(colours[blocks]), (left, top), cover)
