"""An arena: a device's memory for weights, in which every tensor keeps its address while the bytes come and go.

CUDA graphs hold addresses. A part that is brought back to the place where it was needs no new capture, and what nobody
overwrote needs no copy. Weights never change: nothing is written back, and of what shares its place with others one
copy is kept in main memory, pinned where that can be had.
"""

import logging
import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from danqing.models.memory.ring import Ring, Span, without

if TYPE_CHECKING:
    import torch

CHUNK = 64 * 1024**2
"""Bytes of pinned memory that are asked for at once: torch takes the next power of two."""
_log = logging.getLogger(__name__)


class Arena:
    """``capacity``: bytes of ``device`` that parts may take; ``pinned``: bytes of pinned main memory for their copies,
    what goes beyond lies in plain memory. Not for two threads at once; what it enqueues runs on a stream of its own.
    """

    def __init__(self, device: "torch.device", capacity: int, pinned: int = 0) -> None:
        import torch

        self.device = device
        self.ring = Ring(capacity)
        self.copied = 0
        """Bytes that came to the device again since it was made."""
        self.pinnable = pinned if device.type == "cuda" else 0
        """Bytes of main memory that may still be pinned."""
        self._segments: dict[Span, torch.Tensor] = {}
        self._copies: dict[str, list[tuple[Span, torch.Tensor]]] = {}
        self._waiting: dict[str, list[tuple[torch.Tensor, torch.Tensor]]] = {}
        self._stream = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._last: tuple[int, Any, Any] | None = None
        self._arrived: dict[str, Any] = {}
        self._used: dict[str, list[Any]] = {}

    @property
    def host(self) -> int:
        """Bytes of main memory that the copies take."""
        return sum(len(span) for copies in self._copies.values() for span, _ in copies)

    @property
    def last_copy(self) -> tuple[int, float] | None:
        """Bytes of the last copy that came back, and the seconds that it took; None before the first one's end."""
        if self._last is None or not self._last[2].query():
            return None
        size, start, end = self._last
        return size, start.elapsed_time(end) / 1000

    def adopt(self, part: str, tensors: "Sequence[torch.Tensor]", beside: Collection[str] = ()) -> bool:
        """Gives every tensor a place here for good; False where there is no room. Their bytes come at the first fetch,
        until then they stay where they are. ``beside``: as for ``Ring.place``."""
        addresses = self.ring.place(part, [tensor.nbytes for tensor in tensors], beside)
        if addresses is None:
            return False
        self._allocate()
        places = [self._view(at, tensor) for at, tensor in zip(addresses, tensors, strict=True)]
        self._waiting[part] = list(zip(tensors, places, strict=True))
        return True

    def drop(self, part: str) -> None:
        """Forgets it, with its copies; the memory that nobody else needs goes back to the device."""
        for event in self._used.get(part, ()):
            event.synchronize()
        for segment in self.ring.remove(part):
            del self._segments[segment]
        for kept in (self._copies, self._waiting, self._arrived, self._used):
            kept.pop(part, None)

    def fetch(self, part: str) -> int:
        """Enqueues whatever of it is not there, after saving what goes for it; how many bytes come."""
        import torch

        missing = self.ring.missing(part)
        if not missing:
            return 0
        displaced = self.ring.displaced(part)
        if self._stream is not None and part in self._waiting:  # the present stream may still be making its tensors
            self._stream.wait_stream(torch.cuda.current_stream(self.device))
        with torch.cuda.stream(self._stream), torch.inference_mode(False), torch.no_grad():
            for holder, span in displaced:
                self._save(holder, span)
            self.ring.occupy(part)
            if part in self._waiting:
                self._move_in(part)
            else:
                self._bring(part, missing)
            if self._stream is not None:
                self._arrived[part] = self._stream.record_event()
        return sum(map(len, missing))

    def await_part(self, part: str) -> None:
        """Lets the present stream wait until the part has arrived; the processor goes on."""
        arrived = self._arrived.get(part)
        if arrived is None:
            return
        import torch

        torch.cuda.current_stream(self.device).wait_event(arrived)
        if arrived.query():
            self._arrived.pop(part, None)

    def note_use(self, part: str) -> None:
        """What the present stream has been given so far reads the part: nothing overwrites it before that is done."""
        if self._stream is None:
            return
        import torch

        event = torch.cuda.current_stream(self.device).record_event()
        self._used[part] = [*(earlier for earlier in self._used.get(part, ()) if not earlier.query()), event]

    def can_leave(self, part: str) -> bool:
        """Whether a copy is kept of all that it shares with others, so that bringing another one in only copies."""
        kept = [span for span, _ in self._copies.get(part, ())]
        return not any(without(span, kept) for span in self.ring.shared(part))

    def _allocate(self) -> None:
        import torch

        for segment in self.ring.segments:
            if segment not in self._segments:
                self._segments[segment] = torch.empty(len(segment), dtype=torch.uint8, device=self.device)
                if self._stream is not None:  # whoever had this memory before may not be through with it
                    self._stream.wait_stream(torch.cuda.current_stream(self.device))

    def _view(self, at: int, tensor: "torch.Tensor") -> "torch.Tensor":
        """Bytes of the arena as a tensor of the same shape, dtype and order of dimensions."""
        segment = next(span for span in self._segments if span.start <= at and at + tensor.nbytes <= span.end)
        start = at - segment.start
        flat = self._segments[segment][start : start + tensor.nbytes].view(tensor.dtype)
        return flat.as_strided(tensor.shape, dense_strides(tensor))

    def _bytes(self, span: Span) -> "list[tuple[Span, torch.Tensor]]":
        """The memory of a span, segment by segment."""
        return [
            (common, memory[common.start - segment.start : common.end - segment.start])
            for segment, memory in self._segments.items()
            if (common := segment.shared(span)) is not None
        ]

    def _save(self, holder: str, span: Span) -> None:
        """Before ``span`` of ``holder`` is overwritten: its copy, once for all, and the end of its use."""
        import torch

        for event in self._used.pop(holder, ()):
            torch.cuda.current_stream(self.device).wait_event(event)
        copies = self._copies.setdefault(holder, [])
        for lacking in without(span, [kept for kept, _ in copies]):
            for start in range(lacking.start, lacking.end, CHUNK):
                for part, memory in self._bytes(Span(start, min(start + CHUNK, lacking.end))):
                    copy = self._host_memory(len(part))
                    copy.copy_(memory, non_blocking=copy.is_pinned())
                    copies.append((part, copy))

    def _host_memory(self, size: int) -> "torch.Tensor":
        import torch

        if 0 < size <= self.pinnable:
            try:
                memory = torch.empty(size, dtype=torch.uint8, pin_memory=True)
            except RuntimeError as error:  # the system locks no more pages
                _log.warning("no pinned memory: %s", error)
                self.pinnable = 0
            else:
                self.pinnable -= size
                return memory
        return torch.empty(size, dtype=torch.uint8)

    def _move_in(self, part: str) -> None:
        """The first time: from where the tensors are, which then let go of it."""
        for tensor, place in self._waiting.pop(part):
            place.copy_(tensor.detach())
            tensor.data = place

    def _bring(self, part: str, missing: Sequence[Span]) -> None:
        start, end = self._clock(), self._clock()
        start.record()
        for span in missing:
            for kept, copy in self._copies[part]:
                if (common := kept.shared(span)) is None:
                    continue
                for piece, memory in self._bytes(common):
                    source = copy[piece.start - kept.start : piece.end - kept.start]
                    memory.copy_(source, non_blocking=source.is_pinned())
                    self.copied += len(piece)
        end.record()
        self._last = sum(map(len, missing)), start, end

    def _clock(self) -> Any:
        import torch

        return torch.cuda.Event(enable_timing=True) if self._stream is not None else _Moment()


