"""What an optimiser is given and what it makes of it: where the first thing that is no number came from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch

from danqing.core.errors import BadInput
from tests.training.lora.steppers import Lesson

Make = Callable[[list[torch.nn.Parameter]], torch.optim.Optimizer]


@dataclass
class Watch:
    """Watches a lesson. ``odd``: gradients by name that are no numbers, or lie otherwise than their parameter."""

    learnt: Lesson
    odd: dict[str, str] = field(default_factory=dict)
    given: list[list[torch.Tensor]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = [p.detach().clone() for p in self.learnt.named.values()]
        for name, parameter in self.learnt.named.items():
            parameter.register_post_accumulate_grad_hook(lambda p, name=name: self._look(name, p))
        self.learnt.stepper.optimizer.register_step_pre_hook(lambda *_: self._keep())

    def report(self, steps: int, make: Make) -> str:
        """Nothing where ``steps`` steps went well; else what is odd, and whether ``make``'s does it again by itself."""
        try:
            for number in range(steps):
                self.learnt.stepper.step(number)
        except BadInput as error:
            lines = [f"{error.key} {error.params}"]
            state = self.learnt.stepper.optimizer.state
            for name, parameter in self.learnt.named.items():
                if not bool(parameter.isfinite().all()):
                    lines.append(f"weights of {name}: {_described(parameter)}; {_states(state[parameter])}")
            again = {device: self._again(make, device) for device in {self.start[0].device.type, "cpu"}}
            return "\n".join([*lines, *(f"{name}: {what}" for name, what in self.odd.items()), f"again: {again}"])
        return "\n".join(f"{name}: {what}" for name, what in self.odd.items())

    def _look(self, name: str, parameter: torch.Tensor) -> None:
        """Before clipping, which spreads them."""
        gradient = parameter.grad
        assert gradient is not None
        alike = gradient.is_contiguous() == parameter.is_contiguous() and gradient.dtype == parameter.dtype
        if not alike or gradient.is_inference():  # strides of sides of 1 do not count
            self.odd.setdefault(name, f"gradient {_described(gradient)} of {_described(parameter)}")
        if not bool(gradient.isfinite().all()):
            self.odd.setdefault(name, f"gradient is no number in {int((~gradient.isfinite()).sum())} places")
        if gradient.is_cuda and torch.cuda.current_stream() != torch.cuda.default_stream():
            self.odd.setdefault(name, "computed in a stream of its own")

    def _keep(self) -> None:
        gradients = [p.grad for p in self.learnt.named.values()]
        self.given.append([g.detach().clone() for g in gradients if g is not None])

    def _again(self, make: Make, device: str) -> str:
        """The same gradients, put to the same weights by a new optimiser, waited for before each step."""
        parameters = [torch.nn.Parameter(p.to(device)) for p in self.start]
        try:
            optimizer = make(parameters)
            for gradients in self.given:
                for parameter, gradient in zip(parameters, gradients, strict=True):
                    parameter.grad = gradient.to(device)
                if device == "cuda":
                    torch.cuda.synchronize()
                optimizer.step()
        except (BadInput, RuntimeError, NotImplementedError) as error:  # 8 bits without a card
            return f"not run, {error!r}"
        return f"{sum(not bool(p.isfinite().all()) for p in parameters)} of {len(parameters)} are no numbers"


def _described(tensor: torch.Tensor) -> str:
    kind = str(tensor.dtype).removeprefix("torch.")
    return f"{kind} {tuple(tensor.shape)} by {tensor.stride()} from {tensor.storage_offset()}"


def _states(state: dict[str, Any]) -> str:
    tensors = {name: value for name, value in state.items() if isinstance(value, torch.Tensor) and value.ndim}
    return ", ".join(f"{n} {v.dtype}{'' if v.isfinite().all() else ' no numbers'}" for n, v in tensors.items())
