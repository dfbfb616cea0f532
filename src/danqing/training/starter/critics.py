"""Stage ``critic``: one critic for tuning and the product, one with another seed and width for final figures only."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.domain import STARTER
from danqing.training.starter.feeding import Feeder, Ring
from danqing.training.starter.keeping import rewritten
from danqing.training.starter.pictures import MAX_OBJECTS, SIDE, TRIAL, PicturePool, Pictures
from danqing.training.starter.ranks import LINE_S, Average, Clock, Ranks, adamw, at_rate, learning_rate, mixed, wait_for
from danqing.vision.critic import GRID, make_network

if TYPE_CHECKING:
    import torch
    from diffusers import AutoencoderKL

BATCH = 192
PEAK = 2e-3
POOL = 160_000
"""Pictures drawn and sent through the autoencoder; then all of the device is the critic's."""
KINDS, COLOURS = len(STARTER.kinds), len(STARTER.colours)
BACKGROUNDS = len(STARTER.backgrounds)


class _Gallery(Ring):
    """Pictures on the device with their truth, half of them as the autoencoder gives them back."""

    def __init__(self, size: int, device: "torch.device", vae: "AutoencoderKL | None") -> None:
        import torch

        columns = [((SIDE, SIDE, 3), torch.uint8), ((MAX_OBJECTS, 6), torch.float32), ((2,), torch.int64)]
        super().__init__(size, device, columns)
        self._vae = vae

    def encode(self, images: "torch.Tensor", blocks: list[Pictures]) -> "Sequence[torch.Tensor]":
        """For a feeder. Once a picture, not once a step: the autoencoder costs more than the critic."""
        import numpy as np
        import torch

        half = len(images) // 2
        if self._vae is not None:
            with mixed(images.device):
                pixels = images[:half].permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
                latents = self._vae.encode(pixels).latent_dist.mean.float()
                noise = torch.rand(half, 1, 1, 1, device=images.device) * 0.15 * torch.randn_like(latents)
                decoded = self._vae.decode(latents + noise).sample.float()
            seen = decoded.add(1).mul_(127.5).round_().clamp_(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
            images = torch.cat((seen, images[half:]))
        truth = (np.concatenate([getattr(b, name) for b in blocks]) for name in ("objects", "setting"))
        return images, *(torch.from_numpy(rows).to(images.device) for rows in truth)

    def batch(self, number: int) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
        """Pictures as float in [-1, 1], disturbed, channels last, and their truth."""
        images, objects, setting = (c[index] for index in (self.sample(number),) for c in self.columns)
        return disturbed(images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)), objects, setting


def disturbed(images: "torch.Tensor") -> "torch.Tensor":
    """What a painter may do to a picture without changing what it shows: blur, noise, a shift of tone."""
    import torch
    from torch.nn.functional import interpolate

    n, device = len(images), images.device
    small = interpolate(images, scale_factor=0.5, mode="area")
    blurred = interpolate(small, size=images.shape[-2:], mode="bilinear")
    share = torch.rand(n, 1, 1, 1, device=device) * (torch.rand(n, 1, 1, 1, device=device) < 0.5)
    images = torch.lerp(images, blurred, share)
    gain = 1 + 0.06 * torch.randn(n, 1, 1, 1, device=device)
    tone = 0.03 * torch.randn(n, 3, 1, 1, device=device)
    noise = 0.06 * torch.rand(n, 1, 1, 1, device=device) * torch.randn_like(images)
    return (images * gain + tone + noise).clamp(-1, 1)


def targets(objects: "torch.Tensor") -> "tuple[torch.Tensor, torch.Tensor]":
    """Heat (n, kinds, 32, 32) with a Gaussian a kind, and for each object row the flat index of its cell (n, 12)."""
    import torch

    device = objects.device
    present, kind, x, y, extent = (objects[..., i] for i in (0, 1, 3, 4, 5))
    column = (x * GRID).long().clamp(0, GRID - 1)
    row = (y * GRID).long().clamp(0, GRID - 1)
    axis = torch.arange(GRID, device=device) + 0.5
    sigma = (extent * GRID * 0.12).clamp(min=0.5)[..., None]
    across = torch.exp(-((axis - (column + 0.5)[..., None]) ** 2) / (2 * sigma**2))
    down = torch.exp(-((axis - (row + 0.5)[..., None]) ** 2) / (2 * sigma**2))
    spots = down[..., :, None] * across[..., None, :] * present[..., None, None]
    heat = torch.zeros(len(objects), KINDS, GRID, GRID, device=device)
    index = kind.long()[..., None, None].expand(-1, -1, GRID, GRID)
    heat.scatter_reduce_(1, index, spots, "amax")
    return heat, row * GRID + column


