"""Graphs of functions and of a UNet: when they are captured, what they are given, that they change no picture.

Without a card a double calls what it captured; ``tests/gpu`` has the captures themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from danqing.core.technique import LoraUse
from danqing.engine.families.unet_network import Network
from danqing.engine.graphs import KEPT, Replay, Replays, Tensors, calling
from danqing.engine.lora_hooks import Low
from danqing.engine.lora_slots import Slots, room_for
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo
from tests.engine.adapters import diffusers, learnt, saved
from tests.engine.conftest import approved
from tests.engine.folders import UNETS
from tests.engine.test_families import asked, draw, every_number, same

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]


def total(one: torch.Tensor, other: torch.Tensor) -> Tensors:
    return (one + 2 * other,)


def replayed(replays: Replays, one: torch.Tensor, other: torch.Tensor, state: str = "") -> list[Any]:
    numbers: list[Any] = replays("sum", total, state, one=one, other=other)[0].tolist()
    return numbers


def test_captures_once_a_shape_and_gives_results_that_stay() -> None:
    replays = Replays(calling)
    one, other = torch.ones(2, 3), torch.ones(2, 3)
    first = replays("sum", total, (), one=one, other=other)[0]
    second = replays("sum", total, (), one=2 * one, other=other)[0]
    assert (first.tolist(), second.tolist()) == ([[3.0] * 3] * 2, [[4.0] * 3] * 2)
    assert replays.captures == 1
    assert replayed(replays, torch.ones(1), torch.ones(1)) == [3.0]
    replayed(replays, one, other, "adapted")
    assert replays.captures == 3, "another shape, another state"
    replays("sum", total, None, one=torch.ones(9), other=torch.ones(9))
    assert replays.captures == 3, "what no graph can hold"


def test_forgets_the_graphs_that_were_not_used_for_longest() -> None:
    replays = Replays(calling)
    for size in [*range(1, KEPT + 1), 1, KEPT + 1, 1]:
        replayed(replays, torch.ones(size), torch.ones(size))
    assert replays.captures == KEPT + 1
    replayed(replays, torch.ones(2), torch.ones(2))
    assert replays.captures == KEPT + 2


def test_graphs_share_the_memory_of_one_that_is_there() -> None:
    shared: list[Any] = []

    def noting(function: Replay, beside: Any) -> Replay:
        shared.append(beside)
        return calling(function)

    replays = Replays(noting)
    for size in (1, 2):
        replayed(replays, torch.ones(size), torch.ones(size))
    replays.clear()
    replayed(replays, torch.ones(1), torch.ones(1))
    assert shared[0] is None
    assert callable(shared[1])
    assert shared[2] is None, "the memory went with the graphs"


def test_what_cannot_be_captured_is_called(caplog: pytest.LogCaptureFixture) -> None:
    def failing(function: Replay, beside: Any) -> Replay:
        raise RuntimeError("operation not permitted when stream is capturing\nand more")

    replays = Replays(failing)
    for value in (1.0, 2.0):
        assert replayed(replays, torch.tensor([value]), torch.ones(1)) == [value + 2]
    assert [record.getMessage() for record in caplog.records] == [
        "no CUDA graph of the sum for 1, 1: operation not permitted when stream is capturing"
    ]


@contextmanager
def graphs(model: Any) -> Iterator[None]:
    """The model as on a card, but for the captures."""
    eager = model.replays, model.network, model.autoencoder.replays
    model.replays = Replays(calling)
    model.network, model.autoencoder.replays = Network(model.unet, model.replays), Replays(calling)
    yield
    model.replays, model.network, model.autoencoder.replays = eager


@pytest.mark.parametrize("family", UNETS)
def test_a_replayed_model_draws_the_same_picture(family: str, painters: Painters) -> None:
    painter = painters(family)
    model: Any = painter._parts()[0]
    weighted = replace(asked(family), prompt=replace(asked(family).prompt, dialect=family, text="a (red:1.4) cat"))
    cases = [asked(family), asked(family, 4), asked(family, sampler="heun"), asked(family, text="sea"), weighted]
    wanted = [draw(painter, case) for case in cases]
    with graphs(model):
        found = [draw(painter, case) for case in cases]
        one_row = approved(guidance=1.0)
        before = painter.captures
        draw(painter, one_row)
        assert painter.captures > before
    assert all(map(same, found, wanted))
    texts = {"sd15": 2, "sd2": 1, "sdxl": 2}[family]  # one text or two at a time; one encoder or two
    assert before == 2 + texts, "steps, sampler and prompt make no difference"


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_loras_of_one_build_share_a_graph_and_leave_nothing(family: str, painters: Painters, tmp_path: Path) -> None:
    known: list[ModelInfo] = []
    painter = DiffusersPainter(painters(family).folder, device="cpu", catalogue=lambda: known)
    model: Any = painter._parts()[0]
    for name, seed in (("ink", 0), ("oil", 1)):
        place = saved(tmp_path / f"{name}.safetensors", diffusers(learnt(model, seed=seed)))
        known.append(ModelInfo(name, "lora", place))
    plain, ink, oil = (asked(family, loras=tuple(map(LoraUse, names))) for names in ((), ("ink",), ("oil",)))
    both = asked(family, loras=(LoraUse("oil", -0.5), LoraUse("ink", 0.7)))
    wanted = [draw(painter, case) for case in (plain, ink, oil, both)]
    assert len({image.tobytes() for image in wanted}) == 4
    with graphs(model):
        counts = []
        for case, picture in zip((plain, ink, oil, both, ink, plain), (*wanted, wanted[1], wanted[0]), strict=True):
            assert np.abs(every_number(draw(painter, case)) - every_number(picture)).max() <= 1
            counts.append(painter.captures)
        assert counts[1] == counts[2], "a LoRA of the same build is copied to the same places"
        assert counts[3] == counts[5], "so is one that was there before; without any the graph is the first one"
        assert same(draw(painter, plain), wanted[0])
    assert not any(layer._forward_hooks for layer in model.unet.modules())


def test_places_hold_what_is_copied_there_and_zeros_beside_it() -> None:
    torch.manual_seed(0)
    line, plane = torch.nn.Linear(6, 5), torch.nn.Conv2d(3, 4, 3)

    def lows(rank: int) -> list[tuple[Low, float]]:
        down, up = torch.randn(rank, 3, 3, 3), torch.randn(4, rank, 1, 1)
        return [(Low(line, torch.randn(rank, 6), torch.randn(5, rank), 0.5), 2.0), (Low(plane, down, up, 1.0), 0.5)]

    large, small = lows(7) + lows(5), lows(3) + lows(7)
    assert room_for(large) == room_for(small) == {line: 16, plane: 16}
    assert room_for(lows(3)) == {line: 4, plane: 4}
    slots = Slots(room_for(large), large)
    addresses = [(low.down.data_ptr(), low.up.data_ptr()) for low in slots.lows]
    for given in (large, small):
        slots.fill(len(given[0][0].down), given)
        for low in slots.lows:
            added = [each for each in given if each[0].layer is low.layer]
            wanted = sum(weight * one.scale * one.up.flatten(1) @ one.down.flatten(1) for one, weight in added)
            torch.testing.assert_close(low.up.flatten(1) @ low.down.flatten(1), wanted)
    assert addresses == [(low.down.data_ptr(), low.up.data_ptr()) for low in slots.lows]
