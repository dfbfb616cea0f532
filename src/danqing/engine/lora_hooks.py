"""LoRAs on the layers of a model, as long as a block lasts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Low:
    """What a LoRA adds to the output of ``layer``: ``scale`` times ``up`` of ``down`` of the input, at a weight of 1.

    ``down`` and ``up`` have as many dimensions as the layer's own weight.
    """

    layer: Any
    down: "torch.Tensor"
    up: "torch.Tensor"
    scale: float


@contextmanager
def hooked(lows: Sequence[tuple[Low, float]]) -> Iterator[None]:
    """Each adds its part, with its weight, to what its layer puts out; after the block every layer is as it was."""
    hooks: list[Any] = []
    try:
        for low, weight in lows:
            hooks.append(low.layer.register_forward_hook(_adding(low, weight)))
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _adding(low: Low, weight: float) -> Any:
    """A hook that is called with the layer's input and output, and gives the output to go on with."""
    from torch.nn.functional import conv2d, linear

    scale = weight * low.scale

    def scaled(added: "torch.Tensor", output: "torch.Tensor") -> "torch.Tensor":
        return output + (added.to(output.dtype) if scale == 1 else added.to(output.dtype) * scale)

    def on_line(layer: Any, inputs: "tuple[torch.Tensor, ...]", output: "torch.Tensor") -> "torch.Tensor":
        return scaled(linear(linear(inputs[0].to(low.down.dtype), low.down), low.up), output)

    def on_plane(layer: Any, inputs: "tuple[torch.Tensor, ...]", output: "torch.Tensor") -> "torch.Tensor":
        inner = conv2d(
            inputs[0].to(low.down.dtype), low.down, None, layer.stride, layer.padding, layer.dilation, layer.groups
        )
        return scaled(conv2d(inner, low.up), output)

    return on_line if low.down.dim() == 2 else on_plane
