"""The optimiser's state as plain tensors."""

from typing import Any

import pytest
import torch
from safetensors.torch import load, save

from danqing.core.errors import BadInput
from danqing.training.lora.optimising import make_optimizer, restore, state_tensors


class Nested(torch.optim.SGD):
    """An optimiser whose state holds numbers, and tensors one level deeper, as that of bitsandbytes."""

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.state.clear()
        self.state.update(state_dict["state"])

    def state_dict(self) -> dict[str, Any]:
        return {"state": dict(self.state), "param_groups": []}


def stepped(optimizer: torch.optim.Optimizer, parameter: torch.nn.Parameter, times: int) -> None:
    for i in range(times):
        parameter.grad = torch.full_like(parameter, 0.1 * (i + 1))
        optimizer.step()


def test_adamw_goes_on_exactly() -> None:
    one, other = (torch.nn.Parameter(torch.ones(3)) for _ in range(2))
    whole = make_optimizer("adamw", [one], 0.1)
    stepped(whole, one, 3)
    kept = load(save(state_tensors(whole)))
    assert set(kept) == {"0.step", "0.exp_avg", "0.exp_avg_sq"}
    other.data.copy_(one.data)
    resumed = make_optimizer("adamw", [other], 0.1)
    restore(resumed, kept)
    stepped(whole, one, 2)
    stepped(resumed, other, 2)
    assert torch.equal(one, other)


def test_numbers_and_deeper_tensors_survive() -> None:
    parameter = torch.nn.Parameter(torch.ones(3))
    optimizer = Nested([parameter], 0.1)
    state: Any = {0: {"step": 7, "quantised": {"state1": torch.arange(3, dtype=torch.uint8)}}}
    optimizer.load_state_dict({"state": state})
    again = Nested([parameter], 0.1)
    restore(again, load(save(state_tensors(optimizer))))
    entry: Any = dict(again.state)[0]  # type: ignore[index]
    assert entry["step"] == 7 and isinstance(entry["step"], int)
    assert torch.equal(entry["quantised"]["state1"], torch.arange(3, dtype=torch.uint8))


def test_8_bits_need_a_card() -> None:
    with pytest.raises(BadInput) as raised:
        make_optimizer("adamw8bit", [torch.nn.Parameter(torch.ones(3))], 0.1)
    assert raised.value.key == "train_8bit_device"
