"""Settings of a training: their limits, and the form that checkpoints keep."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from danqing.core.errors import BadInput
from danqing.training.lora.optimising import rate
from danqing.training.lora.recipe import Recipe, recipe_from


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"rank": 0}, "rank"),
        ({"steps": 0}, "steps"),
        ({"lr": 1.0}, "lr"),
        ({"batch": -1}, "batch"),
        ({"resolution": 8192}, "resolution"),
        ({"min_snr": 0.0}, "min_snr"),
        ({"prior_weight": -1.0}, "prior_weight"),
        ({"optimizer": "sgd"}, "optimizer"),
        ({"precision": "int8"}, "precision"),
        ({"trigger": "x" * 81}, "trigger"),
    ],
)
def test_what_cannot_be_is_named(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(BadInput) as raised:
        Recipe(**{"trigger": "sks", **settings}).checked()
    assert raised.value.params["name"] == named
    assert named in raised.value.message("zh")


def test_an_empty_trigger_is_refused() -> None:
    with pytest.raises(BadInput) as raised:
        Recipe("  ").checked()
    assert raised.value.key == "train_trigger_empty"


def test_it_survives_json() -> None:
    recipe = Recipe("sks", min_snr=5.0, class_prompts=("a dog", "一只狗"), checkpointing=True)
    assert recipe_from(json.loads(json.dumps(recipe.as_json()))) == recipe
    assert recipe_from({**recipe.as_json(), "of a later version": 1}) == recipe


def test_what_may_change_when_a_training_goes_on() -> None:
    recipe = Recipe("sks")
    assert recipe.differs_from(replace(recipe, steps=5000, sample_every=10)) is None
    assert recipe.differs_from(replace(recipe, rank=8)) == "rank"


def test_the_learning_rate_warms_up_and_falls() -> None:
    recipe = Recipe("sks", lr=1.0, warmup=9, steps=100)
    rates = [rate(recipe, step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(rates[9])
    assert rates[9] > 0.97
    assert all(later < earlier for earlier, later in pairwise(rates[9:]))
    assert 0.02 < rates[-1] < 0.03
    level = replace(recipe, schedule="constant")
    assert {rate(level, step) for step in range(9, 100)} == {1.0}
