"""What a training step reads: latents and embeddings of every picture, computed once; and which of them come when."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danqing.training.lora.base import Base, exact_autoencoder
from danqing.training.lora.conditions import Condition, encode, joined, size_ids
from danqing.training.lora.dataset import Photo, Size, fitted, open_picture

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Example:
    """One picture on the CPU. ``latents`` (channels, height / 8, width / 8) float32; ``sizes``: SDXL's six numbers."""

    latents: "torch.Tensor"
    caption: str
    size: Size
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures of one size. ``condition`` is None where the text encoders learn: then ``captions`` are read anew."""

    latents: "torch.Tensor"
    captions: tuple[str, ...]
    condition: Condition | None
    sizes: "torch.Tensor"


class Examples:
    """Batches in an order that the seed decides: the same number of a batch gives the same one, in any process."""

    def __init__(self, examples: Sequence[Example], texts: dict[str, Condition], batch: int, seed: int) -> None:
        self._examples, self._texts, self._batch, self._seed = examples, texts, batch, seed
        self._epoch: tuple[int, list[list[int]]] = (-1, [])
        self._length = len(self._order(0))

    @property
    def sizes(self) -> tuple[Size, ...]:
        """Those in use."""
        return tuple(sorted({example.size for example in self._examples}))

    def __getitem__(self, number: int) -> Batch:
        """Batch ``number`` of an endless row: every picture once an epoch, each batch of one size."""
        import torch

        chosen = [self._examples[i] for i in self._order(number // self._length)[number % self._length]]
        condition = joined([self._texts[e.caption] for e in chosen]) if self._texts else None
        sizes = torch.tensor([e.sizes for e in chosen])
        return Batch(torch.stack([e.latents for e in chosen]), tuple(e.caption for e in chosen), condition, sizes)

    def _order(self, epoch: int) -> list[list[int]]:
        if self._epoch[0] == epoch:
            return self._epoch[1]
        rng = random.Random(f"{self._seed} {epoch}")
        numbers = list(range(len(self._examples)))
        rng.shuffle(numbers)
        groups: dict[Size, list[int]] = {}
        for i in numbers:
            groups.setdefault(self._examples[i].size, []).append(i)
        batches = []
        for group in groups.values():
            # The last batch of a size is filled up from its beginning, so that all steps weigh alike.
            padded = group + [group[i % len(group)] for i in range(-len(group) % self._batch)]
            batches += [padded[i : i + self._batch] for i in range(0, len(padded), self._batch)]
        rng.shuffle(batches)
        self._epoch = (epoch, batches)
        return batches


def encode_photos(base: Base, photos: Sequence[Photo], flip: bool) -> Iterator[list[Example]]:
    """One picture after the other through the autoencoder, its mean as latents; its mirror image too with ``flip``."""
    vae = exact_autoencoder(base)
    for photo in photos:
        image, corner = fitted(open_picture(photo.path), photo.size)
        pixels = _pixels(image).to(base.device)
        sizes = size_ids(photo.original, corner, photo.size)
        views = (pixels, pixels.flip(-1)) if flip else (pixels,)
        yield [Example(_latents(vae, view), photo.caption, photo.size, sizes) for view in views]
    vae.to("cpu")


def _latents(vae: Any, pixels: "torch.Tensor") -> "torch.Tensor":
    import torch

    with torch.no_grad():
        mean = vae.encode(pixels).latent_dist.mean
    scaled: torch.Tensor = (mean - (getattr(vae.config, "shift_factor", None) or 0.0)) * vae.config.scaling_factor
    return scaled[0].float().cpu()


def encode_captions(base: Base, captions: Sequence[str]) -> dict[str, Condition]:
    """The embeddings of every caption, on the CPU; the text encoders are there again afterwards."""
    import torch

    for _, model in base.texts:
        model.to(base.device)
    with torch.no_grad():
        out = {caption: encode(base, [caption]).to(torch.device("cpu")) for caption in dict.fromkeys(captions)}
    for _, model in base.texts:
        model.to("cpu")
    return out


def _pixels(image: object) -> "torch.Tensor":
    import numpy as np
    import torch

    return torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() / 127.5 - 1
