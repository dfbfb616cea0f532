"""The optimiser and the course of its learning rate; its state as plain tensors, to be kept without pickles."""

import math
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput
from danqing.training.lora.recipe import Optimizer, Recipe, Schedule

if TYPE_CHECKING:
    import torch


def make_optimizer(kind: Optimizer, parameters: "list[torch.nn.Parameter]", lr: float) -> "torch.optim.Optimizer":
    """AdamW; ``adamw8bit`` keeps its moments in 8 bits and needs bitsandbytes and an NVIDIA card.

    bitsandbytes launches its kernels on CUDA's default stream whatever stream is current: a training works there.
    """
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


def finite(parameters: "list[torch.nn.Parameter]") -> bool:
    """Whether all that stands in them is numbers (whose norm float32 holds): a card is waited for once."""
    import torch

    return math.isfinite(torch.nn.utils.get_total_norm([p.detach() for p in parameters]))


_NUMBER = "#"
"""Ends the name of what is a plain number, not a tensor, in the optimiser's state."""


def state_tensors(optimizer: "torch.optim.Optimizer") -> "dict[str, torch.Tensor]":
    """``3.exp_avg`` and so on: the number of a parameter and what is kept of it; bitsandbytes nests deeper."""
    out: dict[str, torch.Tensor] = {}
    _flatten(optimizer.state_dict()["state"], "", out)
    return out


def restore(optimizer: "torch.optim.Optimizer", tensors: "dict[str, torch.Tensor]") -> None:
    """The inverse of ``state_tensors``, into an optimiser of the same parameters."""
    state: dict[Any, Any] = {}
    for key, tensor in tensors.items():
        number, *path, name = key.split(".")
        place = state.setdefault(int(number), {})
        for part in path:
            place = place.setdefault(part, {})
        place[name.removesuffix(_NUMBER)] = tensor.item() if name.endswith(_NUMBER) else tensor
    optimizer.load_state_dict({**optimizer.state_dict(), "state": state})


def _flatten(value: Any, name: str, out: "dict[str, torch.Tensor]") -> None:
    import torch

    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{name}.{key}" if name else str(key), out)
    elif isinstance(value, torch.Tensor):
        out[name] = value.detach().cpu().clone()
    else:
        out[name + _NUMBER] = torch.tensor(value)
