"""Contact sheets, for a person to look at what the renderer draws."""

import numpy as np
from PIL import Image

from danqing.core.domain import STARTER
from danqing.core.layout import EXTENTS, Layout, Placement
from danqing.training.starter.renderer.render import render

NEON_COLOURS = tuple(name for name in STARTER.names("colours") if name not in ("black", "brown", "grey"))


def _row(pictures: list[Image.Image]) -> Image.Image:
    side = pictures[0].height
    row = Image.new("RGB", (len(pictures) * (side + 4), side + 4), (255, 255, 255))
    for i, picture in enumerate(pictures):
        row.paste(picture, (i * (side + 4), 0))
    return row


def _stack(rows: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), (255, 255, 255))
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    return sheet


def scene(kinds: tuple[str, ...], colours: tuple[str, ...], background: str, style: str) -> Layout:
    """A large object at the left, a medium one at the upper right, a small one at the lower right."""
    places = ((0.28, 0.62, "large"), (0.72, 0.25, "medium"), (0.74, 0.78, "small"))
    placements = tuple(
        Placement(f"s{i}", kind, colour, x, y, EXTENTS[word])
        for i, (kind, colour, (x, y, word)) in enumerate(zip(kinds, colours, places, strict=True))
    )
    return Layout(placements, background, style)


def sheet(seed: int, style: str | None = None) -> Image.Image:
    """Every kind in every style (or one): large, medium and small at once, each time on another background."""
    rng = np.random.default_rng(seed)
    rows = []
    for name in (style,) if style else STARTER.names("styles"):
        colours = NEON_COLOURS if name == "neon" else STARTER.names("colours")
        pictures = []
        for kind in STARTER.names("kinds"):
            ground = str(rng.choice(STARTER.names("backgrounds")))
            chosen = tuple(str(colour) for colour in rng.choice(colours, 3, replace=False))
            pictures.append(Image.fromarray(render(scene((kind,) * 3, chosen, ground, name), rng)))
        rows += [_row(pictures[i : i + 6]) for i in range(0, len(pictures), 6)]
    return _stack(rows)
