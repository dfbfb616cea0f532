"""Weights packed into 8 or 4 bits: each matrix is unpacked when its layer computes, and nothing else changes.

8 bits with a scale for each row; 4 bits as NF4 with a scale for each 64 numbers (QLoRA, arXiv 2305.14314).
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from danqing.core.memory import Precision

if TYPE_CHECKING:
    import torch

PACKED: tuple[Precision, ...] = ("fp8", "int8", "nf4")
SMALLEST = 4096
"""Numbers of a matrix below which packing saves nothing."""
BLOCK = 64
_NF4 = (
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
)  # fmt: skip
"""Quantiles of the normal distribution, as the paper has them."""


def pack(network: Any, precision: Precision) -> int:
    """Packs the linear layers and convolutions of a network in place; how many. Embeddings, what is tied to them
    (``lm_head``) and norms stay.

    ``precision``: one of ``PACKED``. A layer keeps its name and stays of its class; its ``weight`` is made anew each
    time that it is asked for, in the number format that it had.
    """
    import torch

    linear, convolution = _classes()
    worth = [
        layer
        for name, layer in network.named_modules()
        if isinstance(layer, torch.nn.Linear | torch.nn.Conv2d) and layer.weight.numel() >= SMALLEST
        if not name.endswith("lm_head")
    ]
    for layer in worth:
        _pack(layer, precision)
        layer.__class__ = linear if isinstance(layer, torch.nn.Linear) else convolution
    return len(worth)


@cache
def _classes() -> tuple[type[Any], type[Any]]:
    """Made when they are needed: torch is heavy."""
    import torch

    class PackedLinear(torch.nn.Linear):
        weight = property(_unpacked)

    class PackedConv2d(torch.nn.Conv2d):
        weight = property(_unpacked)

    return PackedLinear, PackedConv2d


def _unpacked(layer: Any) -> "torch.Tensor":
    import torch

    codes, scales = layer.codes, layer.scales
    if codes.dtype == torch.uint8:
        numbers = torch.nn.functional.embedding(codes.int(), layer.table).view(-1, BLOCK)
    else:
        numbers = codes.to(scales.dtype)
    whole: torch.Tensor = numbers.mul_(scales).view(layer.shape)
    return whole.contiguous(memory_format=torch.channels_last) if len(layer.shape) == 4 else whole


def _pack(layer: Any, precision: Precision) -> None:
    import torch

    weight = layer.weight.detach()
    layer.shape = weight.shape
    if precision == "nf4" and weight.numel() % BLOCK == 0:
        codes, scales = _to_nf4(weight)
        pairs = torch.cartesian_prod(torch.tensor(_NF4), torch.tensor(_NF4)).to(weight.dtype)
        layer.register_buffer("table", pairs.to(weight.device), persistent=False)
    else:
        codes, scales = _to_rows(weight, torch.float8_e4m3fn if precision == "fp8" else torch.int8)
    del layer.weight
    layer.register_buffer("codes", codes, persistent=False)
    layer.register_buffer("scales", scales.to(weight.dtype), persistent=False)


def _to_rows(weight: "torch.Tensor", kind: "torch.dtype") -> "tuple[torch.Tensor, torch.Tensor]":
    """Codes of shape (rows, everything else), and a scale a row."""
    import torch

    rows = weight.reshape(weight.shape[0], -1).float()
    top = 127.0 if kind == torch.int8 else torch.finfo(kind).max
    scales = _representable(rows.abs().amax(dim=1, keepdim=True) / top, weight.dtype)
    codes = (rows / scales).clamp_(-top, top)
    return (codes.round_() if kind == torch.int8 else codes).to(kind), scales


def _to_nf4(weight: "torch.Tensor") -> "tuple[torch.Tensor, torch.Tensor]":
    """Codes of shape (numbers / 2,), two in a byte, and a scale for each block, of shape (blocks, 1)."""
    import torch

    blocks = weight.reshape(-1, BLOCK).float()
    scales = _representable(blocks.abs().amax(dim=1, keepdim=True), weight.dtype)
    table = torch.tensor(_NF4, device=weight.device)
    nearest = torch.bucketize(blocks / scales, (table[1:] + table[:-1]) / 2).to(torch.uint8).view(-1, 2)
    return (nearest[:, 0] << 4) | nearest[:, 1], scales


def _representable(scales: "torch.Tensor", dtype: "torch.dtype") -> "torch.Tensor":
    """As they will be kept: rounded, and never zero."""
    import torch

    return scales.to(dtype).clamp_min(torch.finfo(dtype).tiny).float()
