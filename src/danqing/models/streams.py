"""CUDA streams, one for each use of a card, so that the models on it work side by side; and graphs captured on them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

if TYPE_CHECKING:
    import torch

Lane = Literal["painter", "decoder", "preview", "writer", "builder"]

_FIRST: frozenset[Lane] = frozenset(("writer", "preview"))
"""Their kernels are few and small, and somebody waits for them: they go before those of a picture."""
_WARMING = 2
"""Runs before a capture: libraries choose kernels and allocate workspaces at the first, which no graph may hold."""
_CAPTURING = threading.Lock()
"""CUDA captures one graph at a time in a process."""


class Mark(Protocol):
    """A place in a stream."""

    def synchronize(self) -> None:
        """Waits until the device has come to it."""
        ...


@contextmanager
def working(device: "torch.device", lane: Lane, after: bool = True) -> Iterator[None]:
    """Around work of one kind. On a card it goes to that kind's own stream; elsewhere nothing changes.

    ``after``: it comes after what the caller's stream has been given so far. Whoever leaves by an error leaves nothing
    under way.
    """
    if device.type != "cuda":
        yield
        return
    import torch

    stream = _stream(device, lane)
    if after:
        stream.wait_stream(torch.cuda.current_stream(device))
    with torch.cuda.stream(stream):
        try:
            yield
        except BaseException:
            stream.synchronize()
            raise


def mark(device: "torch.device") -> Mark | None:
    """The present end of the current stream; None on devices that are waited for at every operation."""
    if device.type != "cuda":
        return None
    import torch

    event = torch.cuda.Event(blocking=True)  # other threads have the core meanwhile
    event.record()
    return event


class Captured:
    """A function as a CUDA graph: each call runs the same kernels at the same addresses, and gives the same tensors."""

    made: ClassVar[int] = 0
    """How many this process has captured."""

    def __init__(self, function: "Callable[[], tuple[torch.Tensor, ...]]", beside: "Captured | None" = None) -> None:
        """``beside``: another one whose memory it may use, since the two are never replayed side by side.

        RuntimeError where ``function`` does what no graph can hold, such as waiting for the card.
        """
        import torch

        here = torch.cuda.current_stream()
        # A graph keeps the priority that it was captured with. What others put into the stream would be captured too.
        stream = _apart(here.device, here.priority)
        self._graph = torch.cuda.CUDAGraph()
        pool = None if beside is None else beside._graph.pool()
        with _CAPTURING, torch.cuda.stream(stream):  # which also puts the stream right after a capture that fails
            stream.wait_stream(here)
            for _ in range(_WARMING):
                function()
            # Only this thread is held to what may be captured: the other models may be at work in theirs.
            with torch.cuda.graph(self._graph, pool, stream, capture_error_mode="thread_local"):
                self._outputs = function()
                Captured.made += 1
        here.wait_stream(stream)

    def __call__(self) -> "tuple[torch.Tensor, ...]":
        self._graph.replay()
        return self._outputs


@contextmanager
def uncaptured() -> Iterator[None]:
    """Around what waits for a whole card, as timing kernels does: while a graph is captured that is not allowed."""
    with _CAPTURING:
        yield


@cache
def _stream(device: "torch.device", lane: Lane) -> "torch.cuda.Stream":
    import torch

    return torch.cuda.Stream(device, priority=-1 if lane in _FIRST else 0)


@cache
def _apart(device: "torch.device", priority: int) -> "torch.cuda.Stream":
    import torch

    return torch.cuda.Stream(device, priority=priority)
