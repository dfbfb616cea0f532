"""The weights of one component: which files of its folder are read, and whether they hold what their index says."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.models.reading import Tensor, lacking, read_header, read_json, readable

PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_WHOLE = ("model", "diffusion_pytorch_model", "model.fp16", "diffusion_pytorch_model.fp16")
_PLAIN = re.compile(r"[\w.+@ -]+")
_SHARD = re.compile(r"(.+)-\d{5}-of-(\d{5})(.*)\.safetensors")
_LAYERS = re.compile(r"(^|_)(layers|blocks|depth)(_per_block)?$")
_WIDTHS = re.compile(r"(^|_)(size|dim|dims|channels|features|heads|experts|width)$|^d_(model|ff|kv)$")


@readable
def used_weights(folder: Path) -> tuple[Path, ...]:
    """The files that are read, of those that there are: the plain ones before those named ``fp16``, whole ones before
    shards, and none beside the shards that an index names. ModelUnusable where the index names a wrong place."""
    if folder.is_dir():
        os.scandir(folder).close()  # to look for names in a folder that may not be read finds none, and says nothing
    there = sorted(folder.glob("*.safetensors"))
    plain = [path for path in there if ".fp16" not in path.name] or there
    for path in plain:
        if path.name.removesuffix(".safetensors") in _WHOLE:
            return (path,)
    index = _index(folder, plain)
    if index is not None:
        return tuple(folder / name for name in sorted(set(_mapped(index).values())))
    return tuple(plain)


@readable
def check_weights(folder: Path) -> Mapping[str, Tensor]:
    """The tensors of one component. ModelUnusable where a file is missing, cut short, or not what the index says."""
    files = used_weights(folder)
    if not files:
        for pattern in PICKLES:
            for pickled in folder.glob(pattern):
                raise ModelUnusable("model_pickled", path=folder, file=pickled.name)
        raise lacking(folder, "*.safetensors")
    for path in files:
        if not path.is_file():
            raise lacking(folder, path.name)
    held = {path.name: read_header(path).tensors for path in files}
    index = _index(folder, list(files))
    if index is not None:
        for tensor, name in _mapped(index).items():
            if name in held and tensor not in held[name]:
                raise ModelUnusable("weights_index", path=index, tensor=tensor[:100], file=name)
    elif (match := next(filter(None, map(_SHARD.fullmatch, held)), None)) and len(held) < int(match[2]):
        raise lacking(folder, f"{match[1]}.safetensors.index.json")
    return {name: tensor for tensors in held.values() for name, tensor in tensors.items()}


def check_config(folder: Path, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> None:
    """ModelUnusable for a configuration that asks for a network far beyond its weights, or for code of its own.

    Such a network would be built, for hours or until memory is full, before anybody missed its weights.
    """
    if "auto_map" in config:
        raise ModelUnusable("model_needs_code", path=folder, detail="auto_map")
    layers = max(1000, len(tensors))
    widest = max(10**6, sum(tensor.parameters for tensor in tensors.values()))
    for name, value in _numbers(config):
        limit = layers if _LAYERS.search(name) else widest if _WIDTHS.search(name) else None
        if limit is not None and abs(value) > limit:
            raise ModelUnusable("config_absurd", path=folder / "config.json", name=name, value=f"{value:.10g}")


def _numbers(value: Any, name: str = "", depth: int = 0) -> list[tuple[str, float]]:
    """Every number of a configuration with the key that it stands under."""
    if isinstance(value, bool) or depth > 20:
        return []
    if isinstance(value, int | float):
        return [(name, value)]
    if isinstance(value, Mapping):
        return [pair for key, inner in value.items() for pair in _numbers(inner, str(key), depth + 1)]
    if isinstance(value, list):
        return [pair for inner in value for pair in _numbers(inner, name, depth + 1)]
    return []


def _index(folder: Path, files: list[Path]) -> Path | None:
    """The index that belongs to the files that are read."""
    halves = bool(files) and all(".fp16" in path.name for path in files)
    for path in sorted(folder.glob("*.safetensors.index*.json")):
        if (".fp16" in path.name) == halves:
            return path
    return None


def _mapped(index: Path) -> dict[str, str]:
    """From each tensor to its file, a name in the same folder."""
    table = read_json(index).get("weight_map")
    if not isinstance(table, dict) or not table:
        raise ModelUnusable("model_damaged", path=index, detail="no weight_map")
    for name in table.values():
        if not isinstance(name, str) or not _PLAIN.fullmatch(name) or not name.endswith(".safetensors"):
            raise ModelUnusable("weights_place", path=index, file=str(name)[:100])
    return table
