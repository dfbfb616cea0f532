"""The painter's data: latents of drawn pictures with what their prompts say, kept on the device."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from danqing.training.starter.autoencoder import CHANNELS
from danqing.training.starter.feeding import Ring
from danqing.training.starter.pictures import MAX_OBJECTS, Pictures
from danqing.training.starter.ranks import mixed
from danqing.training.starter.spotlight import COLUMNS
from danqing.training.starter.tokens import LENGTH, WordIds

if TYPE_CHECKING:
    import torch
    from diffusers import AutoencoderKL

UNCONDITIONAL = 0.1
LOOSE = 0.12
"""Share of prompts trained without cells, so that a sentence without places is drawn too."""


class Spoken:
    """Captions as ids (n, 2, LENGTH): as they are, and without cells."""

    def __init__(self, words: WordIds) -> None:
        self._words = words

    def __call__(self, captions: list[str]) -> NDArray[np.int64]:
        return np.array([(self._words(c), self._words(re.sub(r" at [a-p ]+", "", c))) for c in captions])


class Latents(Ring):
    """Latents (n, 16, 32, 32) with their prompts' ids and COLUMNS of their objects, kept on the device."""

    def __init__(self, size: int, words: WordIds, device: "torch.device") -> None:
        import torch

        objects = ((MAX_OBJECTS, len(COLUMNS)), torch.float32)
        super().__init__(size, device, [((CHANNELS, 32, 32), torch.bfloat16), ((2, LENGTH), torch.int64), objects])
        self._empty = torch.tensor(words(""), device=device)

    def encoder(self, vae: "AutoencoderKL") -> "Callable[[torch.Tensor, list[Pictures]], Sequence[torch.Tensor]]":
        """For a feeder: pictures through the autoencoder, and their prompts."""
        import torch

        def encode(images: "torch.Tensor", blocks: list[Pictures]) -> "Sequence[torch.Tensor]":
            with mixed(images.device):
                pixels = images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
                latents = vae.encode(pixels).latent_dist.mean
            ids = np.concatenate([b.words for b in blocks if b.words is not None])
            objects = np.concatenate([b.objects[:, :, COLUMNS] for b in blocks])
            return latents, *(torch.from_numpy(rows).to(images.device) for rows in (ids, objects))

        return encode

    def batch(self, number: int) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
        """(latents float, ids, objects): some prompts without cells, some empty."""
        import torch

        latents, ids, objects = (column[index] for index in (self.sample(number),) for column in self.columns)
        chance = torch.rand(number, 1, device=self.device)
        spoken = torch.where(chance < UNCONDITIONAL + LOOSE, ids[:, 1], ids[:, 0])
        spoken = torch.where(chance < UNCONDITIONAL, self._empty, spoken)
        return latents.float().contiguous(memory_format=torch.channels_last), spoken, objects
