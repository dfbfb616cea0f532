"""Starting from a picture: image-to-image, and inpainting of a region with everything outside it unchanged."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danqing.core.types import Region, Settings, Start

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

    from danqing.engine.families.stable_diffusion import StableDiffusion

FEATHER = 0.02
"""Width of the soft edge inside a region, in fractions of the longer side."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A picture's latents, the noise that is put on them, and where the latents may change (1) or not (0).

    ``latents``, ``noise``: float32, shape (1, channels, height / 8, width / 8); ``free``: (1, 1, height / 8, width / 8)
    or None where all may change. ``first``: index of the timestep to begin with.
    """

    latents: "torch.Tensor"
    noise: "torch.Tensor"
    free: "torch.Tensor | None"
    first: int

    def noised(self, scheduler: Any, index: int) -> "torch.Tensor":
        """The picture as it would be before step ``index``; without noise after the last one."""
        if index >= len(scheduler.timesteps):
            return self.latents
        noised: torch.Tensor = scheduler.add_noise(self.latents, self.noise, scheduler.timesteps[index : index + 1])
        return noised

    def held(self, latents: "torch.Tensor", scheduler: Any, index: int) -> "torch.Tensor":
        """``latents`` before step ``index`` with what may not change put back."""
        if self.free is None:
            return latents
        return self.free * latents + (1 - self.free) * self.noised(scheduler, index)


def begin(family: "StableDiffusion", start: Start, settings: Settings, noise: "torch.Tensor", steps: int) -> Beginning:
    """``start`` at the size of ``settings``; its strength is the share of ``steps`` that are taken."""
    taken = min(max(round(steps * start.strength), 1), steps)
    picture = fitted(start.image, settings)
    free = None if start.region is None else _cells(start.region, noise)
    return Beginning(family.encode_picture(picture), noise, free, steps - taken)


def fitted(image: "Image", settings: Settings) -> "Image":
    """RGB at the size of ``settings``."""
    from PIL import Image

    size = (settings.width, settings.height)
    rgb = image.convert("RGB")
    return rgb if rgb.size == size else rgb.resize(size, Image.Resampling.LANCZOS)


def blended(drawn: "Image", start: Start, settings: Settings) -> "Image":
    """The drawn region in the picture that it started from; every pixel outside it as it was."""
    from PIL import Image, ImageDraw, ImageFilter

    if start.region is None:
        return drawn
    left, top, right, bottom = _pixels(start.region, drawn.size)
    soft = max(1, round(FEATHER * max(drawn.size)))
    mask = Image.new("L", drawn.size, 0)
    inner = (left + soft, top + soft, max(right - soft - 1, left + soft), max(bottom - soft - 1, top + soft))
    ImageDraw.Draw(mask).rectangle(inner, fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(soft / 2))
    outside = Image.new("L", drawn.size, 0)
    box = (left, top, right, bottom)
    outside.paste(mask.crop(box), box)
    return Image.composite(drawn, fitted(start.image, settings), outside)


def _cells(region: Region, like: "torch.Tensor") -> "torch.Tensor":
    """1 for every latent cell that the region touches."""
    import torch

    height, width = like.shape[-2:]
    free = torch.zeros((1, 1, height, width), device=like.device)
    left, top, right, bottom = _pixels(region, (width, height))
    free[..., top : max(bottom, top + 1), left : max(right, left + 1)] = 1
    return free


def _pixels(region: Region, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    return round(region[0] * width), round(region[1] * height), round(region[2] * width), round(region[3] * height)
