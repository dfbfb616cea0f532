"""Spotlight: how much each place of a picture counts in a loss, so that small things are learnt like large ones."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

COLUMNS = (0, 3, 4, 5)
"""Of the rows in ``Pictures.objects``: present, x, y, extent."""
USUAL = 0.27
"""The extent of a thing that gets ``strength`` itself; one of half the side gets twice as much."""


def spotlight(objects: "torch.Tensor", side: int, strength: float) -> "torch.Tensor":
    """Weights (n, 1, side, side) with mean 1: ``strength`` more inside the square of each object, for small ones more.

    ``objects``: (n, 12, 4) rows of COLUMNS. Without it an object of a sixth of the side has a thirtieth of the loss.
    """
    import torch

    present, x, y, extent = objects.unbind(-1)
    middles = (torch.arange(side, device=objects.device) + 0.5) / side
    half = extent / 2 + 0.5 / side
    across = (middles - x[..., None]).abs() <= half[..., None]
    down = (middles - y[..., None]).abs() <= half[..., None]
    inside = (down[..., :, None] & across[..., None, :]) * present[..., None, None]
    most = (inside * (USUAL / extent.clamp(min=0.05))[..., None, None]).amax(1, keepdim=True)
    weight = 1 + strength * most
    return weight / weight.mean()
