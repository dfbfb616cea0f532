"""LoRA files of every layout, brought onto the layers of a loaded model."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.engine.families.model import PictureModel
from danqing.engine.families.parts import reading
from danqing.engine.lora_hooks import Low
from danqing.models.adapters import inspect_lora, lora_file
from danqing.models.inspect import read_json
from danqing.models.reading import read_header

if TYPE_CHECKING:
    import torch

Tensors = dict[str, "torch.Tensor"]

_DOWN = re.compile(r"[._](?:lora_down|lora_A|lora\.down|lora_linear_layer\.down)(?:\.\w+)?\.weight$")
_UP = re.compile(r"[._](?:lora_up|lora_B|lora\.up|lora_linear_layer\.up)(?:\.\w+)?\.weight$")
_ALPHA = re.compile(r"(?:[._](?:lora|lora_linear_layer)\.down\.weight|\.lora)?\.alpha$")
_FLAT = re.compile(r"lora_(unet|transformer|te1|te2|te3|te)_")
_PARTS = {"te": "text_encoder", "te1": "text_encoder", "te2": "text_encoder_2", "te3": "text_encoder_3"}
_DOTTED = re.compile(r"(unet|transformer|text_encoder_[23]|text_encoder)\.")
_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, AssertionError)


@dataclass(slots=True)
class _Place:
    """What a file holds for one layer."""

    down: "torch.Tensor | None" = None
    up: "torch.Tensor | None" = None
    alpha: float | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """A scale that is written beside the weights: settings of peft, by the name of the network they are for."""

    by_network: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def scale(self, network: str, name: str, rank: int, alpha: float | None) -> float:
        """Alpha in the file itself counts first; without any the rank stands for it."""
        told = self.by_network.get(network, {})
        pattern = told.get("alpha_pattern") or {}
        if alpha is None:
            near = next((value for key, value in pattern.items() if name == key or name.endswith("." + key)), None)
            alpha = float(told.get("lora_alpha", rank) if near is None else near)
        return alpha / (rank**0.5 if told.get("use_rslora") else rank)


class Layers:
    """The layers of a model's networks that LoRAs can change, by name. Made before anything is changed."""

    def __init__(self, model: PictureModel) -> None:
        self.networks = model.networks()
        self.denoiser = next(name for name in self.networks if not name.startswith("text_encoder"))
        self._named = {name: dict(_aliases(network)) for name, network in self.networks.items()}

    def find(self, place: str) -> tuple[str, str, Any]:
        """The network, what the file calls the layer, and the layer or None, for a name as files have it."""
        flat = _FLAT.match(place)
        if flat is not None:
            network, name = _PARTS.get(flat[1], self.denoiser), place[flat.end() :]
        else:
            bare = place.removeprefix("base_model.model.")
            dotted = _DOTTED.match(bare)
            network, name = (dotted[1], bare[dotted.end() :]) if dotted else (self.denoiser, bare)
            network = network if network.startswith("text_encoder") else self.denoiser
        key = name.replace(".processor", "").replace(".", "_")
        return network, name, self._named.get(network, {}).get(key)


def read_lora(place: Path, layers: Layers, model: PictureModel) -> tuple[Low, ...]:
    """The LoRA of a file or folder, its numbers as the layers have them.

    ModelUnusable where it is damaged, of a kind that is not applied, or does not fit the model.
    """
    from safetensors.torch import load_file

    inspect_lora(place)
    path = lora_file(place)
    with reading(path):
        tensors = load_file(path)
    told = _told(path)
    found = _places(tensors, path)
    strange = [name for name in found if layers.find(name)[2] is None]
    if strange:
        begins = tuple(name + mark for name in strange for mark in (".", "_lora."))
        rest = {name: tensor for name, tensor in tensors.items() if name.startswith(begins)}
        found = {name: entry for name, entry in found.items() if name not in strange}
        found |= _places(_converted(rest, model, path), path)
    return tuple(_low(name, entry, layers, told, path) for name, entry in found.items())


def _aliases(network: Any) -> Iterator[tuple[str, Any]]:
    """Every layer under the names that files have for it, written with ``_`` for points."""
    import torch

    for name, layer in network.named_modules():
        if isinstance(layer, torch.nn.Linear | torch.nn.Conv2d):
            flat = name.replace(".", "_")
            yield flat, layer
            yield "text_model_" + flat, layer  # transformers 4 had one more module around CLIP
            yield flat.removeprefix("text_model_"), layer
            if flat.endswith("to_out_0"):
                yield flat.removesuffix("_0"), layer  # diffusers' first layout


