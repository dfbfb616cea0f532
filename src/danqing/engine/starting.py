"""Starting from a picture: image-to-image, and inpainting of a part with everything outside it unchanged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.core.errors import BadInput
from danqing.core.types import Settings, Start

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

FEATHER = 0.02
"""Width of the soft edge inside a region, in fractions of the longer side."""
HALF = 128
"""Grey from which a mask counts as white."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A picture's latents, and where they may change (1) or not (0).

    ``latents``: float32, shape (1, channels, height / 8, width / 8); ``free``: (1, 1, height / 8, width / 8) or None
    where all may change. ``strength``: the share of the steps that are taken.
    """

    latents: "torch.Tensor"
    free: "torch.Tensor | None"
    strength: float

    def first(self, steps: int) -> int:
        """The step to begin with, of so many; at least one is taken."""
        return steps - min(max(round(steps * self.strength), 1), steps)

    def held(self, latents: "torch.Tensor", noised: "torch.Tensor") -> "torch.Tensor":
        """``latents`` with what may not change put back; ``noised``: the picture with as much noise as they have."""
        return latents if self.free is None else self.free * latents + (1 - self.free) * noised


def begin(
    encode: "Callable[[Image], torch.Tensor]", start: Start, settings: Settings, like: "torch.Tensor"
) -> Beginning:
    """``start`` at the size of ``settings``; ``encode``: from RGB to latents such as ``like``."""
    within = allowed(start, settings)
    free = None if within is None else _cells(within, like)
    return Beginning(encode(fitted(start.image, settings)), free, start.strength)


def fitted(image: "Image", settings: Settings) -> "Image":
    """RGB at the size of ``settings``; of another shape the middle is taken, nothing is stretched."""
    from PIL import Image, ImageOps

    size = (settings.width, settings.height)
    rgb = image.convert("RGB")
    return rgb if rgb.size == size else ImageOps.fit(rgb, size, Image.Resampling.LANCZOS)


def blended(drawn: "Image", start: Start, settings: Settings) -> "Image":
    """What was drawn where it was allowed, over the picture that it started from; all other pixels as they were.

    The edge is soft on the inner side.
    """
    from PIL import Image, ImageChops, ImageFilter

    within = allowed(start, settings)
    if within is None:
        return drawn
    soft = max(1, round(FEATHER * max(drawn.size)))
    inner = within.filter(ImageFilter.MinFilter(2 * (soft // 2) + 1)).filter(ImageFilter.GaussianBlur(soft / 2))
    return Image.composite(drawn, fitted(start.image, settings), ImageChops.darker(inner, within))


def allowed(start: Start, settings: Settings) -> "Image | None":
    """Where the picture may change: mode L at the size of ``settings``, 255 or 0; None where all of it may.

    BadInput where a mask lets nothing change.
    """
    from PIL import Image, ImageDraw, ImageOps

    size = (settings.width, settings.height)
    if start.mask is not None:
        if _white(start.mask).getbbox() is None:
            raise BadInput("mask_black")
        return _white(ImageOps.fit(start.mask, size, Image.Resampling.BILINEAR))
    if start.region is None:
        return None
    left, top, right, bottom = (round(part * side) for part, side in zip(start.region, size * 2, strict=True))
    within = Image.new("L", size, 0)
    ImageDraw.Draw(within).rectangle((left, top, max(right - 1, left), max(bottom - 1, top)), fill=255)
    return within


def _white(mask: "Image") -> "Image":
    return mask.point(lambda value: 255 if value >= HALF else 0)


def _cells(allowed: "Image", like: "torch.Tensor") -> "torch.Tensor":
    """1 for every latent cell in which any pixel may change; float32, shape (1, 1, height / 8, width / 8)."""
    import numpy as np
    import torch

    height, width = like.shape[-2:]
    pixels = torch.from_numpy(np.asarray(allowed, dtype=np.float32) / 255)
    cells: torch.Tensor = torch.nn.functional.adaptive_max_pool2d(pixels[None, None], (height, width))
    return cells.to(like.device)
