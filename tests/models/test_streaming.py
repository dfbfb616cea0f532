"""Layers through a window compute what they would compute if all were there."""

import pytest
import torch

from danqing.models.memory.arena import Arena
from danqing.models.memory.streaming import Window, groups

WIDTH = 64
LAYER = WIDTH * WIDTH * 4


def network(layers: int = 12) -> torch.nn.Module:
    torch.manual_seed(0)
    blocks = [torch.nn.Sequential(torch.nn.Linear(WIDTH, WIDTH), torch.nn.Tanh()) for _ in range(layers)]
    return torch.nn.Sequential(torch.nn.Sequential(*blocks), torch.nn.Linear(WIDTH, WIDTH)).eval()


def test_a_network_in_a_window_of_three_layers() -> None:
    model, shown = network(), torch.randn(2, WIDTH)
    with torch.inference_mode():
        wanted = model(shown)
    arena = Arena(torch.device("cpu"), 4 * LAYER)
    window = Window(arena)
    parts = list(groups(model, LAYER + 1024))
    assert len(parts) == 13
    assert all(window.take(str(number), part) for number, part in enumerate(parts))
    for _ in range(3):
        with torch.inference_mode():
            assert torch.equal(model(shown), wanted)
    assert arena.ring.used <= 4 * LAYER
    assert arena.copied > 2 * 9 * LAYER


def test_what_comes_next_is_there_before_it_is_called() -> None:
    model, shown = network(), torch.randn(1, WIDTH)
    arena = Arena(torch.device("cpu"), 4 * LAYER)
    window = Window(arena)
    parts = list(groups(model, LAYER + 1024))
    there: list[bool] = []
    for number, part in enumerate(parts):
        window.take(str(number), part)
        part.register_forward_pre_hook(lambda *_, name=str(number): there.append(not arena.ring.missing(name)))
    for _ in range(3):
        with torch.inference_mode():
            model(shown)
    assert all(there[2 * len(parts) + 1 :]), "once the order is known"


@pytest.mark.parametrize("most", [1, LAYER, 10**9])
def test_groups_hold_everything_once(most: int) -> None:
    model = network(3)
    held = [id(tensor) for group in groups(model, most) for tensor in group.parameters()]
    assert sorted(held) == sorted(map(id, model.parameters()))


def test_a_layer_that_the_window_cannot_hold_stays_where_it_is() -> None:
    assert not Window(Arena(torch.device("cpu"), 1024)).take("large", torch.nn.Linear(WIDTH, WIDTH))
