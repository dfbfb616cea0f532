"""What is no number any more ends a training, and is never kept."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import torch
import torch.utils.hooks

from danqing.core.errors import BadInput
from danqing.training.lora.opening import Order, look_through, train
from danqing.training.lora.optimising import make_optimizer
from danqing.training.lora.stepping import PATIENCE
from tests.training.lora.steppers import Lesson, lesson
from tests.training.lora.watching import Watch

Make = Callable[..., Order]


def spoil(learnt: Lesson) -> torch.utils.hooks.RemovableHandle:
    """From now on some numbers of one gradient are none."""
    parameter = next(iter(learnt.named.values()))
    hook: torch.utils.hooks.RemovableHandle = parameter.register_hook(
        lambda gradient: gradient.index_fill(0, torch.tensor([0]), torch.nan)
    )
    return hook


def weights(learnt: Lesson) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in learnt.named.values()]


def test_of_gradients_that_are_no_numbers_nothing_is_learnt(order: Make) -> None:
    learnt = lesson(order())
    learnt.stepper.step(0)
    before = weights(learnt)
    spoil(learnt)
    with pytest.raises(BadInput) as raised:
        learnt.stepper.step(1)
    assert (raised.value.key, raised.value.params) == ("train_gradients", {"step": 2})
    assert all(map(torch.equal, before, weights(learnt)))


def test_the_scaler_leaves_such_steps_out_but_not_for_ever(order: Make) -> None:
    learnt = lesson(order())
    learnt.stepper.scaler = torch.amp.GradScaler("cpu")
    learnt.stepper.step(0)
    before = weights(learnt)
    spoil(learnt)
    for number in range(PATIENCE):
        learnt.stepper.step(1 + number)
    assert all(map(torch.equal, before, weights(learnt)))
    assert learnt.stepper.scaler.get_scale() < 1
    with pytest.raises(BadInput) as raised:
        learnt.stepper.step(1 + PATIENCE)
    assert raised.value.key == "train_gradients"


def test_a_step_that_is_learnt_from_ends_the_count(order: Make) -> None:
    learnt = lesson(order())
    learnt.stepper.scaler = torch.amp.GradScaler("cpu")
    for number in (0, PATIENCE + 1):
        spoiling = spoil(learnt)
        for more in range(PATIENCE):
            learnt.stepper.step(number + more)
        spoiling.remove()
        before = weights(learnt)
        learnt.stepper.step(number + PATIENCE)
        assert not all(map(torch.equal, before, weights(learnt)))


@pytest.mark.parametrize("scaled", [False, True])
def test_weights_that_are_no_numbers_end_it(order: Make, scaled: bool) -> None:
    learnt = lesson(order())
    learnt.stepper.scaler = torch.amp.GradScaler("cpu", enabled=scaled)

    def ruin(*_: object) -> None:
        next(iter(learnt.named.values())).data.view(-1)[0] = torch.nan

    learnt.stepper.optimizer.register_step_post_hook(ruin)
    with pytest.raises(BadInput) as raised:
        learnt.stepper.step(0)
    assert raised.value.params == {"step": 1, "optimizer": "adamw"}
    assert raised.value.key == "train_weights"


def test_such_weights_are_not_kept_after_the_last_step_either(order: Make, tmp_path: Path) -> None:
    ready = look_through(order(steps=1))
    hot = replace(ready, recipe=replace(ready.recipe, lr=3e37))  # beyond what an order may ask for
    with pytest.raises(BadInput) as raised:
        list(train(hot))
    assert raised.value.key == "train_weights"
    assert not list((tmp_path / "out").rglob("*.safetensors"))


def test_a_watch_tells_which_gradient_it_was(order: Make) -> None:
    learnt = lesson(order())
    watch = Watch(learnt)
    assert watch.report(1, partial(make_optimizer, "adamw", lr=1e-3)) == ""
    spoil(learnt)
    told = watch.report(1, partial(make_optimizer, "adamw", lr=1e-3))
    first, *rest = learnt.named
    assert f"{first}: gradient is no number" in told
    assert not any(name in told for name in rest)
    assert told.endswith(f"again: {{'cpu': '0 of {len(learnt.named)} are no numbers'}}")


def test_a_watch_tells_which_weights_an_optimiser_ruined(order: Make) -> None:
    learnt = lesson(order())
    watch = Watch(learnt)
    name, parameter = list(learnt.named.items())[1]

    def ruin(*_: object) -> None:
        parameter.data.fill_(torch.nan)

    learnt.stepper.optimizer.register_step_post_hook(ruin)
    told = watch.report(1, partial(make_optimizer, "adamw", lr=1e-3))
    assert told.startswith("train_weights") and f"weights of {name}: float32" in told
    assert "exp_avg_sq torch.float32" in told and "again: {'cpu': '0 of" in told