def _places(tensors: Tensors, path: Path) -> dict[str, _Place]:
    """What the file holds, layer by layer; ModelUnusable for tensors that are no part of a plain LoRA."""
    found: dict[str, _Place] = {}
    for key, tensor in tensors.items():
        if match := _DOWN.search(key):
            found.setdefault(key[: match.start()], _Place()).down = tensor
        elif match := _UP.search(key):
            found.setdefault(key[: match.start()], _Place()).up = tensor
        elif match := _ALPHA.search(key):
            found.setdefault(key[: match.start()], _Place()).alpha = float(tensor)
        else:
            raise ModelUnusable("lora_kind", path=path, detail=key)
    return found


def _converted(tensors: Tensors, model: PictureModel, path: Path) -> Tensors:
    """With the names of diffusers, by its own conversion for the family: from the names of the first checkpoints."""
    pipeline = type(model.container())
    convert = getattr(pipeline, "lora_state_dict", None)
    if convert is None:
        return tensors
    options: dict[str, Any] = {}
    if "unet" in model.networks():
        options["unet_config"] = model.networks()["unet"].config
    if "return_alphas" in inspect.signature(convert).parameters:
        options["return_alphas"] = True
    try:
        out = convert(dict(tensors), **options)
    except _STUMBLES as error:  # a stranger's names meet code that expects its own
        raise _unfit(path, " ".join(str(error).split()).rstrip(": ") or "?") from error
    weights, alphas = out[:2] if isinstance(out, tuple) else (out, None)
    return dict(weights) | dict(alphas or {})


def _low(name: str, entry: _Place, layers: Layers, told: _Told, path: Path) -> Low:
    import torch

    network, inner, layer = layers.find(name)
    if layer is None:
        raise _unfit(path, name)
    if entry.down is None or entry.up is None:
        raise ModelUnusable("model_damaged", path=path, detail=f"{name}: lora_down, lora_up")
    rank = int(entry.down.shape[0])
    wanted: tuple[tuple[int, ...], tuple[int, ...]]
    down, up = (_shaped(tensor, layer) for tensor in (entry.down, entry.up))
    if isinstance(layer, torch.nn.Linear):
        wanted = ((rank, layer.in_features), (layer.out_features, rank))
    else:
        wanted = ((rank, layer.in_channels // layer.groups, *layer.kernel_size), (layer.out_channels, rank, 1, 1))
    if (tuple(down.shape), tuple(up.shape)) != wanted:
        raise _unfit(path, f"{name}: {tuple(up.shape)} x {tuple(down.shape)}")
    where = {"device": layer.weight.device, "dtype": layer.weight.dtype}
    return Low(layer, down.to(**where), up.to(**where), told.scale(network, inner, rank, entry.alpha))


def _shaped(tensor: "torch.Tensor", layer: Any) -> "torch.Tensor":
    """Linear layers were convolutions of one pixel in some versions of a network."""
    dimensions = layer.weight.dim()
    if tensor.dim() == 4 and dimensions == 2 and tensor.shape[2:] == (1, 1):
        return tensor[:, :, 0, 0]
    if tensor.dim() == 2 and dimensions == 4:
        return tensor[:, :, None, None]
    return tensor


def _told(path: Path) -> _Told:
    """From diffusers' entry in the header, or from the settings that peft writes beside its weights."""
    own = path.parent / "adapter_config.json"
    if path.name.startswith("adapter_model") and own.is_file():
        settings = read_json(own)
        return _Told(dict.fromkeys(("unet", "transformer"), settings))
    try:
        flat = json.loads(read_header(path).metadata.get("lora_adapter_metadata", "{}"))
        found: dict[str, dict[str, Any]] = {}
        for key, value in flat.items():
            network, _, name = str(key).partition(".")
            found.setdefault(network, {})[name] = value
    except (ValueError, AttributeError, RecursionError) as error:
        raise ModelUnusable("model_damaged", path=path, detail="lora_adapter_metadata") from error
    return _Told(found)


def _unfit(path: Path, detail: str) -> ModelUnusable:
    return ModelUnusable("lora_unfit", path=path, detail=detail[:200])