class _Moment:
    """What an event of a device is where nothing is enqueued."""

    def record(self) -> None:
        self._at = time.perf_counter()

    def query(self) -> bool:
        return True

    def elapsed_time(self, later: "_Moment") -> float:
        """Milliseconds."""
        return (later._at - self._at) * 1000


def dense_strides(tensor: "torch.Tensor") -> tuple[int, ...]:
    """Strides without gaps in the tensor's own order of dimensions, such as channels last."""
    order = sorted(range(tensor.dim()), key=lambda side: (tensor.stride(side), tensor.shape[side]))
    strides, step = [0] * tensor.dim(), 1
    for side in order:
        strides[side] = step
        step *= tensor.shape[side]
    return tuple(strides)


def movable(network: Any) -> "list[torch.Tensor] | None":
    """Every tensor of a network, what is tied once; those of bitsandbytes' packed weights too.

    None where one is of a kind that nobody here can move, such as torchao's: the network then stays where it is.
    """
    found: dict[int, torch.Tensor] = {}
    for tensor in (*network.parameters(), *network.buffers()):
        state = getattr(tensor, "quant_state", None)
        if type(tensor).__name__ not in _PLAIN and state is None:
            return None
        for each in (tensor, *_of_state(state)):
            if each.nbytes:
                found.setdefault(id(each), each)
    return list(found.values())


_PLAIN = ("Tensor", "Parameter", "Buffer")


def _of_state(state: Any) -> "list[torch.Tensor]":
    """The scales of a packed weight of bitsandbytes, and the scales of those."""
    if state is None:
        return []
    own = [getattr(state, name, None) for name in ("absmax", "code", "offset")]
    return [tensor for tensor in own if tensor is not None] + _of_state(getattr(state, "state2", None))
