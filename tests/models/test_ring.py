"""Parts in a ring: places that never change, bytes that are counted once, and copies of what was overwritten alone."""

import hypothesis.strategies as st
from hypothesis import given

from danqing.models.memory.ring import ALIGNMENT, Ring, Span, pieces

UNIT = ALIGNMENT
sizes = st.lists(st.integers(1, 9), min_size=1, max_size=6).map(lambda units: [unit * UNIT for unit in units])


def ring_of(capacity: int, **parts: int) -> Ring:
    """Parts of so many tensors of one unit each."""
    ring = Ring(capacity * UNIT)
    for name, many in parts.items():
        assert ring.place(name, [UNIT] * many) is not None
    return ring


def test_what_has_room_never_shares() -> None:
    ring = ring_of(10, one=4, two=6)
    assert [ring.spans(name) for name in ("one", "two")] == [(Span(0, 4 * UNIT),), (Span(4 * UNIT, 10 * UNIT),)]
    for name in ("one", "two", "one"):
        ring.occupy(name)
    assert not ring.missing("two") and not ring.shared("one")


def test_only_what_was_overwritten_is_copied() -> None:
    ring = ring_of(10, writer=6, encoder=1, unet=5)
    assert ring.overlap("writer", "unet") == 2 * UNIT
    for name in ring.parts:
        ring.occupy(name)
    assert sum(map(len, ring.missing("writer"))) == 2 * UNIT
    assert ring.displaced("writer") == (("unet", Span(0, 2 * UNIT)),)
    ring.occupy("writer")
    assert ring.held("unet") == 3 * UNIT
    assert not ring.missing("encoder")


def test_parts_that_are_used_together_are_laid_apart() -> None:
    ring = ring_of(10, writer=6, unet=4)
    assert ring.place("control", [UNIT] * 5, beside=("unet",)) is not None
    assert ring.overlap("control", "unet") == 0
    assert ring.place("too_large", [UNIT] * 7, beside=("unet",)) is None


def test_memory_is_taken_when_it_is_needed_and_given_back() -> None:
    ring = ring_of(100, one=4, two=6)
    assert ring.used == 10 * UNIT
    assert ring.remove("one") == (Span(0, 4 * UNIT),)
    assert ring.used == 6 * UNIT


@given(st.integers(1, 40), st.lists(sizes, max_size=8), st.lists(st.integers(0, 7), max_size=30))
def test_whatever_comes_and_goes(capacity: int, parts: list[list[int]], uses: list[int]) -> None:
    ring = Ring(capacity * UNIT)
    placed: dict[str, list[Span]] = {}
    for number, part in enumerate(parts):
        found = ring.place(str(number), part, beside=[str(number - 1)] if str(number - 1) in placed else [])
        if found is None:
            continue
        tensors = [Span(at, at + size) for at, size in zip(found, part, strict=True)]
        placed[str(number)] = tensors
        assert not any(one.shared(two) for one in tensors for two in tensors if one != two)
        assert all(any(s.start <= one.start and one.end <= s.end for s in ring.segments) for one in tensors)
    assert ring.used <= ring.capacity
    bytes_there: dict[int, str] = {}
    for use in uses:
        name = str(use)
        if name not in placed:
            continue
        units = [at for span in ring.spans(name) for at in range(span.start, span.end, UNIT)]
        lost = sum(bytes_there.get(at) != name for at in units) * UNIT
        assert sum(map(len, ring.missing(name))) == lost
        ring.occupy(name)
        bytes_there |= dict.fromkeys(units, name)
        assert not ring.missing(name)
        for other in placed:
            assert ring.held(other) == sum(holder == other for holder in bytes_there.values()) * UNIT


@given(st.integers(0, 10**9))
def test_pieces_are_the_whole(size: int) -> None:
    assert sum(pieces(size)) == size
