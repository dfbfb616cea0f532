"""How much memory a model will take, by how its weights are held: predicted from headers, nothing is loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from danqing.core.errors import ModelUnusable
from danqing.models.card import family_at, read_card
from danqing.models.inspect import read_json, weight_files
from danqing.models.reading import Tensor, read_header

MODES = ("fp32", "fp16", "int8", "nf4")
_PLAIN = {"fp32": 4.0, "fp16": 2.0}
_PACKED = {"int8": 1.01, "nf4": 0.5625}
"""Bytes of a number in a packed matrix, its scales among them: int8 a scale a row, nf4 4 bits and 4 bytes for 64."""
_COPIES = 4
"""Copies of its widest map that a decoder takes. A decoder of SDXL's shape, 320 x 320, float32, on a processor took
410 MB beside its weights; four copies are 400."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Bytes by mode, a key of ``MODES``. ``weights``: of all parts together; ``working``: what drawing one picture of
    the usual size takes beside them, an estimate from the decoder's widest map, None where nothing tells."""

    weights: dict[str, int]
    working: dict[str, int] | None


def footprint(place: Path, role: str) -> Footprint:
    """Of a folder or file that was checked. ModelUnusable for damaged weights."""
    tensors = [tensor for path in weight_files(place) for tensor in _tensors(path)]
    weights = {mode: _weights(tensors, mode) for mode in MODES}
    return Footprint(weights, _working(place) if role == "painter" else None)


def _tensors(path: Path) -> Iterable[Tensor]:
    """Every tensor, embeddings marked by a shape that is no matrix: those are never packed."""
    for name, tensor in read_header(path).tensors.items():
        yield Tensor(tensor.dtype, (tensor.parameters,)) if "embed" in name or "lm_head" in name else tensor


def _weights(tensors: Iterable[Tensor], mode: str) -> int:
    if mode in _PLAIN:
        return int(sum(tensor.parameters for tensor in tensors) * _PLAIN[mode])
    return int(sum(t.parameters * (_PACKED[mode] if len(t.shape) == 2 else _PLAIN["fp16"]) for t in tensors))


def _working(place: Path) -> dict[str, int] | None:
    family = family_at(place)
    if family is None:
        return None
    width, height = read_card(place).default_size
    try:
        channels = read_json(place / "vae" / "config.json").get("block_out_channels")
    except ModelUnusable:
        channels = None
    first = sorted(channel for channel in channels if isinstance(channel, int)) if isinstance(channels, list) else []
    widest = (first or [128, 256])[:2][-1]  # what comes up to full size still has the channels of the step before
    numbers = width * height * widest * _COPIES
    return {mode: int(numbers * (4 if mode == "fp32" else 2)) for mode in MODES}
