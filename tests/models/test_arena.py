"""An arena in main memory: tensors keep their addresses, and come back to the byte after others were in their place."""

from collections.abc import Sequence
from typing import Any

import hypothesis.strategies as st
import torch
from hypothesis import given, settings

from danqing.models.memory.arena import Arena, dense_strides, movable

CPU = torch.device("cpu")
KIB = 1024


def filled(*sizes: int, seed: int = 0) -> list[torch.Tensor]:
    """Tensors of so many KiB."""
    dice = torch.Generator().manual_seed(seed)
    return [torch.randint(0, 255, (size * KIB,), dtype=torch.uint8, generator=dice) for size in sizes]


def held(arena: Arena, part: str, tensors: Sequence[torch.Tensor], wanted: Sequence[torch.Tensor]) -> bool:
    arena.fetch(part)
    arena.await_part(part)
    arena.note_use(part)
    return all(torch.equal(one, other) for one, other in zip(tensors, wanted, strict=True))


def test_two_models_take_turns_in_one_place() -> None:
    arena = Arena(CPU, 10 * KIB)
    parts = {"writer": filled(4, 2, seed=1), "unet": filled(3, 3, seed=2)}
    wanted = {name: [tensor.clone() for tensor in tensors] for name, tensors in parts.items()}
    for name, tensors in parts.items():
        assert arena.adopt(name, tensors)
        assert held(arena, name, tensors, wanted[name])
    addresses = {name: [tensor.data_ptr() for tensor in tensors] for name, tensors in parts.items()}
    for _ in range(3):
        before = arena.copied
        for name, tensors in parts.items():
            assert held(arena, name, tensors, wanted[name])
        assert arena.copied - before == 2 * arena.ring.overlap("writer", "unet") > 0
    assert addresses == {name: [tensor.data_ptr() for tensor in tensors] for name, tensors in parts.items()}
    assert arena.host == 2 * arena.ring.overlap("writer", "unet"), "a copy of what is shared, and of nothing else"


def test_nothing_is_kept_or_copied_where_all_have_room() -> None:
    arena = Arena(CPU, 64 * KIB)
    for name in ("one", "two"):
        assert arena.adopt(name, filled(8))
    for name in ("one", "two", "one", "two"):
        arena.fetch(name)
    assert (arena.copied, arena.host) == (0, 0)


def test_what_does_not_fit_stays_where_it_is() -> None:
    arena = Arena(CPU, 4 * KIB)
    assert not arena.adopt("large", filled(8))
    assert arena.ring.used == 0


def test_a_dropped_part_gives_its_memory_back() -> None:
    arena = Arena(CPU, 16 * KIB)
    assert arena.adopt("one", filled(8)) and arena.adopt("two", filled(8))
    arena.drop("one")
    assert arena.ring.used == 8 * KIB
    assert arena.adopt("three", filled(8))


def test_a_network_computes_the_same_after_it_was_away() -> None:
    """Tied weights are one, channels stay last, a buffer moves too."""
    torch.manual_seed(0)
    network: Any = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.Flatten(), torch.nn.Linear(8, 8, bias=False)
    )
    network.append(torch.nn.Linear(8, 8, bias=False))
    network[4].weight = network[3].weight
    network[0].to(memory_format=torch.channels_last)
    network.eval()
    shown = torch.rand(2, 3, 3, 3)
    with torch.inference_mode():
        wanted = network(shown)
    tensors = movable(network)
    assert tensors is not None
    arena = Arena(CPU, 12 * KIB)
    assert arena.adopt("network", tensors) and arena.adopt("other", filled(*[1] * 10))
    assert arena.ring.overlap("network", "other") > 0
    for part in ("network", "other", "network"):
        arena.fetch(part)
    assert network[0].weight.is_contiguous(memory_format=torch.channels_last)
    assert network[4].weight.data_ptr() == network[3].weight.data_ptr()
    assert isinstance(network[0].weight, torch.nn.Parameter)
    with torch.inference_mode():
        assert torch.equal(network(shown), wanted)


class Packed(torch.nn.Parameter):
    """As bitsandbytes holds weights: scales, and scales of scales, in attributes."""


class State:
    def __init__(self, *tensors: torch.Tensor, state2: "State | None" = None) -> None:
        self.absmax, self.code = tensors[:2]
        self.offset = tensors[2] if len(tensors) > 2 else None
        self.state2 = state2


def test_packed_weights_move_with_their_scales() -> None:
    scales = State(torch.rand(16), torch.rand(256), torch.rand(()), state2=State(torch.rand(4), torch.rand(256)))
    network = torch.nn.Linear(4, 4, bias=False)
    weight = Packed(torch.randint(0, 255, (8, 1), dtype=torch.uint8), requires_grad=False)
    weight.quant_state = scales  # type: ignore[attr-defined]
    network.weight = weight
    tensors = movable(network)
    assert tensors is not None and len(tensors) == 6
    before = scales.absmax.clone()
    arena = Arena(CPU, 64 * KIB)
    assert arena.adopt("packed", tensors)
    arena.fetch("packed")
    assert torch.equal(scales.absmax, before)
    network.weight = Packed(weight.data, requires_grad=False)
    assert movable(network) is None, "a kind of weight that nobody knows"


def test_strides_without_gaps() -> None:
    for tensor in (torch.rand(2, 3, 4), torch.rand(4, 3, 2, 2).to(memory_format=torch.channels_last), torch.rand(())):
        assert dense_strides(tensor) == tensor.stride()
    assert dense_strides(torch.rand(5, 4).T) == (1, 4)


@settings(deadline=None)
@given(
    st.integers(8, 40),
    st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4), min_size=1, max_size=5),
    st.lists(st.integers(0, 4), max_size=25),
)
def test_whatever_order_they_come_in(capacity: int, parts: list[list[int]], uses: list[int]) -> None:
    arena = Arena(CPU, capacity * KIB)
    there: dict[str, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}
    for number, part in enumerate(parts):
        tensors = filled(*part, seed=number)
        if arena.adopt(str(number), tensors):
            there[str(number)] = tensors, [tensor.clone() for tensor in tensors]
    for use in uses:
        if str(use) in there:
            assert held(arena, str(use), *there[str(use)])
