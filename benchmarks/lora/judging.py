"""A small classifier, trained here, that says whether a picture shows what a lesson teaches."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from benchmarks.lora.lessons import Lesson
from PIL import Image
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from danqing.training.starter.critics import disturbed

SIDE = 128
BATCH = 32
Report = Callable[[str], None]


class Classifier:
    """Learnt from rendered pictures with and without the lesson's thing, a quarter of them through the autoencoder.

    It never sees what a painter drew, neither the base nor the adapted one.
    """

    def __init__(
        self, lesson: Lesson, autoencoder: Any, device: str, pictures: int, epochs: int, report: Report
    ) -> None:
        self._lesson, self._autoencoder, self._device = lesson, autoencoder, device
        torch.manual_seed(1)
        self._network = _network().to(device)
        images, truth = self._rendered(random.Random(101), pictures)
        optimizer = torch.optim.AdamW(self._network.parameters(), 2e-3, weight_decay=1e-2)
        steps = epochs * (len(images) // BATCH)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
        order = np.random.default_rng(1)
        for step in range(steps):
            chosen = torch.from_numpy(order.integers(0, len(images), BATCH))
            seen = disturbed(images[chosen].to(device))
            loss = binary_cross_entropy_with_logits(self._network(seen)[:, 0], truth[chosen].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            if step % 50 == 0:
                report(f"classifier {step}/{steps} loss {loss.item():.3f}")
        self._network.eval()

    def accuracy(self, pictures: int) -> float:
        """Share of right answers on rendered pictures that it was not trained on, half of them with the thing."""
        images, truth = self._rendered(random.Random(202), pictures)
        return float(((self._logits(images) > 0) == truth.bool()).float().mean())

    def share(self, images: "Sequence[Image.Image]") -> float:
        """In how many of the pictures it sees the thing."""
        return float((self._logits(torch.stack([_pixels(image) for image in images])) > 0).float().mean())

    def _logits(self, images: torch.Tensor) -> torch.Tensor:
        with torch.inference_mode():
            parts = [self._network(part.to(self._device))[:, 0].cpu() for part in images.split(BATCH)]
        return torch.cat(parts)

    def _rendered(self, rng: random.Random, number: int) -> tuple[torch.Tensor, torch.Tensor]:
        drawn = [self._lesson.draw(rng, i % 2 == 0) for i in range(number)]
        images = [picture.image for picture in drawn]
        # Two of each eight, one with the thing and one without, as the autoencoder gives them back.
        for start in range(0, number - 1, 8):
            images[start : start + 2] = self._autoencoded(images[start : start + 2])
        truth = torch.tensor([float(picture.shows) for picture in drawn])
        return torch.stack([_pixels(image) for image in images]), truth

    def _autoencoded(self, images: "list[Image.Image]") -> "list[Image.Image]":
        pixels = torch.from_numpy(np.stack([np.asarray(image) for image in images])).permute(0, 3, 1, 2).float()
        with torch.inference_mode():
            latents = self._autoencoder.encode((pixels / 127.5 - 1).to(self._device)).latent_dist.mean
            decoded = self._autoencoder.decode(latents + 0.1 * torch.randn_like(latents)).sample.float().cpu()
        array = decoded.add(1).mul(127.5).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).numpy()
        return [Image.fromarray(row) for row in array]


def _network() -> nn.Module:
    def block(i: int, o: int, stride: int = 2) -> nn.Module:
        return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.SiLU())

    body = nn.Sequential(
        block(3, 24), block(24, 48), block(48, 96), block(96, 96, 1), block(96, 128), block(128, 128, 1)
    )
    return nn.Sequential(body, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(128, 1))


def _pixels(image: Image.Image) -> torch.Tensor:
    small = image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return torch.from_numpy(np.array(small)).permute(2, 0, 1).float() / 127.5 - 1
