"""On a card: two models share an arena; switches run at the speed of the bus, and CUDA graphs outlive them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import torch

from danqing.models.memory.arena import Arena, movable
from danqing.models.memory.residence import Residence

GIB = 1024**3
CUDA = torch.device("cuda", 0)


def network(gib: float, seed: int) -> Any:
    """Matrices of 32 MiB each, in main memory."""
    torch.manual_seed(seed)
    layers = [torch.nn.Linear(4096, 4096, bias=False, dtype=torch.float16) for _ in range(int(gib * 32))]
    made: Any = torch.nn.Sequential(*layers).requires_grad_(False).eval()
    for layer in layers:
        torch.nn.init.normal_(layer.weight, std=4096**-0.5)
    return made


def captured(network: Any, shown: torch.Tensor) -> Callable[[], torch.Tensor]:
    """The network in a CUDA graph."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side), torch.inference_mode():
        network(shown)
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.inference_mode(), torch.cuda.graph(graph, capture_error_mode="thread_local"):
        out: torch.Tensor = network(shown)

    def replay() -> torch.Tensor:
        graph.replay()
        return out.clone()

    return replay


def bus() -> float:
    """Bytes a second from pinned memory, measured now."""
    host = torch.empty(GIB, dtype=torch.uint8, pin_memory=True)
    there = torch.empty(GIB, dtype=torch.uint8, device=CUDA)
    best = 0.0
    for _ in range(5):
        torch.cuda.synchronize()
        begun = time.perf_counter()
        there.copy_(host, non_blocking=True)
        torch.cuda.synchronize()
        best = max(best, GIB / (time.perf_counter() - begun))
    return best


@pytest.fixture(scope="module")
def shared() -> tuple[Residence, dict[str, Any]]:
    """3 GiB and 3 GiB in an arena of 4."""
    residence = Residence("cuda:0", Arena(CUDA, 4 * GIB, pinned=8 * GIB), lambda: 8 * GIB)
    networks = {name: network(3, seed) for name, seed in (("writer", 1), ("unet", 2))}
    for name, each in networks.items():
        assert residence.admit(name, each)
    return residence, networks


def test_graphs_outlive_switches(shared: tuple[Residence, dict[str, Any]]) -> None:
    residence, networks = shared
    shown = torch.randn(4, 4096, dtype=torch.float16, device=CUDA)
    replays, wanted = {}, {}
    for name, each in networks.items():
        with residence.lease((name,)):
            replays[name] = captured(each, shown)
            wanted[name] = replays[name]()
            assert wanted[name].isfinite().all()
            torch.testing.assert_close(wanted[name], each(shown), atol=2e-3, rtol=2e-3)
    addresses = {name: [tensor.data_ptr() for tensor in movable(each) or ()] for name, each in networks.items()}
    for _ in range(4):
        for name in networks:
            with residence.lease((name,)):
                assert torch.equal(replays[name](), wanted[name])
    assert addresses == {name: [tensor.data_ptr() for tensor in movable(each) or ()] for name, each in networks.items()}


def test_a_switch_takes_what_the_bus_takes(shared: tuple[Residence, dict[str, Any]]) -> None:
    """At least 80 % of the measured rate, for as many bytes as the two share."""
    residence, networks = shared
    arena = residence.arena
    assert arena is not None
    overlap = arena.ring.overlap("writer", "unet")
    assert overlap == 2 * GIB
    rates = []
    for _ in range(4):
        for name in networks:
            before = arena.copied
            with residence.lease((name,)):
                torch.cuda.synchronize()
            assert arena.copied - before == overlap
            assert arena.last_copy is not None
            size, seconds = arena.last_copy
            rates.append(size / seconds)
    rate, limit = sorted(rates)[len(rates) // 2], bus()
    print(f"switch {rate / 1e9:.1f} GB/s of {limit / 1e9:.1f} GB/s, {overlap / GIB:.0f} GiB")
    assert rate >= 0.8 * limit


def test_the_processor_does_not_wait_for_a_copy(shared: tuple[Residence, dict[str, Any]]) -> None:
    """What is enqueued behind a switch finds the right bytes without any synchronisation."""
    residence, networks = shared
    shown = torch.randn(4, 4096, dtype=torch.float16, device=CUDA)
    found: list[torch.Tensor] = []
    with torch.inference_mode():
        for _ in range(6):
            for name, each in networks.items():
                with residence.lease((name,)):
                    found.append(each(shown))
    assert all(torch.equal(found[at], found[at % 2]) for at in range(len(found)))


def test_memory_is_taken_once() -> None:
    torch.cuda.empty_cache()
    before = torch.cuda.memory_allocated()
    residence = Residence("cuda:0", Arena(CUDA, GIB, pinned=2 * GIB), lambda: GIB)
    for name, seed in (("one", 1), ("two", 2)):
        assert residence.admit(name, network(0.75, seed))
    assert torch.cuda.memory_allocated() - before <= GIB
    residence.dismiss("model", ["one", "two"])
    torch.cuda.synchronize()
    assert torch.cuda.memory_allocated() - before == 0
