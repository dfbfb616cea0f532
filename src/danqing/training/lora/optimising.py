"""The optimiser and the course of its learning rate; its state as plain tensors, to be kept without pickles."""

import math
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput
from danqing.training.lora.recipe import Optimizer, Recipe, Schedule

if TYPE_CHECKING:
    import torch


def make_optimizer(kind: Optimizer, parameters: "list[torch.nn.Parameter]", lr: float) -> "torch.optim.Optimizer":
    """AdamW; ``adamw8bit`` keeps its moments in 8 bits and needs bitsandbytes and an NVIDIA card."""
    import torch

    settings: dict[str, Any] = {"lr": lr, "betas": (0.9, 0.999), "weight_decay": 1e-2}
    if kind == "adamw":
        return torch.optim.AdamW(parameters, **settings)
    if parameters[0].device.type != "cuda":
        raise BadInput("train_8bit_device", device=parameters[0].device.type)
    try:
        from bitsandbytes.optim import AdamW8bit
    except ImportError as error:
        raise BadInput("train_8bit_missing") from error
    made: torch.optim.Optimizer = AdamW8bit(parameters, **settings)
    return made


def rate(recipe: Recipe, step: int) -> float:
    """The learning rate of step ``step`` (from 0): a linear warm-up, then level, or down along half a cosine."""
    warm = min(1.0, (step + 1) / (recipe.warmup + 1))
    return recipe.lr * warm * _course(recipe.schedule, step / max(1, recipe.steps))


def _course(schedule: Schedule, progress: float) -> float:
    if schedule == "constant":
        return 1.0
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


def state_tensors(optimizer: "torch.optim.Optimizer") -> "dict[str, torch.Tensor]":
    """``3.exp_avg`` and so on: the number of a parameter and what is kept of it."""
    import torch

    return {
        f"{number}.{name}": torch.as_tensor(value).detach().cpu().contiguous()
        for number, entry in optimizer.state_dict()["state"].items()
        for name, value in entry.items()
    }


def restore(optimizer: "torch.optim.Optimizer", tensors: "dict[str, torch.Tensor]") -> None:
    """The inverse of ``state_tensors``, into an optimiser of the same parameters."""
    state: dict[int, dict[str, Any]] = {}
    for key, tensor in tensors.items():
        number, _, name = key.partition(".")
        state.setdefault(int(number), {})[name] = tensor
    whole = optimizer.state_dict()
    optimizer.load_state_dict({**whole, "state": state})
