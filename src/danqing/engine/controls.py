"""ControlNets: networks that lead a UNet along a map of edges, depth, poses or strokes."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.core.technique import ControlMap
from danqing.core.types import Settings
from danqing.engine.canny import canny_map
from danqing.engine.families.model import Guide, PictureModel
from danqing.engine.families.parts import LOCAL, reading, variant
from danqing.engine.starting import fitted
from danqing.models.adapters import inspect_control

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

KEPT = 2
"""Networks that stay in memory after a picture, those used last: each is about half as large as the UNet."""
_SIZES = re.compile(r"(?:control_model\.)?label_emb\.0\.([02])\.(weight|bias)")
_ALIKE = ("in_channels", "block_out_channels", "layers_per_block", "cross_attention_dim", "addition_embed_type")
"""Settings in which a network has to be as the UNet that it leads."""


class Controls:
    """The ControlNets of one loaded model, each read at its first use."""

    def __init__(self, model: PictureModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._read: OrderedDict[Path, Any] = OrderedDict()

    def guides(self, wanted: Sequence[tuple[Path, ControlMap]], settings: Settings) -> tuple[Guide, ...]:
        """For a picture of the settings' size; maps of another shape are cut, nothing is stretched.

        ModelUnusable where a network is damaged or does not fit.
        """
        used = [(place, each) for place, each in wanted if each.weight]
        with self._lock:
            networks = [self._network(place) for place, _ in used]
            while len(self._read) > max(KEPT, len({place for place, _ in used})):
                self._read.popitem(last=False)
        return tuple(
            Guide(network, self._hint(each, settings), each.weight)
            for network, (_, each) in zip(networks, used, strict=True)
        )

    def _network(self, place: Path) -> Any:
        if place not in self._read:
            self._read[place] = read_control(place, self._model)
        self._read.move_to_end(place)
        return self._read[place]

    def _hint(self, each: ControlMap, settings: Settings) -> "torch.Tensor":
        import numpy as np
        import torch

        shown = map_of(each, settings)
        pixels = torch.from_numpy(np.array(shown)).permute(2, 0, 1)[None].float() / 255
        return pixels.to(self._model.device, self._model.networks()["unet"].dtype)


def map_of(each: ControlMap, settings: Settings) -> "Image":
    """What the network is shown: RGB at the size of ``settings``."""
    image = fitted(each.image, settings)
    return canny_map(image) if each.kind == "canny" else image


def read_control(place: Path, model: PictureModel) -> Any:
    """The network of a folder, or of a file in the layout of diffusers or of the first ControlNets.

    ModelUnusable where it is damaged, or is for another UNet than the model's.
    """
    inspect_control(place)
    unet = model.networks()["unet"]
    network = _from_file(place, unet) if place.is_file() else _from_folder(place, unet)
    return network.to(device=model.device, dtype=unet.dtype).eval()


def _from_folder(folder: Path, unet: Any) -> Any:
    with reading(folder):
        from diffusers import ControlNetModel

        kind: Any = ControlNetModel
        network = kind.from_pretrained(folder, torch_dtype=unet.dtype, variant=variant(folder), **LOCAL)
    for name in _ALIKE:
        own, wanted = (_plain(each.config.get(name)) for each in (network, unet))
        if own != wanted:
            raise ModelUnusable("control_unfit", path=folder, detail=f"{name}: {own}, {wanted}")
    return network


def _sizes(tensors: "Mapping[str, torch.Tensor]") -> "dict[str, torch.Tensor]":
    """What SDXL's networks read sizes with, under diffusers' names: its own conversion leaves that out."""
    found = {}
    for name, tensor in tensors.items():
        match = _SIZES.fullmatch(name)
        if match is not None:
            found[f"add_embedding.linear_{1 + int(match[1]) // 2}.{match[2]}"] = tensor
    return found


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value


def _from_file(path: Path, unet: Any) -> Any:
    """A file says nothing of its build: it has to be that of the UNet, which these networks were copied from."""
    import torch
    from safetensors.torch import load_file

    with reading(path):
        from diffusers import ControlNetModel
        from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint

        tensors = load_file(path)
        kind: Any = ControlNetModel
        with torch.device("meta"):
            network = kind.from_unet(unet, load_weights_from_unet=False)
        if not any(name.startswith("controlnet_cond_embedding.") for name in tensors):
            try:
                sizes = _sizes(tensors)
                tensors = convert_controlnet_checkpoint(tensors, network.config) | sizes
            except (KeyError, AttributeError, IndexError) as error:
                raise ModelUnusable("control_unfit", path=path, detail=str(error)[:200]) from error
    try:
        network.load_state_dict(tensors, assign=True)
    except (RuntimeError, AttributeError) as error:  # names or shapes of another build
        lines = [line.strip() for line in str(error).splitlines()]
        raise ModelUnusable("control_unfit", path=path, detail=lines[min(1, len(lines) - 1)][:200]) from error
    return network
