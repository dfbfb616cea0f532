"""What is learnt: noise or velocity, with the model's own noise schedule, weighed by the signal where asked for."""

from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput

if TYPE_CHECKING:
    import torch

PREDICTIONS = ("epsilon", "v_prediction")


class Objective:
    """The loss of a prediction, by the settings of the model's sampler; a zero terminal SNR is honoured."""

    def __init__(self, scheduler: dict[str, Any], min_snr: float | None, device: "torch.device") -> None:
        from diffusers import DDPMScheduler

        self.prediction = str(scheduler.get("prediction_type", "epsilon"))
        if self.prediction not in PREDICTIONS:
            raise BadInput("train_prediction", prediction=self.prediction)
        known = ("num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "prediction_type")
        settings = {name: scheduler[name] for name in (*known, "rescale_betas_zero_snr") if name in scheduler}
        alphas = DDPMScheduler(**settings).alphas_cumprod.to(device)
        self.timesteps = len(alphas)
        self._signal, self._noise = alphas.sqrt(), (1 - alphas).sqrt()
        self._min_snr = min_snr

    def noisy(self, clean: "torch.Tensor", noise: "torch.Tensor", steps: "torch.Tensor") -> "torch.Tensor":
        """Latents with so much noise as each row's timestep has."""
        return _rows(self._signal, steps) * clean + _rows(self._noise, steps) * noise

    def target(self, clean: "torch.Tensor", noise: "torch.Tensor", steps: "torch.Tensor") -> "torch.Tensor":
        """What the UNet should have said."""
        if self.prediction == "epsilon":
            return noise
        return _rows(self._signal, steps) * noise - _rows(self._noise, steps) * clean

    def loss(self, predicted: "torch.Tensor", target: "torch.Tensor", steps: "torch.Tensor") -> "torch.Tensor":
        """Mean squared error of the batch, a number."""
        errors = (predicted.float() - target.float()).pow(2).mean(dim=(1, 2, 3))
        mean: torch.Tensor = (errors * self.weights(steps)).mean()
        return mean

    def weights(self, steps: "torch.Tensor") -> "torch.Tensor":
        """Min-SNR weights (Hang et al. 2023): all 1 without gamma. Without signal epsilon weighs 1, velocity 0."""
        import torch

        if self._min_snr is None:
            return torch.ones_like(steps, dtype=torch.float32)
        snr = (self._signal[steps] / self._noise[steps]).pow(2)
        capped: torch.Tensor = snr.clamp(max=self._min_snr)
        if self.prediction == "v_prediction":
            weighed: torch.Tensor = capped / (snr + 1)
            return weighed
        return torch.where(snr > 0, capped / snr.clamp(min=1e-12), torch.ones_like(snr))


def _rows(values: "torch.Tensor", steps: "torch.Tensor") -> "torch.Tensor":
    return values[steps][:, None, None, None]
