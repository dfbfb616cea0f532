"""One process a GPU: start-up, averaging of gradients, and the clock that a stage is given."""

import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


class Ranks:
    """This process's place among its siblings (torchrun's variables; alone where there are none)."""

    def __init__(self) -> None:
        import torch
        import torch.distributed as dist

        self.rank = int(os.environ.get("RANK", "0"))
        self.world = int(os.environ.get("WORLD_SIZE", "1"))
        cuda = torch.cuda.is_available()
        if cuda:
            torch.cuda.set_device(self.rank % torch.cuda.device_count())
            torch.backends.cuda.matmul.allow_tf32 = True
            torch.backends.cudnn.allow_tf32 = True
            torch.backends.cudnn.benchmark = True
        self.device = torch.device("cuda" if cuda else "cpu")
        if self.world > 1:
            dist.init_process_group("nccl" if cuda else "gloo")

    @property
    def first(self) -> bool:
        """Whether this process writes files and reports."""
        return self.rank == 0

    def average(self, parameters: Iterable["torch.nn.Parameter"]) -> None:
        """Replaces each gradient by its mean over all processes."""
        import torch
        import torch.distributed as dist

        if self.world == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(flat)
        flat /= self.world
        for gradient, part in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
            gradient.copy_(part.view_as(gradient))

    def agree(self, value: float) -> float:
        """The first process's value, on every process: so that all stop at the same step."""
        import torch
        import torch.distributed as dist

        if self.world == 1:
            return value
        shared = torch.tensor([value], device=self.device)
        dist.broadcast(shared, 0)
        return float(shared.item())


class Clock:
    """Progress through a stage that is given seconds, not steps: machines differ, a lease does not."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self.seconds = max(seconds, 1e-3)  # none left: the stage does its least and ends

    @property
    def elapsed(self) -> float:
        """Seconds since the stage began."""
        return time.monotonic() - self._start

    @property
    def progress(self) -> float:
        """0 at the start, 1 when the time is up."""
        return min(self.elapsed / self.seconds, 1.0)


def learning_rate(progress: float, step: int, peak: float, warmup: int = 200, constant: float = 0.0) -> float:
    """Linear warm-up over steps, flat until ``constant`` of the time, then a cosine to 2 % of the peak."""
    import math

    tail = max(0.0, (progress - constant) / (1 - constant))
    return peak * min(1.0, (step + 1) / warmup) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * tail)))


class Average:
    """Exponential moving average of a model's parameters, in fp32."""

    def __init__(self, modules: "Iterable[torch.nn.Module]", decay: float) -> None:
        self._parameters = [p for m in modules for p in m.parameters()]
        self._shadow = [p.detach().clone() for p in self._parameters]
        self._decay = decay
        self._steps = 0

    def update(self) -> None:
        """After each optimiser step; the decay grows from zero, so that the start is forgotten."""
        import torch

        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        torch._foreach_lerp_(self._shadow, [p.detach() for p in self._parameters], 1 - decay)

    def swap(self) -> None:
        """Exchanges live and averaged weights; call it twice to go back."""
        import torch

        with torch.no_grad():
            for parameter, shadow in zip(self._parameters, self._shadow, strict=True):
                live = parameter.detach().clone()
                parameter.copy_(shadow)
                shadow.copy_(live)
