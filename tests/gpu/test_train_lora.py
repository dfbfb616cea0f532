"""Training an adapter on a card: half precision, going on, 8-bit moments, and what memory is held."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch

from danqing.training.lora.events import Begun, Ended, Event, Sampled, Stepped
from danqing.training.lora.opening import Order, look_through, train
from tests.training.lora.conftest import order, pictures, small_sd, small_sdxl
from tests.training.lora.steppers import lesson
from tests.training.lora.watching import Watch

__all__ = ["order", "pictures", "small_sd", "small_sdxl"]

Make = Callable[..., Order]


def events(asked: Order, **more: Any) -> list[Event]:
    """All of a training's, on the card."""
    return list(train(look_through(replace(asked, device="cuda")), **more))


@pytest.mark.parametrize(("precision", "dtype"), [("bf16", "bfloat16"), ("fp16", "float16"), ("fp32", "float32")])
@pytest.mark.parametrize("name", ["small_sd", "small_sdxl"])
def test_every_precision(
    order: Make,
    name: str,
    precision: str,
    dtype: str,
    request: pytest.FixtureRequest,
) -> None:
    model = request.getfixturevalue(name)
    told = events(order(model=model, steps=8, precision=precision, sample_every=8, text_encoder=True))
    begun = next(event for event in told if isinstance(event, Begun))
    assert (begun.precision, begun.device) == (dtype, "cuda:0")
    assert all(math.isfinite(event.loss) for event in told if isinstance(event, Stepped))
    assert any(isinstance(event, Sampled) for event in told)
    ended = told[-1]
    assert isinstance(ended, Ended) and ended.peak_bytes > 0


def test_fp16_goes_on_with_its_scale(order: Make, tmp_path: Path) -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 6 + 3

    events(order(steps=6, precision="fp16"), stop=stop)
    resumed = look_through(replace(order(steps=6, precision="fp16", resume=True), device="cuda"))
    assert resumed.checkpoint is not None and resumed.checkpoint.scaler["scale"] > 1
    told = list(train(resumed))
    assert [event.step for event in told if isinstance(event, Stepped)] == [4, 5, 6]


def test_moments_of_8_bits(order: Make, tmp_path: Path) -> None:
    pytest.importorskip("bitsandbytes")
    settings: dict[str, Any] = {"optimizer": "adamw8bit", "rank": 64, "layers": "all"}
    events(order(steps=4, **settings))
    told = events(order(steps=6, resume=True, **settings))
    losses = [event.loss for event in told if isinstance(event, Stepped)]
    assert len(losses) == 2 and all(map(math.isfinite, losses))


@pytest.mark.parametrize("checkpointing", [True, False])
@pytest.mark.parametrize("layers", ["all", "attention"])
@pytest.mark.parametrize("precision", ["bf16", "fp32"])
@pytest.mark.parametrize("kind", ["torch", "AdamW", "AdamW8bit"])
def test_what_is_learnt_stays_numbers(order: Make, kind: str, precision: str, layers: str, checkpointing: bool) -> None:
    """Says which gradient or weight was none, how it lies, and whether the optimiser by itself does it again.

    ``torch`` fails too: the gradients. bf16 alone: mixed precision. ``all`` alone: convolutions. ``AdamW`` of
    bitsandbytes too: its 32-bit kernel, which it has for all below 4096 numbers. Not ``again`` on the card: it was
    not waited for; again there and not on the CPU: its kernel.
    """
    bitsandbytes = pytest.importorskip("bitsandbytes")
    settings = {"precision": precision, "layers": layers, "checkpointing": checkpointing}
    learnt = lesson(replace(order(rank=64, lr=1e-3, **settings), device="cuda"))
    made = torch.optim.AdamW if kind == "torch" else getattr(bitsandbytes.optim, kind)
    make = partial(made, lr=1e-3, betas=(0.9, 0.999), weight_decay=1e-2)
    learnt.stepper.optimizer = make(list(learnt.named.values()))
    assert Watch(learnt).report(8, make) == ""
