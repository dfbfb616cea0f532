"""Model folders looked at without loading them: are they whole, are they safe, how large are they."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.models.families import FAMILIES, family_of
from danqing.models.loading import imported
from danqing.models.reading import lacking, read_header, read_json, readable
from danqing.models.weights import check_config, check_weights, used_weights

__all__ = [
    "FolderFacts",
    "check_component",
    "check_painter",
    "check_weights",
    "check_writer",
    "inspect_folder",
    "parts_of",
    "read_json",
    "refuse_code",
    "refuse_links",
    "weight_files",
]

OPTIONAL = ("safety_checker", "feature_extractor", "image_encoder")
"""Parts of a diffusers folder that nothing here reads."""
_LIBRARIES = ("diffusers", "transformers")
_NAME = re.compile(r"[A-Za-z_]\w*")
_TOKENIZERS = ("tokenizer.json", "vocab.json", "tokenizer.model", "spiece.model", "vocab.txt")
_DEPTH = 3
"""Folders below a model's own in which something of it may lie; a whole disk, given by mistake, is not searched."""


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What a folder holds. ``dtypes`` counts parameters by dtype as safetensors names it, such as ``F16``."""

    parameters: int
    dtypes: dict[str, int]
    size: int


@readable
def weight_files(place: Path) -> tuple[Path, ...]:
    """Every file of weights that is read of a model: a file alone, a folder's own, or those of its parts."""
    if place.is_file():
        return (place,)
    if not (place / "model_index.json").exists():
        return used_weights(place)
    parts = [name for name, kind in parts_of(place) if _has_weights(kind)]
    return tuple(path for name in parts for path in used_weights(place / name))


@readable
def inspect_folder(place: Path) -> FolderFacts:
    """Adds up the headers of the files that are read; ModelUnusable for a damaged one."""
    dtypes: Counter[str] = Counter()
    size = 0
    for path in weight_files(place):
        for tensor in read_header(path).tensors.values():
            dtypes[tensor.dtype] += tensor.parameters
        size += path.stat().st_size
    return FolderFacts(dtypes.total(), dict(dtypes), size)


def parts_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """The parts that a diffusers folder names and that are used, each with its class.

    ModelUnusable for a pipeline that is not known, and for what is no part of diffusers or transformers.
    """
    index = read_json(folder / "model_index.json")
    if family_of(index, {}) is None:
        known = ", ".join(family.pipeline for family in FAMILIES.values())
        raise ModelUnusable("painter_foreign", path=folder, kind=str(index.get("_class_name"))[:100], known=known)
    found = []
    for name, part in index.items():
        if name.startswith("_") or not isinstance(part, list) or name in OPTIONAL or not any(part):
            continue
        library, kind = (*part, None, None)[:2]
        if library not in _LIBRARIES or not all(_NAME.fullmatch(str(word)) for word in (name, kind)):
            raise ModelUnusable("painter_part", path=folder, part=name[:100], kind=f"{library}.{kind}"[:100])
        found.append((name, str(kind)))
    return tuple(found)


@readable
def check_painter(folder: Path) -> None:
    """A diffusers folder, or one safetensors file of a whole painter: ModelUnusable when a part or shard is missing,
    cut short, or would run code."""
    if folder.is_file():
        read_header(folder)
        return
    refuse_code(folder)
    parts = parts_of(folder)
    refuse_links(folder)
    for name, kind in parts:
        if not (folder / name).is_dir():
            raise lacking(folder, name)
        if "Tokenizer" in kind and not any((folder / name / file).exists() for file in _TOKENIZERS):
            raise lacking(folder, f"{name}/{_TOKENIZERS[0]}")
        if _has_weights(kind):
            check_component(folder / name)


def check_component(folder: Path) -> None:
    """One network with its configuration. ModelUnusable for what would not load, or should not be tried."""
    tensors = check_weights(folder)
    check_config(folder, read_json(folder / "config.json"), tensors)


@readable
def check_writer(folder: Path) -> None:
    """A transformers folder: ModelUnusable when config, tokenizer or weights are missing, cut short, or need code.

    Code that lies in the folder of a model that transformers knows by itself is let be: it is never run.
    """
    _require_folder(folder)
    config = read_json(folder / "config.json")
    refuse_links(folder)
    if "auto_map" in config and not _is_native(config):
        raise ModelUnusable("model_needs_code", path=folder, detail=f"model_type {config.get('model_type')}")
    if not any((folder / name).exists() for name in _TOKENIZERS[:3]):
        raise lacking(folder, "tokenizer.json")
    check_config(folder, {name: value for name, value in config.items() if name != "auto_map"}, check_weights(folder))


def refuse_links(folder: Path) -> None:
    """ModelUnusable for a link that leads out of the folder, as an archive of a stranger may hold.

    Weights may lie elsewhere, since only safetensors are read of them, and the Hugging Face cache is made of links to
    the files beside its snapshots.
    """
    base = folder.resolve()
    for path in _files(folder):
        if not path.is_symlink():
            continue
        target = Path(os.path.normpath(path.parent.resolve() / path.readlink()))
        cached = target.parent.name == "blobs" and target.parent.parent.name.startswith("models--")
        if not (target.is_relative_to(base) or target.suffix == ".safetensors" or cached):
            raise ModelUnusable("model_link", path=folder, file=path.relative_to(folder))


def _has_weights(kind: str) -> bool:
    return not kind.removesuffix("Fast").endswith(("Tokenizer", "Scheduler", "Processor", "Extractor"))


def refuse_code(folder: Path) -> None:
    """Models that bring Python are refused: nothing from a model folder is ever run."""
    _require_folder(folder)
    for path in _files(folder):
        if path.suffix == ".py":
            raise ModelUnusable("model_code", path=folder, file=path.name)


def _files(folder: Path) -> Iterator[Path]:
    """Everything in the folder that is no folder itself, links to folders among it."""
    for place, inner, names in os.walk(folder):
        here = Path(place)
        yield from (here / name for name in names)
        yield from (here / name for name in inner if (here / name).is_symlink())
        if len(here.relative_to(folder).parts) >= _DEPTH:
            inner.clear()


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise lacking(folder, "the folder itself")


def _is_native(config: dict[str, Any]) -> bool:
    """Whether transformers has a causal language model of that type."""
    imported("transformers")
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    return config.get("model_type") in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
