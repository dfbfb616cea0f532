"""Graphs of functions and of a UNet: when they are captured, what they are given, that they change no picture.

Without a card a double calls what it captured; ``tests/gpu`` has the captures themselves.
"""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from danqing.engine.families.unet_network import Network
from danqing.engine.graphs import KEPT, Replay, Replays, calling
from danqing.engine.pipeline import DiffusersPainter
from tests.engine.conftest import approved
from tests.engine.folders import UNETS
from tests.engine.test_families import asked, draw, same

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]


def total(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    return one + 2 * other


def test_captures_once_a_shape_and_gives_results_that_stay() -> None:
    replays = Replays("sum", total, calling)
    one, other = torch.ones(2, 3), torch.ones(2, 3)
    first = replays(one=one, other=other)
    second = replays(one=2 * one, other=other)
    assert (first.tolist(), second.tolist()) == ([[3.0] * 3] * 2, [[4.0] * 3] * 2)
    assert replays.captures == 1
    replays(one=torch.ones(1, 3), other=other)
    replays("adapted", one=one, other=other)
    assert replays.captures == 3, "another shape, another state"


def test_forgets_the_graphs_that_were_not_used_for_longest() -> None:
    replays = Replays("sum", total, calling)
    for size in [*range(1, KEPT + 1), 1, KEPT + 1, 1]:
        replays(one=torch.ones(size), other=torch.ones(size))
    assert replays.captures == KEPT + 1
    replays(one=torch.ones(2), other=torch.ones(2))
    assert replays.captures == KEPT + 2


def test_graphs_share_the_memory_of_one_that_is_there() -> None:
    shared: list[Any] = []

    def noting(function: Replay, beside: Any) -> Replay:
        shared.append(beside)
        return calling(function)

    replays = Replays("sum", total, noting)
    for size in (1, 2):
        replays(one=torch.ones(size), other=torch.ones(size))
    replays.clear()
    replays(one=torch.ones(1), other=torch.ones(1))
    assert shared[0] is None
    assert callable(shared[1])
    assert shared[2] is None, "the memory went with the graphs"


def test_what_cannot_be_captured_is_called(caplog: pytest.LogCaptureFixture) -> None:
    def failing(function: Replay, beside: Any) -> Replay:
        raise RuntimeError("operation not permitted when stream is capturing\nand more")

    replays = Replays("sum", total, failing)
    for value in (1.0, 2.0):
        assert replays(one=torch.tensor([value]), other=torch.ones(1)).tolist() == [value + 2]
    assert [record.getMessage() for record in caplog.records] == [
        "no CUDA graph of the sum for 1, 1: operation not permitted when stream is capturing"
    ]


@pytest.mark.parametrize("family", UNETS)
def test_a_replayed_unet_draws_the_same_picture(family: str, painters: Painters) -> None:
    painter = painters(family)
    model: Any = painter._parts()[0]
    eager = model.network
    unguided = approved(guidance=1.0)
    cases = [asked(family), asked(family, 4), asked(family, sampler="heun"), asked(family, text="sea"), unguided]
    wanted = [draw(painter, case) for case in cases]
    model.network = Network(model.unet, calling)
    try:
        assert all(same(draw(painter, case), picture) for case, picture in zip(cases, wanted, strict=True))
        assert model.network.replays.captures == 2, "with guidance and without"
    finally:
        model.network = eager
