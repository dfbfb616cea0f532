"""LoRAs at work: for one picture their part is added to the output of the layers, whose own weights stay untouched."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.engine.families.model import Adapters, PictureModel
from danqing.engine.lora_file import Layers, Low, read_lora
from danqing.models.adapters import lora_file

if TYPE_CHECKING:
    import torch

KEPT = 4
"""LoRAs that stay in memory after a picture, those used last."""

Key = tuple[Path, int, int]
"""A file, and its time and size: another one under the same name is read anew."""


class Loras:
    """The LoRAs of one loaded model, each read at its first use."""

    def __init__(self, model: PictureModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._layers: Layers | None = None
        self._read: OrderedDict[Key, tuple[Low, ...]] = OrderedDict()

    def adapters(self, wanted: Sequence[tuple[Path, float]]) -> Adapters:
        """For one picture, with these weights; after each block of theirs the model is as it was, to the bit.

        ModelUnusable where one is damaged or does not fit.
        """
        with self._lock:
            used = [(*self._lows(place), weight) for place, weight in wanted if weight]
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        lows = [(low, weight) for _, lows, weight in used for low in lows]
        return (
            Adapters(tuple((key, weight) for key, _, weight in used), partial(self._hooked, lows))
            if lows
            else Adapters()
        )

    @contextmanager
    def _hooked(self, lows: Sequence[tuple[Low, float]]) -> Iterator[None]:
        hooks: list[Any] = []
        self._model.adapters = None
        try:
            for low, weight in lows:
                hooks.append(low.layer.register_forward_hook(_adding(low, weight)))
            yield
        finally:
            for hook in hooks:
                hook.remove()
            self._model.adapters = ()

    def _lows(self, place: Path) -> tuple[Key, tuple[Low, ...]]:
        path = lora_file(place)
        told = path.stat()
        key = (path, told.st_mtime_ns, told.st_size)
        if key not in self._read:
            if self._layers is None:
                self._layers = Layers(self._model)
            self._read[key] = read_lora(place, self._layers, self._model)
        self._read.move_to_end(key)
        return key, self._read[key]


def _adding(low: Low, weight: float) -> Any:
    """A hook that is called with the layer's input and output, and gives the output to go on with."""
    from torch.nn.functional import conv2d, linear

    scale = weight * low.scale

    def on_line(layer: Any, inputs: "tuple[torch.Tensor, ...]", output: "torch.Tensor") -> "torch.Tensor":
        return output + linear(linear(inputs[0].to(low.down.dtype), low.down), low.up).to(output.dtype) * scale

    def on_plane(layer: Any, inputs: "tuple[torch.Tensor, ...]", output: "torch.Tensor") -> "torch.Tensor":
        inner = conv2d(
            inputs[0].to(low.down.dtype), low.down, None, layer.stride, layer.padding, layer.dilation, layer.groups
        )
        return output + conv2d(inner, low.up).to(output.dtype) * scale

    return on_line if low.down.dim() == 2 else on_plane
