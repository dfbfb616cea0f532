"""What the card itself can do: matrix products, copies on it, and copies to it."""

from statistics import median
from typing import TYPE_CHECKING

from danqing.evaluation.timing import Work, seconds

if TYPE_CHECKING:
    import torch

MATRIX = "bf16 matrix product"
COPY = "copy on the device"
UPLOAD = "pinned host to device"
_REPEATS, _ROUNDS = 10, 7


def probe(device: "torch.device", small: bool) -> dict[str, float]:
    """TFLOP/s of a product of square bf16 matrices; GB/s of a copy, reading and writing counted; GB/s to the device."""
    import torch

    side, size = (256, 2**20) if small else (8192, 2**30)
    one, other = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))
    product = torch.empty_like(one)
    matrix = _fastest(lambda: torch.mm(one, other, out=product), device)
    source = torch.zeros(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    copy = _fastest(lambda: target.copy_(source), device)
    return {MATRIX: 2 * side**3 / matrix / 1e12, COPY: 2 * size / copy / 1e9, UPLOAD: uploaded(device, size) / 1e9}


def uploaded(device: "torch.device", size: int) -> float:
    """Bytes a second from pinned memory to the device, in pieces of ``size`` bytes."""
    import torch

    host = torch.zeros(size, dtype=torch.uint8, pin_memory=device.type == "cuda")
    target = torch.empty_like(host, device=device)
    return size / _fastest(lambda: target.copy_(host, non_blocking=True), device)


def _fastest(work: Work, device: "torch.device") -> float:
    """Seconds of one call: the median of several rounds, each of many calls in a row, after a first round."""

    def many() -> None:
        for _ in range(_REPEATS):
            work()

    return median([seconds(many, device) for _ in range(_ROUNDS)][1:]) / _REPEATS
