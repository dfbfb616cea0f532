"""One step of learning: batches, noise and timesteps by its number, the loss, the gradients, the optimiser."""

import math
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput
from danqing.training.lora.adapter import Adapter
from danqing.training.lora.base import Base
from danqing.training.lora.conditions import Condition, encode
from danqing.training.lora.examples import Batch, Examples
from danqing.training.lora.objective import Objective
from danqing.training.lora.optimising import finite, make_optimizer, rate
from danqing.training.lora.recipe import Recipe

if TYPE_CHECKING:
    import torch

CLIP = 1.0
"""The largest norm of the gradients."""
PATIENCE = 20
"""So many steps in a row may fp16's scaler leave out: its scale has gone from 65536 below 1 by then."""
_PRIOR = 1
_MASK = 2**63 - 1


class Stepper:
    """Learns one step at a time. Nothing but the adapter, the optimiser and fp16's scaler changes from step to step.

    What is no number any more ends the training by BadInput, so that no such weights are ever kept.
    """

    def __init__(
        self, base: Base, adapter: Adapter, recipe: Recipe, examples: Examples, priors: Examples | None
    ) -> None:
        import torch

        self._base, self._adapter, self._recipe = base, adapter, recipe
        self._examples, self._priors = examples, priors
        self._objective = Objective(base.scheduler[1], recipe.min_snr, base.device)
        self._parameters = adapter.parameters()
        self.optimizer = make_optimizer(recipe.optimizer, self._parameters, recipe.lr)
        self.scaler: Any = torch.amp.GradScaler(base.device.type, enabled=base.dtype == torch.float16)
        self._left_out = 0

    def step(self, number: int) -> tuple[float, float]:
        """Step ``number``, from 0: its loss and learning rate. The same number does the same in any process."""
        lr = rate(self._recipe, number)
        for group in self.optimizer.param_groups:
            group["lr"] = lr
        total = 0.0
        for part in range(self._recipe.accumulate):
            index = number * self._recipe.accumulate + part
            total += self._backward(self._examples[index], 2 * index, 1.0)
            if self._priors is not None:
                # Its own backward pass: beside the other one it would take as much memory again.
                total += self._backward(self._priors[index], 2 * index + _PRIOR, self._recipe.prior_weight)
        if not math.isfinite(total) and not self.scaler.is_enabled():  # fp16's scaler leaves such steps out by itself
            raise BadInput("train_diverged", step=number + 1)
        self._learn(number)
        return total / self._recipe.accumulate, lr

    def _learn(self, number: int) -> None:
        """The optimiser's step with the gradients that are there, and their end."""
        import torch

        self.scaler.unscale_(self.optimizer)
        norm = torch.nn.utils.clip_grad_norm_(self._parameters, CLIP)
        self._left_out = 0 if math.isfinite(norm) else self._left_out + 1
        if self._left_out > (PATIENCE if self.scaler.is_enabled() else 0):
            # Clipping has spread them over all gradients, and bitsandbytes would step over some and not over others.
            raise BadInput("train_gradients", step=number + 1)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)
        if not finite(self._parameters):
            raise BadInput("train_weights", step=number + 1, optimizer=self._recipe.optimizer)

    def _backward(self, batch: Batch, index: int, weight: float) -> float:
        """The loss of one batch times ``weight``, its gradients added."""
        import torch

        base = self._base
        generator = torch.Generator("cpu").manual_seed((self._recipe.seed * 1_000_003 + index * 7919 + 17) & _MASK)
        noise = torch.randn(batch.latents.shape, generator=generator).to(base.device)
        steps = torch.randint(self._objective.timesteps, (len(noise),), generator=generator).to(base.device)
        clean = batch.latents.to(base.device)
        with self._mixed():
            predicted = self._predict(batch, self._objective.noisy(clean, noise, steps), steps)
        loss = self._objective.loss(predicted, self._objective.target(clean, noise, steps), steps) * weight
        self.scaler.scale(loss / self._recipe.accumulate).backward()
        return loss.item()

    def _predict(self, batch: Batch, noisy: "torch.Tensor", steps: "torch.Tensor") -> "torch.Tensor":
        base = self._base
        condition = batch.condition or encode(base, batch.captions)
        condition = condition.to(base.device)
        extra = {"added_cond_kwargs": _sizes(condition, batch, base)} if base.kind == "sdxl" else {}
        states = condition.states.to(base.dtype)
        out = base.unet(noisy.to(base.dtype), steps, states, return_dict=False, **extra)[0]
        return out  # type: ignore[no-any-return]

    def _mixed(self) -> AbstractContextManager[Any]:
        import torch

        base = self._base
        return nullcontext() if base.dtype == torch.float32 else torch.autocast(base.device.type, base.dtype)


def _sizes(condition: Condition, batch: Batch, base: Base) -> dict[str, Any]:
    assert condition.pooled is not None
    return {"text_embeds": condition.pooled.to(base.dtype), "time_ids": batch.sizes.to(base.device, base.dtype)}
