"""Packed layers compute what they did, as closely as their bits allow, in as few bytes as are predicted."""

import copy

import pytest
import torch

from danqing.core.memory import Precision
from danqing.models.memory.needs import weighed
from danqing.models.memory.packing import pack

LAYERS = (torch.nn.Linear(512, 256), torch.nn.Conv2d(32, 64, 3, padding=1), torch.nn.Conv2d(8, 24, 3, stride=2))


@pytest.mark.parametrize(("precision", "decibels"), [("int8", 45), ("fp8", 30), ("nf4", 19)])
@pytest.mark.parametrize("layer", LAYERS, ids=["linear", "conv", "small"])
def test_what_a_packed_layer_computes(
    layer: torch.nn.Linear | torch.nn.Conv2d, precision: Precision, decibels: int
) -> None:
    torch.manual_seed(0)
    shown = torch.randn(4, 512) if isinstance(layer, torch.nn.Linear) else torch.randn(2, layer.in_channels, 8, 8)
    packed = copy.deepcopy(layer)
    weight = packed.weight
    if weight.numel() < 4096:
        assert pack(torch.nn.Sequential(packed), precision) == 0
        assert packed.weight is weight
        return
    assert pack(torch.nn.Sequential(packed), precision) == 1
    with torch.inference_mode():
        wanted, found = layer(shown), packed(shown)
    assert 10 * torch.log10(wanted.var() / (wanted - found).var()) > decibels
    assert isinstance(packed, type(layer))
    assert (packed.weight.shape, packed.weight.dtype) == (weight.shape, weight.dtype)


@pytest.mark.parametrize("precision", ["int8", "fp8", "nf4"])
def test_bytes_are_as_predicted(precision: Precision) -> None:
    layer = torch.nn.Linear(1024, 1024, bias=False).half()
    pack(layer, precision)
    assert sum(buffer.nbytes for buffer in layer.buffers()) == pytest.approx(
        weighed(1024**2, 1024**2, precision), rel=0.01
    )


def test_rows_of_zeros_stay_zero() -> None:
    layer = torch.nn.Linear(128, 64, bias=False).half()
    torch.nn.init.zeros_(layer.weight)
    for precision in ("int8", "nf4"):
        packed = copy.deepcopy(layer)
        pack(packed, precision)
        assert not packed.weight.any()
