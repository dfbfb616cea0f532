"""Files of a model folder read as if from a stranger: JSON, and the headers of safetensors files. No weight is read."""

import json
import math
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from danqing.core.errors import ModelUnusable

HEADER_LIMIT = 100_000_000
"""Bytes that a header may have: the format's own limit."""
JSON_LIMIT = 50_000_000
"""Bytes of a JSON file. The largest index of a published model has some 20 MB."""

BUNDLED = Path(__file__).parent / "starter"
"""Where the wheel carries models."""

_BITS = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E5M2FNUZ", "F8_E4M3FNUZ", "I8", "U8", "BOOL"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}
_PICKLED = re.compile(rb"PK\x03\x04|\x80[\x02-\x05]")  # what torch.save writes: a ZIP file, before that a bare pickle


Given = ParamSpec("Given")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Tensor:
    """``dtype``: as safetensors names it, such as ``BF16``."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def parameters(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Header:
    """What a safetensors file says of itself. ``metadata``: texts that its maker put in."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]


def readable(look: Callable[Concatenate[Path, Given], Told]) -> Callable[Concatenate[Path, Given], Told]:
    """A function that looks at a model's place, and says of what may not be read, or breaks off, that this is so."""

    @wraps(look)
    def looking(place: Path, /, *given: Given.args, **named: Given.kwargs) -> Told:
        try:
            return look(place, *given, **named)
        except OSError as error:
            path, detail = error.filename or place, error.strerror or error
            raise ModelUnusable("model_unreadable", path=path, detail=detail) from error

    return looking


def lacking(place: Path, missing: str) -> ModelUnusable:
    """What to say of a model's folder that lacks ``missing``, or of a folder or file that is gone itself."""
    if place.is_relative_to(BUNDLED):
        return ModelUnusable("bundled_missing", path=place, missing=missing)
    if not place.exists():
        return ModelUnusable("model_gone", path=place)
    return ModelUnusable("model_missing", path=place, missing=missing)


@readable
def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a model folder; ModelUnusable names the file where there is none."""
    if not path.exists():
        raise lacking(path.parent, path.name)
    try:
        if path.stat().st_size > JSON_LIMIT:
            raise ValueError(f"more than {JSON_LIMIT // 10**6} MB")
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelUnusable("model_damaged", path=path, detail=str(error)) from error
    if not isinstance(data, dict):
        raise ModelUnusable("model_damaged", path=path, detail="not a JSON object")
    return data


@readable
def read_header(path: Path) -> Header:
    """Every tensor of the file. ModelUnusable where it is cut short, or its header says what cannot be."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(8)
            if len(first) < 8:
                raise ModelUnusable("weights_short", path=path, size=size, expected=8)
            (length,) = struct.unpack("<Q", first)
            if length > HEADER_LIMIT:
                if _PICKLED.match(first):
                    raise ModelUnusable("model_pickled", path=path.parent, file=path.name)
                raise ValueError(f"a header of {length} bytes")
            text = file.read(length)
        if len(text) < length:
            raise ModelUnusable("weights_short", path=path, size=size, expected=8 + length)
        table = json.loads(text, object_pairs_hook=_once)
        metadata = table.pop("__metadata__", None) or {}
        spans = {name: _span(name, entry) for name, entry in table.items()}
        if not all(isinstance(value, str) for value in metadata.values()):
            raise ValueError("metadata that is no text")
        expected = 8 + length + _end(spans)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error) as error:
        raise ModelUnusable("weights_broken", path=path, detail=str(error)) from error
    if expected != size:
        raise ModelUnusable("weights_short", path=path, size=size, expected=expected)
    return Header({name: tensor for name, (tensor, _, _) in spans.items()}, metadata)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would be read as one tensor by some readers and as the other by the rest."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name that stands twice")
    return found


def _span(name: str, entry: dict[str, Any]) -> tuple[Tensor, int, int]:
    """The tensor with the bytes where it begins and ends."""
    begin, end = entry["data_offsets"]
    shape = tuple(entry["shape"])
    if not all(type(number) is int and number >= 0 for number in (begin, end, *shape)):
        raise ValueError(f"numbers of {name!r} that are none")
    if entry["dtype"] not in _BITS:
        raise ValueError(f"{name!r} in the unknown format {str(entry['dtype'])[:20]!r}")
    tensor = Tensor(entry["dtype"], shape)
    if tensor.parameters * _BITS[tensor.dtype] != (end - begin) * 8:
        raise ValueError(f"{name!r} of the shape {list(shape)} has {end - begin} bytes")
    return tensor, begin, end


def _end(spans: dict[str, tuple[Tensor, int, int]]) -> int:
    """Where the last tensor ends; ValueError unless they lie one behind the other, without overlap and without gap."""
    end = 0
    for begin, stop, name in sorted((begin, stop, name) for name, (_, begin, stop) in spans.items()):
        if begin != end:
            raise ValueError(f"{name!r} begins at byte {begin}, the one before it ends at {end}")
        end = stop
    return end
