"""Files of models made by tests: safetensors with any header, good or bad, without a library that would refuse."""

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SIZES = {"F32": 4, "F16": 2, "BF16": 2, "U8": 1}


def write_raw(path: Path, header: object, data: bytes = b"") -> Path:
    """A file with that header, whatever it says."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def write_weights(
    path: Path, shapes: Mapping[str, tuple[int, ...]], dtype: str = "F16", metadata: Mapping[str, str] | None = None
) -> Path:
    """A sound file of zeros."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, shape in shapes.items():
        begin, end = end, end + math.prod(shape) * SIZES[dtype]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}
    return write_raw(path, header, bytes(end))


def change_json(path: Path, **values: object) -> None:
    """Sets keys of a JSON object; None takes one out."""
    data = json.loads(path.read_text("utf-8")) | values
    path.write_text(json.dumps({name: value for name, value in data.items() if value is not None}), "utf-8")
