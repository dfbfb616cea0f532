"""Stage ``autoencoder``: 256x256 pictures to 32x32x16 latents and back. It decides how sharp everything will look."""

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.training.starter.feeding import Feeder, Ring
from danqing.training.starter.keeping import rewritten
from danqing.training.starter.pictures import MAX_OBJECTS, SIDE, TRIAL, PicturePool, Pictures
from danqing.training.starter.ranks import LINE_S, Average, Clock, Ranks, adamw, at_rate, learning_rate, mixed
from danqing.training.starter.spotlight import COLUMNS, spotlight

if TYPE_CHECKING:
    import torch
    from diffusers import AutoencoderKL

CHANNELS = 16
"""Of the latents: with 8, faces were lost and colours turned grey."""
CROP = 128
BATCH = 128
PEAK = 8e-4
POOL = 100_000
KL = 2e-6
EDGE = 4.0
LATENT_NOISE = 0.04
WHOLE = 32
"""Whole pictures a step: as many pixels as BATCH crops."""
KEEP_S = 60.0
SPOT = 6.0
"""How much more an object of usual size counts than the ground, where whole pictures are learnt."""


def make() -> "AutoencoderKL":
    """A new autoencoder: factor 8, CHANNELS channels, no attention in the middle (the pictures need none)."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(32, 64, 96, 96),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=CHANNELS,
        norm_num_groups=16,
        mid_block_add_attention=False,
        sample_size=256,
        scaling_factor=1.0,
        force_upcast=False,
    )


class Gallery(Ring):
    """Pictures kept on the device as uint8 (n, 256, 256, 3) with where their objects stand."""

    def __init__(self, size: int, device: "torch.device") -> None:
        import torch

        super().__init__(size, device, [((SIDE, SIDE, 3), torch.uint8), ((MAX_OBJECTS, len(COLUMNS)), torch.float32)])

    def encode(self, images: "torch.Tensor", blocks: list[Pictures]) -> "Sequence[torch.Tensor]":
        """For a feeder: the pictures as they are, and COLUMNS of their objects."""
        import numpy as np
        import torch

        objects = np.concatenate([b.objects[:, :, COLUMNS] for b in blocks])
        return images, torch.from_numpy(objects).to(self.device)

    def batch(self, number: int) -> "torch.Tensor":
        """``number`` whole random pictures as float in [-1, 1], channels last."""
        return self.columns[0][self.sample(number)].permute(0, 3, 1, 2).float().div_(127.5).sub_(1)

    def lit(self, number: int) -> "tuple[torch.Tensor, torch.Tensor]":
        """Whole pictures as ``batch`` gives them, and their spotlight."""
        index = self.sample(number)
        images, objects = (column[index] for column in self.columns)
        return images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1), spotlight(objects, SIDE, SPOT)

    def crops(self, number: int) -> "torch.Tensor":
        """``number`` crops of CROP pixels, three of four around an object: plain ground teaches little.

        Corners lie on multiples of 8, where the latents' cells and the blocks of pixel art begin.
        """
        import torch

        device, index = self.device, self.sample(number)
        images, centres = self.columns
        present, x, y, _ = centres[index].unbind(-1)
        chosen = (present + 1e-3).multinomial(1)
        middle = torch.cat((x.gather(1, chosen), y.gather(1, chosen)), 1) * SIDE
        middle = middle + (torch.rand(number, 2, device=device) - 0.5) * CROP * 0.6
        anywhere = torch.rand(number, 2, device=device) * SIDE
        middle = torch.where(torch.rand(number, 1, device=device) < 0.75, middle, anywhere)
        corner = ((middle - CROP / 2) / 8).round().mul(8).clamp(0, SIDE - CROP).long()
        along = torch.arange(CROP, device=device)
        rows, columns = corner[:, 1:] + along, corner[:, :1] + along
        crops = images[index[:, None, None], rows[:, :, None], columns[:, None, :]]
        return crops.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def loss_of(
    model: "AutoencoderKL", images: "torch.Tensor", frozen: bool = False, light: "torch.Tensor | None" = None
) -> "tuple[torch.Tensor, torch.Tensor]":
    """(loss, mean squared error): absolute error weighted to edges, error of gradients, and a light KL term.

    ``frozen``: the encoder is settled; only what decodes learns, on its mean latents. ``light``: weights by place.
    """
    import torch
    from torch.nn.functional import pad

    posterior = model.encode(images).latent_dist
    latents = posterior.mean.detach() if frozen else posterior.sample()
    latents = latents + LATENT_NOISE * torch.randn_like(latents) * latents.detach().std()
    out = model.decode(latents).sample.float()
    error = (out - images).abs()

    def gradients(x: "torch.Tensor") -> "tuple[torch.Tensor, torch.Tensor]":
        return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]

    with torch.no_grad():
        across, down = gradients(images.mean(1, keepdim=True))
        edges = pad(across.abs(), (0, 1)) + pad(down.abs(), (0, 0, 0, 1))
        weight = 1 + EDGE * torch.nn.functional.max_pool2d(edges, 3, 1, 1).clamp_(max=1)
        if light is None:
            light = torch.ones_like(weight)
        lights = light[..., 1:], light[..., 1:, :]
    sharp = sum(
        ((a - b).abs() * lit).mean() for a, b, lit in zip(gradients(out), gradients(images), lights, strict=True)
    )
    squared = (out - images).pow(2)
    loss = (error * weight * light).mean() + sharp + 2 * (squared * light).mean()
    return (loss if frozen else loss + KL * posterior.kl().mean()), squared.mean().detach()


def whiten(model: "AutoencoderKL", batches: "list[torch.Tensor]") -> None:
    """Folds each latent channel's mean and deviation into the 1x1 convolutions: latents get zero mean, unit variance.

    Without it, channels that tell the styles apart drown beside those that carry brightness.
    """
    import torch

    with torch.no_grad():
        latents = torch.cat([model.encode(b).latent_dist.mean.float() for b in batches])
        mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
        quant, post = model.quant_conv, model.post_quant_conv
        channels = len(mean)
        quant.weight[:channels] /= deviation[:, None, None, None]
        quant.bias[:channels] = (quant.bias[:channels] - mean) / deviation
        quant.bias[channels:] -= 2 * deviation.log()
        post.bias += (post.weight[:, :, 0, 0] * mean[None]).sum(1)
        post.weight *= deviation[None, :, None, None]


def train(
    out: Path, seconds: float, workers: int, seed: int, init: Path | None = None, whole: bool = False, rate: float = 1.0
) -> None:
    """Trains for ``seconds`` and writes the autoencoder's folder to ``out``.

    With ``init`` only the decoder goes on learning: a painter trained on the latents stays valid. ``whole``: all of it
    learns on, on whole pictures with the light on their objects, and the painter has to follow: crops have other
    means and deviations than pictures, and small things came out 0.8 dB worse than in a crop. ``rate``: of the usual.
    """
    ranks, clock = Ranks(), Clock(seconds)
    with PicturePool(workers, seed + 17 * ranks.rank, slots=256 if workers > 1 else 4) as pool:
        import torch
        from diffusers import AutoencoderKL

        device = ranks.open()
        cuda = device.type == "cuda"
        torch.manual_seed(seed)
        model = AutoencoderKL.from_pretrained(init, torch_dtype=torch.float32) if init else make()
        model = model.to(device, memory_format=torch.channels_last)
        frozen = init is not None and not whole
        if frozen:
            model.encoder.requires_grad_(False)
            model.quant_conv.requires_grad_(False)
        ranks.share(model.parameters())
        torch.manual_seed(seed + 1 + ranks.rank)
        learner = _Learner(model, Gallery(POOL if cuda else TRIAL, device), ranks, frozen, whole, out / "vae")
        gallery = learner.gallery
        # Endless on a GPU: fresh pictures replace old ones for as long as the stage runs.
        with Feeder(pool, gallery, gallery.encode, lambda: not cuda and gallery.seen >= TRIAL) as feeder:
            feeder.wait(8_000 if cuda else TRIAL)
            learner.run(clock, rate)
        learner.average.swap()
    if ranks.first:
        batches, size = (40, 32) if cuda else (4, 2)
        if not init:
            whiten(model, [gallery.batch(size) for _ in range(batches)])
        report(model, gallery, 16 if cuda else 1)
        learner.keep(clock)


class _Learner:
    def __init__(
        self, model: "AutoencoderKL", gallery: Gallery, ranks: Ranks, frozen: bool, whole: bool, folder: Path
    ) -> None:
        self.model, self.gallery, self.ranks = model, gallery, ranks
        self.frozen, self.whole, self.folder = frozen, whole, folder
        self.average = Average([model], 0.9995)

    def run(self, clock: Clock, rate: float) -> None:
        """Steps until the clock runs out. What has learnt on is kept at times; a new one must be whitened first."""
        import torch

        cuda = self.gallery.device.type == "cuda"
        learning = [p for p in self.model.parameters() if p.requires_grad]
        step_loss = torch.compile(loss_of) if cuda and not self.frozen else loss_of
        optimiser = adamw(learning, 1e-3, (0.9, 0.98))
        step, peak = 0, (PEAK / 2 if self.frozen else PEAK) * rate
        while (progress := self.ranks.progress(clock)) < 1 or step < 2:
            at_rate(optimiser, learning_rate(progress, step, peak, constant=0.3))
            images, light = self._batch(cuda)
            with mixed(self.gallery.device):
                loss, squared = step_loss(self.model, images, self.frozen, light)
            loss.backward()
            self.ranks.average(learning)
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            self.average.update()
            step += 1
            if self.ranks.first and (clock.due("line", LINE_S) or step == 20):
                decibel = 10 * torch.log10(4 / squared).item()
                figures = f"loss {loss.item():.4f} psnr {decibel:.2f} dB seen {self.gallery.seen}"
                print(f"autoencoder step {step} {clock.elapsed:.0f} s {figures}", flush=True)
            if self.whole and self.ranks.first and clock.due("keep", KEEP_S):
                self.average.swap()
                self.keep(clock)
                self.average.swap()

    def _batch(self, cuda: bool) -> "tuple[torch.Tensor, torch.Tensor | None]":
        if self.whole:
            return self.gallery.lit(WHOLE if cuda else 1)
        return self.gallery.crops(BATCH if cuda else 2), None

    def keep(self, clock: Clock) -> None:
        """Writes the folder with the weights as they are."""
        with rewritten(self.folder, clock.elapsed) as folder:
            copy.deepcopy(self.model).half().save_pretrained(folder, max_shard_size="14MB")


def report(model: "AutoencoderKL", gallery: Gallery, batches: int) -> float:
    """Prints and returns the mean PSNR in dB of plain reconstructions (no noise, fp32)."""
    import torch

    with torch.inference_mode():
        errors = []
        for _ in range(batches):
            images = gallery.batch(32 if batches > 1 else 2)
            latents = model.encode(images).latent_dist.mean
            errors.append((model.decode(latents).sample.clamp(-1, 1) - images).pow(2).mean((1, 2, 3)))
        psnr = 10 * torch.log10(4 / torch.cat(errors))
        spread = latents.std((0, 2, 3)).tolist()
    print(
        f"autoencoder PSNR {psnr.mean().item():.2f} dB, channel deviations {[round(s, 2) for s in spread]}", flush=True
    )
    return psnr.mean().item()
