"""Model folders looked at without loading them: are they whole, are they safe, how large are they."""

import json
import math
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable

_INDEX_SUFFIX = ".safetensors.index.json"
_WEIGHTLESS = ("tokenizer", "scheduler", "feature_extractor", "safety_checker", "image_encoder")
_HEADER_LIMIT = 100_000_000


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What a folder holds. ``dtypes`` counts parameters by dtype as safetensors names it, such as ``F16``."""

    parameters: int
    dtypes: dict[str, int]
    size: int


def inspect_folder(folder: Path) -> FolderFacts:
    """Adds up the headers of all safetensors files; ModelUnusable for a damaged one."""
    dtypes: Counter[str] = Counter()
    size = 0
    for path in sorted(folder.rglob("*.safetensors")):
        for entry in _entries(path):
            dtypes[entry["dtype"]] += math.prod(entry["shape"])
        size += path.stat().st_size
    return FolderFacts(dtypes.total(), dict(dtypes), size)


def check_painter(folder: Path) -> None:
    """A diffusers folder, or one safetensors file: ModelUnusable when a part or shard is missing, cut short, or would
    run code."""
    if folder.is_file():
        for _ in _entries(folder):
            pass
        return
    _refuse_code(folder)
    for name, part in read_json(folder / "model_index.json").items():
        if name.startswith("_") or not isinstance(part, list) or not part[1]:
            continue
        if not (folder / name).is_dir():
            raise ModelUnusable("model_missing", path=folder, missing=name)
        if not name.startswith(_WEIGHTLESS):
            check_weights(folder / name)


def check_writer(folder: Path) -> None:
    """A transformers folder: ModelUnusable when config, tokenizer or weights are missing, cut short, or need code.

    Code that lies in the folder of a model that transformers knows by itself is let be: it is never run.
    """
    _require_folder(folder)
    config = read_json(folder / "config.json")
    if "auto_map" in config and not _is_native(config):
        raise ModelUnusable("model_needs_code", path=folder, detail=f"model_type {config.get('model_type')}")
    if not any((folder / name).exists() for name in ("tokenizer.json", "tokenizer.model", "vocab.json")):
        raise ModelUnusable("model_missing", path=folder, missing="tokenizer.json")
    check_weights(folder)


def check_weights(folder: Path) -> None:
    """The safetensors weights of one component: every shard that its index names, each as long as it says."""
    shards = set(folder.glob("*.safetensors"))
    for index in folder.glob(f"*{_INDEX_SUFFIX}"):
        for name in sorted(set(read_json(index)["weight_map"].values())):
            if not (folder / name).exists():
                raise ModelUnusable("model_missing", path=folder, missing=name)
    if not shards:
        for pickled in (*folder.glob("*.bin"), *folder.glob("*.pt"), *folder.glob("*.pth"), *folder.glob("*.ckpt")):
            raise ModelUnusable("model_pickled", path=folder, file=pickled.name)
        raise ModelUnusable("model_missing", path=folder, missing="*.safetensors")
    for shard in sorted(shards):
        for _ in _entries(shard):
            pass


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a model folder; ModelUnusable names the file where there is none."""
    if not path.exists():
        raise ModelUnusable("model_missing", path=path.parent, missing=path.name)
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnusable("model_damaged", path=path, detail=str(error)) from error
    if not isinstance(data, dict):
        raise ModelUnusable("model_damaged", path=path, detail="not a JSON object")
    return data


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    """The tensors that a safetensors header lists; ModelUnusable when the file is not as long as they need."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size, _HEADER_LIMIT):
                raise ValueError(f"{size} bytes, cut short in the header")
            header = json.loads(file.read(length))
        entries = [entry for name, entry in header.items() if name != "__metadata__"]
        expected = 8 + length + max((entry["data_offsets"][1] for entry in entries), default=0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise ModelUnusable("model_damaged", path=path, detail=str(error)) from error
    if expected != size:
        raise ModelUnusable("model_damaged", path=path, detail=f"{size} bytes instead of {expected}")
    yield from entries


def _refuse_code(folder: Path) -> None:
    """Models that bring Python are refused: nothing from a model folder is ever run."""
    _require_folder(folder)
    for path in folder.rglob("*.py"):
        raise ModelUnusable("model_refused", path=folder, detail=f"it brings code ({path.name}), which is never run")


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise ModelUnusable("model_missing", path=folder, missing="the folder itself")


def _is_native(config: dict[str, Any]) -> bool:
    """Whether transformers has a causal language model of that type."""
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    return config.get("model_type") in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
