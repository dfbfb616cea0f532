"""Where parts of models lie in a device's memory at fixed places, and whose bytes are there now: arithmetic alone.

Parts lie one after another in the order in which they came. Once the room is full the next one goes around to the
beginning: over what was used longest ago. Only what two parts share has to be copied when they take turns.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

ALIGNMENT = 512
"""Bytes: what CUDA's allocator gives, so that every kernel finds tensors where it likes them."""
PIECE = 16 * 1024**2


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes from ``start`` to before ``end``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def shared(self, other: "Span") -> "Span | None":
        """What both cover."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


class Ring:
    """``capacity``: bytes that all segments together may have. A segment is memory that is allocated as one, when the
    first part is placed in it; no tensor lies in two."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.segments: list[Span] = []
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._holders: list[tuple[Span, str]] = []
        self._next = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """Those that have a place, in the order in which they came."""
        return tuple(self._spans)

    @property
    def used(self) -> int:
        """Bytes of all segments."""
        return sum(map(len, self.segments))

    def place(self, part: str, sizes: Sequence[int], beside: Collection[str] = ()) -> tuple[int, ...] | None:
        """The address of each tensor, for as long as the part stays; None where there is no room.

        ``beside``: parts that it is used together with, which it may not share bytes with. New bytes are taken while
        there are any; only then parts are laid over others.
        """
        wanted = [aligned(size) for size in sizes]
        top = self.segments[-1].end if self.segments else 0
        fresh = max(0, min(sum(wanted), self.capacity - self.used))
        gaps = [Span(top, top + fresh), *self._around(beside)]
        found = _fitted(wanted, gaps)
        if found is None:
            return None
        addresses, filled = found
        if filled[0]:
            self.segments.append(Span(top, top + filled[0]))
        spans = [Span(gap.start, gap.start + taken) for gap, taken in zip(gaps, filled, strict=True) if taken]
        self._next = spans[-1].end if spans else self._next
        self._spans[part] = _joined(spans)
        return tuple(addresses)

    def remove(self, part: str) -> tuple[Span, ...]:
        """Its place is free for others; the segments that nothing lies in any more, which may be given back."""
        self._spans.pop(part, None)
        self._holders = [(span, holder) for span, holder in self._holders if holder != part]
        used = [span for spans in self._spans.values() for span in spans]
        empty = tuple(segment for segment in self.segments if not any(map(segment.shared, used)))
        self.segments = [segment for segment in self.segments if segment not in empty]
        return empty

    def spans(self, part: str) -> tuple[Span, ...]:
        """Where it lies."""
        return self._spans[part]

    def missing(self, part: str) -> tuple[Span, ...]:
        """What has to be copied before it can be used."""
        there = [span for span, holder in self._holders if holder == part]
        return tuple(rest for span in self._spans[part] for rest in without(span, there))

    def displaced(self, part: str) -> tuple[tuple[str, Span], ...]:
        """Whose bytes go when it comes."""
        return tuple(
            (holder, common)
            for span, holder in self._holders
            if holder != part
            for own in self._spans[part]
            if (common := own.shared(span)) is not None
        )

    def occupy(self, part: str) -> None:
        """From now on its bytes are there, whole; what they lie over is not."""
        own = self._spans[part]
        kept = [(rest, holder) for span, holder in self._holders if holder != part for rest in without(span, own)]
        self._holders = [*kept, *((span, part) for span in own)]

    def held(self, part: str) -> int:
        """Bytes of it that are there now."""
        return sum(len(span) for span, holder in self._holders if holder == part)

    def overlap(self, one: str, other: str) -> int:
        """Bytes that two parts share: they cannot be there together."""
        pairs = ((mine, theirs) for mine in self._spans[one] for theirs in self._spans[other])
        return sum(len(common) for mine, theirs in pairs if (common := mine.shared(theirs)) is not None)

    def shared(self, part: str) -> tuple[Span, ...]:
        """What it shares with any other part: of this a copy is kept elsewhere."""
        others = [span for other, spans in self._spans.items() if other != part for span in spans]
        common = [both for mine in self._spans[part] for other in others if (both := mine.shared(other)) is not None]
        return _joined(sorted(common))

    def _around(self, beside: Collection[str]) -> list[Span]:
        """What may be laid over, from where the last part ended and around to there again."""
        barred = [span for part in beside for span in self._spans.get(part, ())]
        free = [rest for segment in self.segments for rest in without(segment, barred)]
        ahead = [Span(max(span.start, self._next), span.end) for span in free if span.end > self._next]
        behind = [Span(span.start, min(span.end, self._next)) for span in free if span.start < self._next]
        return [*ahead, *behind]


def aligned(size: int) -> int:
    """Bytes that a tensor takes in an arena."""
    return -(-max(size, 1) // ALIGNMENT) * ALIGNMENT


def pieces(size: int) -> list[int]:
    """A part of which only the size is known, as if in tensors of ``PIECE`` bytes."""
    return [min(PIECE, size - start) for start in range(0, size, PIECE)]


def _fitted(sizes: Sequence[int], gaps: Sequence[Span]) -> tuple[list[int], list[int]] | None:
    """Each size in the first gap that still has room for it: addresses, and the bytes taken of each gap."""
    addresses, taken = [], [0] * len(gaps)
    for size in sizes:
        at = next((at for at, gap in enumerate(gaps) if taken[at] + size <= len(gap)), None)
        if at is None:
            return None
        addresses.append(gaps[at].start + taken[at])
        taken[at] += size
    return addresses, taken


def without(span: Span, others: Sequence[Span]) -> list[Span]:
    """What of ``span`` none of the others covers."""
    rest, start = [], span.start
    for cut in sorted(common for other in others if (common := span.shared(other)) is not None):
        if cut.start > start:
            rest.append(Span(start, cut.start))
        start = max(start, cut.end)
    return [*rest, Span(start, span.end)] if start < span.end else rest


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours as one, overlapping ones once."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
