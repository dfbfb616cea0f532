"""What is learnt, against diffusers' own samplers."""

from typing import Any

import pytest
import torch
from diffusers import DDPMScheduler

from danqing.core.errors import BadInput
from danqing.training.lora.objective import Objective

SETTINGS: dict[str, Any] = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
CPU = torch.device("cpu")


@pytest.mark.parametrize("zero_snr", [False, True])
def test_noise_and_velocity_are_those_of_diffusers(zero_snr: bool) -> None:
    settings = {**SETTINGS, "rescale_betas_zero_snr": zero_snr, "prediction_type": "v_prediction"}
    theirs = DDPMScheduler(**settings)
    ours = Objective({**settings, "timestep_spacing": "trailing", "_class_name": "DDIMScheduler"}, None, CPU)
    clean, noise, steps = torch.randn(4, 4, 8, 8), torch.randn(4, 4, 8, 8), torch.tensor([0, 300, 700, 999])
    assert torch.allclose(ours.noisy(clean, noise, steps), theirs.add_noise(clean, noise, steps), atol=1e-6)
    assert torch.allclose(ours.target(clean, noise, steps), theirs.get_velocity(clean, noise, steps), atol=1e-6)


def test_epsilon_is_the_noise() -> None:
    objective = Objective(SETTINGS, None, CPU)
    noise = torch.randn(2, 4, 8, 8)
    assert torch.equal(objective.target(torch.randn(2, 4, 8, 8), noise, torch.tensor([1, 2])), noise)
    assert objective.loss(noise, noise, torch.tensor([1, 2])).item() == 0


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_min_snr_weighs_what_is_nearly_clean_less(prediction: str) -> None:
    settings = {**SETTINGS, "prediction_type": prediction, "rescale_betas_zero_snr": True}
    steps = torch.tensor([0, 500, 999])
    weights = Objective(settings, 5.0, CPU).weights(steps)
    assert torch.isfinite(weights).all()
    assert weights[0] < 0.05
    assert weights[2].item() == pytest.approx(1.0 if prediction == "epsilon" else 0.0, abs=1e-6)
    assert torch.equal(Objective(settings, None, CPU).weights(steps), torch.ones(3))


def test_other_predictions_are_refused() -> None:
    with pytest.raises(BadInput) as raised:
        Objective({**SETTINGS, "prediction_type": "sample"}, None, CPU)
    assert "sample" in raised.value.message("zh")