def loss_of(
    out: "torch.Tensor", setting: "torch.Tensor", objects: "torch.Tensor", truth: "torch.Tensor"
) -> "torch.Tensor":
    """Focal loss of the heat (CornerNet's), and at the centres: colour, offset, log extent; and the setting."""
    import torch
    from torch.nn.functional import cross_entropy, logsigmoid, smooth_l1_loss

    heat, cells = targets(objects)
    logits = out[:, :KINDS]
    chance = logits.sigmoid()
    hit = (heat > 0.999).float()
    gain = hit * (1 - chance) ** 2 * logsigmoid(logits) + (1 - hit) * (1 - heat) ** 4 * chance**2 * logsigmoid(-logits)
    present = objects[..., 0] > 0.5
    focal = -gain.sum() / present.sum().clamp(min=1)
    at = (
        out[:, KINDS:]
        .flatten(2)
        .gather(2, cells[:, None].expand(-1, out.shape[1] - KINDS, -1))
        .transpose(1, 2)[present]
    )
    rows = objects[present]
    colour = cross_entropy(at[:, :COLOURS], rows[:, 2].long())
    x, y = rows[:, 3] * GRID, rows[:, 4] * GRID
    offset = torch.stack((x - x.floor() - 0.5, y - y.floor() - 0.5), 1)
    place = smooth_l1_loss(at[:, COLOURS : COLOURS + 2], offset) + smooth_l1_loss(at[:, -1], rows[:, 5].log())
    scene = cross_entropy(setting[:, :BACKGROUNDS], truth[:, 0]) + cross_entropy(setting[:, BACKGROUNDS:], truth[:, 1])
    return focal + colour + place + 0.5 * scene


def train(
    out: Path,
    seconds: float,
    workers: int,
    seed: int,
    width: int,
    vae_folder: Path | None = None,
    init: Path | None = None,
    wait: Path | None = None,
) -> None:
    """Trains one critic on all kind-colour pairs; half of the pictures through the autoencoder where one is given."""
    clock = Clock(seconds)
    number = seed + 77 * (init is not None)
    with PicturePool(workers, number, pairs="all", slots=256 if workers > 2 else 4) as pool:
        import torch
        from diffusers import AutoencoderKL
        from safetensors.torch import load_file, save_file

        device = Ranks().open()
        cuda = device.type == "cuda"
        torch.manual_seed(seed)
        network = make_network(width).to(device)
        if init:
            known = load_file(init / "critic.safetensors")
            network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in known.items()})
        wait_for(wait)
        vae = AutoencoderKL.from_pretrained(vae_folder, torch_dtype=torch.float32) if vae_folder else None
        vae = vae and vae.to(device, memory_format=torch.channels_last).eval()
        gallery = _Gallery(POOL if cuda else TRIAL, device, vae)
        with Feeder(pool, gallery, gallery.encode, lambda: gallery.seen >= gallery.size) as feeder:
            feeder.wait(6_000 if cuda else TRIAL)
            _fit(network, gallery, clock.rest(), PEAK if init is None else PEAK / 4, BATCH if cuda else 8)
    weights = {k: v.half() if v.is_floating_point() else v for k, v in network.state_dict().items()}
    with rewritten(out, clock.elapsed) as folder:
        save_file(
            {k: v.contiguous().cpu() for k, v in weights.items()},
            folder / "critic.safetensors",
            metadata={"format": "pt"},
        )
        (folder / "config.json").write_text(json.dumps({"width": width}) + "\n", encoding="utf-8")


def _fit(network: "torch.nn.Module", gallery: _Gallery, clock: Clock, peak: float, batch: int) -> None:
    import torch

    optimiser = adamw(network.parameters(), 1e-2, (0.9, 0.999))
    average, step = Average([network], 0.998), 0
    while (progress := clock.progress) < 1 or step < 2:
        at_rate(optimiser, learning_rate(progress, step, peak, constant=0.3))
        images, objects, setting = gallery.batch(batch)
        with mixed(gallery.device):
            found, scene = network(images)
        loss = loss_of(found.float(), scene.float(), objects, setting)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        average.update()
        step += 1
        if clock.due("line", LINE_S) or step == 20:
            print(f"critic step {step} {clock.elapsed:.0f} s loss {loss.item():.3f} seen {gallery.seen}", flush=True)
    average.swap()
    with torch.no_grad(), mixed(gallery.device):
        for _ in range(40 if batch == BATCH else 2):  # the norms' running figures, of the averaged weights
            network(gallery.batch(batch)[0])
