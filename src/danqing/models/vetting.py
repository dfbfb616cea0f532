"""A folder looked at before it is added: of a kind that can be used, safe, whole, and how much memory it takes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from danqing.core.errors import ModelUnusable
from danqing.models.devices import Use, free_memory, pick_device
from danqing.models.inspect import check_painter, check_writer, inspect_folder, read_json

PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_BYTES = {"float32": 4, "float16": 2, "bfloat16": 2}
ROOM = 1.15
"""What a model takes beside its weights: the cache of a context, latents, the libraries' own."""


@dataclass(frozen=True, slots=True)
class Vetted:
    """``kind``: its architecture; ``size``: bytes on disk; ``memory``: bytes it will take on ``device``, of which
    ``free`` are free and ``total`` there at all, 0 where the system does not say."""

    role: Literal["painter", "writer"]
    kind: str
    parameters: int
    size: int
    memory: int
    free: int
    device: str
    dtype: str
    total: int = 0

    @property
    def tight(self) -> bool:
        """Whether it will hardly fit."""
        return 0 < self.free < self.memory


def vet_folder(folder: Path, role: Use | None = None, device_name: str | None = None) -> Vetted:
    """Reads files of JSON and headers of weights, no weights. ``role``: as the folder's layout says, where None.

    Raises ModelUnusable for what could not be used: it says why.
    """
    role = role or ("painter" if (folder / "model_index.json").exists() else "writer")
    _refuse_pickles(folder)
    if role == "painter":
        check_painter(folder)
        kind = str(read_json(folder / "model_index.json").get("_class_name", ""))
    else:
        check_writer(folder)
        kind = _language_model(folder, read_json(folder / "config.json"))
    return weighed(folder, role, device_name, kind)


def weighed(folder: Path, role: Use, device_name: str | None = None, kind: str = "") -> Vetted:
    """What a folder takes, whole as it is. Raises ModelUnusable for damaged files."""
    facts = inspect_folder(folder)
    device = pick_device(role, device_name)
    quantised = role == "writer" and "quantization_config" in read_json(folder / "config.json")
    memory = int((facts.size if quantised else facts.parameters * bytes_of(device.dtype)) * ROOM)
    free = free_memory(device.name)
    return Vetted(role, kind, facts.parameters, facts.size, memory, free, device.title, device.dtype, device.memory)


def bytes_of(dtype: str) -> int:
    """Bytes of a number, its format as torch names it."""
    return _BYTES[dtype]


def _refuse_pickles(folder: Path) -> None:
    """Pickled weights run code when they are read; beside safetensors they are only never opened.

    Models have their weights at most one folder down; a whole disk, given by mistake, is not searched.
    """
    if any(any(folder.glob(pattern)) for pattern in ("*.safetensors", "*/*.safetensors")):
        return
    for pattern in PICKLES:
        for path in (*folder.glob(pattern), *folder.glob(f"*/{pattern}")):
            raise ModelUnusable("model_pickled", path=folder, file=path.name)


def _language_model(folder: Path, config: dict[str, Any]) -> str:
    """The architecture of a causal language model that transformers has, whose folder has a chat template."""
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    kind = str(config.get("model_type", ""))
    if kind not in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        named = ", ".join(map(str, config.get("architectures") or ())) or kind or "?"
        raise ModelUnusable("model_foreign", path=folder, kind=named)
    if not _has_template(folder):
        raise ModelUnusable("model_no_template", path=folder)
    return str(MODEL_FOR_CAUSAL_LM_MAPPING_NAMES[kind])


def _has_template(folder: Path) -> bool:
    if any((folder / name).exists() for name in ("chat_template.jinja", "chat_template.json")):
        return True
    try:
        return bool(json.loads((folder / "tokenizer_config.json").read_text("utf-8")).get("chat_template"))
    except (OSError, ValueError, AttributeError):
        return False
