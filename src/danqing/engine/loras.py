"""LoRAs at work: for one picture their part is added to the output of the layers, whose own weights stay untouched."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.engine.families.model import PictureModel
from danqing.engine.lora_file import Layers, Low, read_lora
from danqing.engine.lora_slots import Slots, room_for
from danqing.models.adapters import lora_file

if TYPE_CHECKING:
    import torch

KEPT = 4
"""LoRAs that stay in memory after a picture, those used last."""

Key = tuple[Path, int, int]
"""A file, and its time and size: another one under the same name is read anew."""


class Loras:
    """The LoRAs of one loaded model, each read at its first use. For one picture at a time."""

    def __init__(self, model: PictureModel, fixed: bool | None = None) -> None:
        """``fixed``: whether they are copied to fixed places before they work, for graphs; by default on CUDA cards."""
        self._model = model
        self._fixed = model.device.type == "cuda" if fixed is None else fixed
        self._layers: Layers | None = None
        self._read: OrderedDict[Key, tuple[Low, ...]] = OrderedDict()
        self._slots: OrderedDict[Hashable, Slots] = OrderedDict()

    @contextmanager
    def using(self, wanted: Sequence[tuple[Path, float]]) -> Iterator[None]:
        """They work with these weights until the block ends; after it the model is as it was, to the bit.

        ModelUnusable where one is damaged or does not fit.
        """
        lows = [(low, weight) for place, weight in wanted if weight for low in self._lows(place)]
        hooks: list[Any] = []
        try:
            if self._fixed and lows:
                slots = self._filled(lows)
                lows, self._model.adapters = [(low, 1.0) for low in slots.lows], slots
            elif lows:
                self._model.adapters = None
            for low, weight in lows:
                hooks.append(low.layer.register_forward_hook(_adding(low, weight)))
            yield
        finally:
            for hook in hooks:
                hook.remove()
            self._model.adapters = ()
            while len(self._read) > KEPT:
                self._read.popitem(last=False)

    def _filled(self, lows: Sequence[tuple[Low, float]]) -> Slots:
        """The fixed places that have room for them, with these in them."""
        room = room_for(lows)
        key = frozenset(room.items())
        if key not in self._slots:
            self._slots[key] = Slots(room, lows)
            if len(self._slots) > KEPT:
                self._slots.popitem(last=False)
        self._slots.move_to_end(key)
        self._slots[key].fill(lows)
        return self._slots[key]

    def _lows(self, place: Path) -> tuple[Low, ...]:
        path = lora_file(place)
        told = path.stat()
        key = (path, told.st_mtime_ns, told.st_size)
        if key not in self._read:
            if self._layers is None:
                self._layers = Layers(self._model)
            self._read[key] = read_lora(place, self._layers, self._model)
        self._read.move_to_end(key)
        return self._read[key]


def _adding(low: Low, weight: float) -> Any:
    """A hook that is called with the layer's input and output, and gives the output to go on with."""
    from torch.nn.functional import conv2d, linear

    scale = weight * low.scale

    def scaled(added: "torch.Tensor", output: "torch.Tensor") -> "torch.Tensor":
        return output + (added.to(output.dtype) if scale == 1 else added.to(output.dtype) * scale)

    def on_line(layer: Any, inputs: "tuple[torch.Tensor, ...]", output: "torch.Tensor") -> "torch.Tensor":
        return scaled(linear(linear(inputs[0].to(low.down.dtype), low.down), low.up), output)

    def on_plane(layer: Any, inputs: "tuple[torch.Tensor, ...]", output: "torch.Tensor") -> "torch.Tensor":
        inner = conv2d(
            inputs[0].to(low.down.dtype), low.down, None, layer.stride, layer.padding, layer.dilation, layer.groups
        )
        return scaled(conv2d(inner, low.up), output)

    return on_line if low.down.dim() == 2 else on_plane
