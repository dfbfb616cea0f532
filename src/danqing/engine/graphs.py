"""Functions of tensors replayed from CUDA graphs: at batch 1 a card waits for kernel launches, not for arithmetic."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from danqing.models.streams import Captured

if TYPE_CHECKING:
    import torch

KEPT = 8
"""Graphs that stay, those used last. They share one pool of memory, as large as the largest needs."""
_log = logging.getLogger(__name__)

Function = Callable[..., "torch.Tensor"]
Replay = Callable[[], "torch.Tensor"]
Capture = Callable[[Replay, Any], Replay]
"""Makes a replay of a function that reads tensors at fixed addresses; the second is one whose memory it may use."""


def capturing(device: "torch.device") -> Capture | None:
    """How functions are captured on that device; None where there are no graphs."""
    return Captured if device.type == "cuda" else None


def calling(function: Replay, beside: Any = None) -> Replay:
    """A double of a capture, for machines without a card: each replay calls ``function``, and gives the same tensor."""
    output = function().clone()
    return lambda: output.copy_(function())


class Replays:
    """``function`` of named tensors, captured at the first use of their shapes and replayed from then on.

    Without ``capture``, and for shapes whose capture failed, it is called as it is. For one thread at a time.
    """

    def __init__(self, name: str, function: Function, capture: Capture | None) -> None:
        """``name``: for the log."""
        self._name = name
        self._function = function
        self._capture = capture
        self._graphs: OrderedDict[Hashable, _Graph | None] = OrderedDict()
        self.captures = 0
        """How often a graph has been captured."""

    def __call__(self, state: Hashable = (), **inputs: "torch.Tensor") -> "torch.Tensor":
        """What the function returns. ``state``: what else its work depends on, beside the shapes of ``inputs``."""
        if self._capture is None:
            return self._function(**inputs)
        key = (state, *((name, tensor.shape, tensor.dtype) for name, tensor in sorted(inputs.items())))
        if key not in self._graphs:
            self._graphs[key] = self._captured(self._capture, inputs)
            if len(self._graphs) > KEPT:
                self._graphs.popitem(last=False)
        self._graphs.move_to_end(key)
        graph = self._graphs[key]
        return self._function(**inputs) if graph is None else graph(inputs)

    def clear(self) -> None:
        """Forgets all graphs: for when weights have moved."""
        self._graphs.clear()

    def _captured(self, capture: Capture, inputs: "Mapping[str, torch.Tensor]") -> "_Graph | None":
        shapes = ", ".join("x".join(map(str, tensor.shape)) for tensor in inputs.values())
        beside = next((graph.replay for graph in self._graphs.values() if graph is not None), None)
        try:
            graph = _Graph(self._function, inputs, capture, beside)
        except RuntimeError as error:
            _log.warning("no CUDA graph of the %s for %s: %s", self._name, shapes, str(error).partition("\n")[0])
            return None
        self.captures += 1
        _log.info("the %s runs from a CUDA graph for %s", self._name, shapes)
        return graph


class _Graph:
    """One capture, with the tensors that it reads."""

    def __init__(
        self, function: Function, inputs: "Mapping[str, torch.Tensor]", capture: Capture, beside: Replay | None
    ) -> None:
        self._inputs = {name: tensor.clone() for name, tensor in inputs.items()}
        self.replay = capture(lambda: function(**self._inputs), beside)

    def __call__(self, inputs: "Mapping[str, torch.Tensor]") -> "torch.Tensor":
        for name, tensor in inputs.items():
            self._inputs[name].copy_(tensor)
        return self.replay().clone()  # the next replay writes over it
