"""A model looked at before it is added: of a kind that can be used, safe, whole, and how much memory it takes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.errors import BadInput, ModelUnusable
from danqing.models.adapters import ControlFacts, LoraFacts, inspect_control, inspect_lora, is_control, is_lora
from danqing.models.card import family_at
from danqing.models.devices import free_memory, pick_device
from danqing.models.inspect import check_painter, check_writer, inspect_folder, read_json
from danqing.models.loading import imported
from danqing.models.reading import read_header, readable
from danqing.models.registry import AddedRole
from danqing.models.weights import PICKLES

_BYTES = {"float32": 4, "float16": 2, "bfloat16": 2}
ROOM = 1.15
"""What a model takes beside its weights: the cache of a context, latents, the libraries' own."""


@dataclass(frozen=True, slots=True)
class Vetted:
    """``kind``: its architecture; ``size``: bytes on disk; ``memory``: bytes it will take on ``device``, of which
    ``free`` are free and ``total`` there at all, 0 where the system does not say. ``adapter``: of a LoRA or ControlNet.
    """

    role: AddedRole
    kind: str
    parameters: int
    size: int
    memory: int
    free: int
    device: str
    dtype: str
    total: int = 0
    adapter: LoraFacts | ControlFacts | None = None

    @property
    def tight(self) -> bool:
        """Whether it will hardly fit."""
        return 0 < self.free < self.memory


@readable
def vet_folder(place: Path, role: AddedRole | None = None, device_name: str | None = None) -> Vetted:
    """Reads files of JSON and headers of weights, no weights. ``place``: a folder, or one safetensors file.

    ``role``: as its layout says, where None. Raises ModelUnusable for what could not be used: it says why.
    """
    if place.is_file():
        return _vet_file(place, role, device_name)
    role = role or _role_of(place)
    _refuse_pickles(place)
    match role:
        case "painter":
            check_painter(place)
            kind = str(read_json(place / "model_index.json").get("_class_name", ""))
        case "writer":
            check_writer(place)
            kind = _language_model(place, read_json(place / "config.json"))
        case "lora":
            return weighed(place, role, device_name, "LoRA", inspect_lora(place))
        case "control":
            return weighed(place, role, device_name, "ControlNet", inspect_control(place))
    return weighed(place, role, device_name, kind)


@readable
def vet_early(folder: Path) -> None:
    """A language model's configuration and tokenizer, where its weights are not here yet. Raises ModelUnusable."""
    config = read_json(folder / "config.json") if (folder / "config.json").exists() else {}
    if "model_type" in config and not (folder / "model_index.json").exists():
        _language_model(folder, config)


def weighed(
    place: Path,
    role: AddedRole,
    device_name: str | None = None,
    kind: str = "",
    adapter: LoraFacts | ControlFacts | None = None,
) -> Vetted:
    """What a model takes, whole as it is. Raises ModelUnusable for damaged files."""
    facts = inspect_folder(place)
    device = pick_device("writer" if role == "writer" else "painter", device_name)
    quantised = role == "writer" and "quantization_config" in read_json(place / "config.json")
    memory = int((facts.size if quantised else facts.parameters * bytes_of(device.dtype)) * ROOM)
    free = free_memory(device.name)
    return Vetted(
        role, kind, facts.parameters, facts.size, memory, free, device.title, device.dtype, device.memory, adapter
    )


def bytes_of(dtype: str) -> int:
    """Bytes of a number, its format as torch names it."""
    return _BYTES[dtype]


def _vet_file(path: Path, role: AddedRole | None, device_name: str | None) -> Vetted:
    """One file: a LoRA, a ControlNet, or a whole picture model."""
    if any(path.match(pattern) for pattern in PICKLES):
        raise ModelUnusable("model_pickled", path=path.parent, file=path.name)
    if path.suffix != ".safetensors":
        raise ModelUnusable("file_foreign", path=path)
    header = read_header(path)
    found: AddedRole = "lora" if is_lora(header) else "control" if is_control(header) else "painter"
    if role not in (None, found):
        raise BadInput("file_role", path=path, role=role, found=found)
    match found:
        case "lora":
            return weighed(path, "lora", device_name, "LoRA", inspect_lora(path))
        case "control":
            return weighed(path, "control", device_name, "ControlNet", inspect_control(path))
        case _:
            family = family_at(path)
            if family is None:
                raise ModelUnusable("file_unknown", path=path)
            return weighed(path, "painter", device_name, family.pipeline)


def _role_of(folder: Path) -> AddedRole:
    """By the files that a folder of each role has."""
    if (folder / "model_index.json").exists():
        return "painter"
    if (folder / "pytorch_lora_weights.safetensors").exists() or (folder / "adapter_config.json").exists():
        return "lora"
    if (folder / "config.json").exists() and "ControlNet" in str(read_json(folder / "config.json").get("_class_name")):
        return "control"
    files = list(folder.glob("*.safetensors"))
    if len(files) == 1 and not (folder / "config.json").exists() and is_lora(read_header(files[0])):
        return "lora"
    return "writer"


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
    imported("transformers")
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
