"""Functions of tensors replayed from CUDA graphs: at batch 1 a card waits for kernel launches, not for arithmetic."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from danqing.models.streams import Captured

if TYPE_CHECKING:
    import torch

KEPT = 16
"""Graphs that stay, those used last. They share one pool of memory, as large as the largest needs."""
_log = logging.getLogger(__name__)

Tensors = tuple["torch.Tensor", ...]
Shapes = tuple[tuple[str, Any, Any], ...]
"""Names, shapes and number formats of tensors."""
Replay = Callable[[], Tensors]
Capture = Callable[[Replay, Any], Replay]
"""Makes a replay of a function that reads tensors at fixed addresses; the second is one whose memory it may use."""


def capturing(device: "torch.device") -> Capture | None:
    """How functions are captured on that device; None where there are no graphs."""
    return Captured if device.type == "cuda" else None


def calling(function: Replay, beside: Any = None) -> Replay:
    """A double of a capture, for machines without a card: a replay calls ``function``, and gives the same tensors."""
    outputs = tuple(output.clone() for output in function())

    def replay() -> Tensors:
        for output, new in zip(outputs, function(), strict=True):
            output.copy_(new)
        return outputs

    return replay


def shapes_of(tensors: "Mapping[str, torch.Tensor]") -> Shapes:
    """What a graph, or a compiled function, of them is for."""
    return tuple((name, tensor.shape, tensor.dtype) for name, tensor in sorted(tensors.items()))


def spoken(shapes: Shapes) -> str:
    """For a line of the log."""
    return ", ".join("x".join(map(str, shape)) for _, shape, _ in shapes)


class Replays:
    """Functions of named tensors, captured at the first use of their shapes and replayed from then on.

    Without ``capture``, and for shapes whose capture failed, they are called as they are. Several threads may do so in
    one stream.
    """

    def __init__(self, capture: Capture | None) -> None:
        self._capture = capture
        self._lock = threading.Lock()
        self._graphs: OrderedDict[Hashable, _Graph | None] = OrderedDict()
        self.captures = 0
        """How often a graph has been captured."""

    @property
    def on(self) -> bool:
        """Whether there are graphs."""
        return self._capture is not None

    def __call__(
        self, name: str, function: Callable[..., Tensors], state: Hashable | None, **inputs: "torch.Tensor"
    ) -> Tensors:
        """What the function returns: tensors. ``name`` stands for it.

        ``state``: what else its kernels depend on, beside the shapes of ``inputs``; None where it reads tensors that
        may be gone tomorrow, so that no graph can hold it.
        """
        if self._capture is None or state is None:
            return function(**inputs)
        shapes = shapes_of(inputs)
        key = (name, state, shapes)
        with self._lock:
            if key not in self._graphs:
                self._graphs[key] = self._captured(self._capture, name, function, inputs, shapes)
                if len(self._graphs) > KEPT:
                    self._graphs.popitem(last=False)
            self._graphs.move_to_end(key)
            graph = self._graphs[key]
            return function(**inputs) if graph is None else graph(inputs)

    def clear(self) -> None:
        """Forgets all graphs: for when weights have moved."""
        with self._lock:
            self._graphs.clear()

    def _captured(
        self,
        capture: Capture,
        name: str,
        function: Callable[..., Tensors],
        inputs: "Mapping[str, torch.Tensor]",
        shapes: Shapes,
    ) -> "_Graph | None":
        beside = next((graph.replay for graph in self._graphs.values() if graph is not None), None)
        try:
            graph = _Graph(function, inputs, capture, beside)
        except RuntimeError as error:
            _log.warning("no CUDA graph of the %s for %s: %s", name, spoken(shapes), str(error).partition("\n")[0])
            return None
        self.captures += 1
        _log.info("the %s runs from a CUDA graph for %s", name, spoken(shapes))
        return graph


class _Graph:
    """One capture, with the tensors that it reads."""

    def __init__(
        self,
        function: Callable[..., Tensors],
        inputs: "Mapping[str, torch.Tensor]",
        capture: Capture,
        beside: Replay | None,
    ) -> None:
        self._inputs = {name: tensor.clone() for name, tensor in inputs.items()}
        self.replay = capture(lambda: function(**self._inputs), beside)

    def __call__(self, inputs: "Mapping[str, torch.Tensor]") -> Tensors:
        for name, tensor in inputs.items():
            self._inputs[name].copy_(tensor)
        return tuple(output.clone() for output in self.replay())  # the next replay writes over them
