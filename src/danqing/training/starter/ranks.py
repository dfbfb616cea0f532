"""One process a GPU: start-up, averaging of gradients, and the clock that a stage is given."""

import math
import os
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

AGREE_STEPS = 10
LINE_S = 12.0
"""A stage under way prints a line this often."""


class Ranks:
    """This process's place among its siblings (torchrun's variables; alone where there are none).

    Made without torch, so that processes can be forked before it is loaded; ``open`` does the rest.
    """

    def __init__(self) -> None:
        self.rank = int(os.environ.get("RANK", "0"))
        self.world = int(os.environ.get("WORLD_SIZE", "1"))
        self._store: Any = None
        self._every, self._asked, self._progress = 1, 0, 0.0

    @property
    def first(self) -> bool:
        """Whether this process writes files and reports."""
        return self.rank == 0

    def open(self) -> "torch.device":
        """Joins the siblings; this process's device."""
        import torch
        import torch.distributed as dist

        cuda = torch.cuda.is_available()
        device = torch.device("cuda", self.rank % torch.cuda.device_count()) if cuda else torch.device("cpu")
        if cuda:
            torch.cuda.set_device(device)
            torch.backends.cuda.matmul.allow_tf32 = True
            torch.backends.cudnn.allow_tf32 = True
            torch.backends.cudnn.benchmark = True
            self._every = AGREE_STEPS
        if self.world > 1:
            place = os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"])
            wait = timedelta(seconds=600)
            self._store = dist.TCPStore(*place, self.world, self.first, wait)  # type: ignore[attr-defined]
            backend = "nccl" if cuda else "gloo"
            dist.init_process_group(backend, store=self._store, rank=self.rank, world_size=self.world)
        return device

    def share(self, parameters: "Iterable[torch.nn.Parameter]") -> None:
        """The first process's weights, on every process. Also shows early whether the siblings hear one another."""
        import torch.distributed as dist

        for parameter in parameters if self.world > 1 else ():
            whole = parameter.detach().contiguous()
            dist.broadcast(whole, 0)
            parameter.detach().copy_(whole)

    def average(self, parameters: "Iterable[torch.nn.Parameter]") -> None:
        """Replaces each gradient by its mean over all processes."""
        import torch
        import torch.distributed as dist

        if self.world == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(flat)
        flat /= self.world
        parts = flat.split([g.numel() for g in gradients])
        torch._foreach_copy_(gradients, [p.view_as(g) for p, g in zip(parts, gradients, strict=True)])

    def progress(self, clock: "Clock") -> float:
        """The first process's clock, on every process, so that all have one learning rate and stop at one step.

        Asked for every tenth step, and never by way of the device, which would have to finish its work first.
        """
        if self._store is None:
            return clock.progress
        if self._asked % self._every == 0:
            key = f"progress {self._asked}"
            if self.first:
                self._store.set(key, str(clock.progress))
            self._progress = float(self._store.get(key))
        self._asked += 1
        return self._progress


class Clock:
    """Progress through a stage that is given seconds, not steps: machines differ, a deadline does not.

    ``before``: seconds that an earlier run has trained; the schedule goes on where that one stood.
    """

    def __init__(self, seconds: float, before: float = 0.0) -> None:
        self._start = time.monotonic()
        self.seconds = max(seconds, 1e-3)  # none left: the stage does its least and ends
        self.before = before
        self._due: dict[str, float] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the stage began."""
        return time.monotonic() - self._start

    @property
    def progress(self) -> float:
        """0 at the start, 1 when the time is up."""
        if self.elapsed >= self.seconds:
            return 1.0
        return (self.before + self.elapsed) / (self.before + self.seconds)

    def rest(self) -> "Clock":
        """A clock for what is left: the schedule begins when set-up is over."""
        return Clock(self.seconds - self.elapsed, self.before)

    def due(self, what: str, every: float) -> bool:
        """True once in so many seconds; the first time after as many."""
        if self.elapsed < self._due.setdefault(what, every):
            return False
        self._due[what] = self.elapsed + every
        return True


def wait_for(path: Path | None) -> None:
    """Returns when ``path`` exists; SystemExit when the process that started this one has gone."""
    parent = os.getppid()
    while path is not None and not path.exists():
        if os.getppid() != parent:
            raise SystemExit(f"nobody is left to make {path}")
        time.sleep(0.1)


def learning_rate(progress: float, step: int, peak: float, warmup: int = 200, constant: float = 0.0) -> float:
    """Linear warm-up over steps, flat until ``constant`` of the time, then a cosine to 2 % of the peak."""
    tail = max(0.0, (progress - constant) / (1 - constant))
    return peak * min(1.0, (step + 1) / warmup) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * tail)))


def adamw(
    parameters: "Iterable[torch.nn.Parameter]", decay: float, betas: tuple[float, float]
) -> "torch.optim.Optimizer":
    """AdamW, on CUDA in one kernel; biases and norms do not decay. The rate is set by ``at_rate`` before each step."""
    import torch

    known = list(parameters)
    groups: list[dict[str, Any]] = [
        {"params": [p for p in known if p.ndim > 1], "weight_decay": decay},
        {"params": [p for p in known if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=betas, fused=known[0].is_cuda)


def at_rate(optimiser: "torch.optim.Optimizer", rate: float) -> None:
    """Sets the learning rate of all groups."""
    for group in optimiser.param_groups:
        group["lr"] = rate


def mixed(device: "torch.device") -> "torch.autocast":
    """bf16 where it is fast: on CUDA. Many processors have no bf16 and take minutes for one step."""
    import torch

    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")


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
