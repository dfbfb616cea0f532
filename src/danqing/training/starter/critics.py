"""Stage ``critic``: one critic for tuning and the product, one with another seed and width for final figures only."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.domain import STARTER
from danqing.training.starter.pictures import PicturePool
from danqing.training.starter.ranks import Average, Clock, Ranks, learning_rate
from danqing.vision.critic import GRID, make_network

if TYPE_CHECKING:
    import torch

BATCH = 192
PEAK = 2e-3
POOL = 60_000
KINDS, COLOURS = len(STARTER.kinds), len(STARTER.colours)
BACKGROUNDS = len(STARTER.backgrounds)


class _Gallery:
    """Pictures and their truth on the device, refilled from the pool, oldest first."""

    def __init__(self, size: int, device: "torch.device") -> None:
        import torch

        self._images = torch.empty((size, 3, 256, 256), dtype=torch.uint8, device=device)
        self._objects = torch.empty((size, 12, 6), device=device)
        self._setting = torch.empty((size, 2), dtype=torch.int64, device=device)
        self.filled = self._next = 0

    def fill(self, pool: PicturePool, limit: int, wait: bool) -> None:
        import torch

        for block in pool.blocks(limit, wait):
            n, device = len(block.images), self._images.device
            start = self._next if self._next + n <= len(self._images) else 0
            rows = slice(start, start + n)
            self._images[rows] = torch.from_numpy(block.images).to(device).permute(0, 3, 1, 2)
            self._objects[rows] = torch.from_numpy(block.objects).to(device)
            self._setting[rows] = torch.from_numpy(block.setting).to(device)
            self._next = rows.stop
            self.filled = max(self.filled, self._next)

    def batch(self, number: int) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
        import torch

        index = torch.randint(self.filled, (number,), device=self._images.device)
        images = self._images[index].float().div_(127.5).sub_(1)
        return images, self._objects[index], self._setting[index]


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
) -> None:
    """Trains one critic on all kind-colour pairs; half of each batch through the autoencoder where one is given."""
    import torch
    from safetensors.torch import load_file, save_file

    ranks, clock = Ranks(), Clock(seconds)
    cuda = ranks.device.type == "cuda"
    torch.manual_seed(seed)
    network = make_network(width).to(ranks.device)
    if init:
        network.load_state_dict(
            {k: v.float() if v.is_floating_point() else v for k, v in load_file(init / "critic.safetensors").items()}
        )
    through = _through(vae_folder, ranks.device)
    peak = PEAK if init is None else PEAK / 4
    optimiser = torch.optim.AdamW(network.parameters(), lr=peak, weight_decay=1e-2)
    average = Average([network], 0.998)
    batch = BATCH if cuda else 8
    with PicturePool(workers, seed + (77 if init else 0), pairs="all", slots=256 if cuda else 16) as pool:
        gallery = _Gallery(POOL if cuda else 64, ranks.device)
        while gallery.filled < (6_000 if cuda else 32):
            gallery.fill(pool, 8, wait=True)
        step = 0
        while clock.progress < 1:
            gallery.fill(pool, 4, wait=False)
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(clock.progress, step, peak, constant=0.3)
            images, objects, setting = gallery.batch(batch)
            with torch.autocast(ranks.device.type, torch.bfloat16):
                seen = disturbed(through(images)).contiguous(memory_format=torch.channels_last)
                found, scene = network(seen)
            loss = loss_of(found.float(), scene.float(), objects, setting)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            average.update()
            step += 1
            if step % 500 == 0 or step == 20:
                print(f"critic {width} step {step} {clock.elapsed:.0f} s loss {loss.item():.3f}", flush=True)
    average.swap()
    out.mkdir(parents=True, exist_ok=True)
    weights = {
        k: (v.half() if v.is_floating_point() else v).contiguous().cpu() for k, v in network.state_dict().items()
    }
    save_file(weights, out / "critic.safetensors", metadata={"format": "pt"})
    (out / "config.json").write_text(json.dumps({"width": width}) + "\n", encoding="utf-8")


def _through(vae_folder: Path | None, device: "torch.device"):  # type: ignore[no-untyped-def]
    """A function that sends half of a batch through the autoencoder, with a little noise on the latents."""
    if vae_folder is None:
        return lambda images: images
    import torch
    from diffusers import AutoencoderKL

    vae = AutoencoderKL.from_pretrained(vae_folder, torch_dtype=torch.float32).to(device).eval()

    def through(images: "torch.Tensor") -> "torch.Tensor":
        with torch.no_grad():
            half = len(images) // 2
            latents = vae.encode(images[:half]).latent_dist.mean
            noise = torch.rand(half, 1, 1, 1, device=device) * 0.15 * torch.randn_like(latents)
            decoded = vae.decode(latents + noise).sample.float()
        return torch.cat((decoded.clamp(-1, 1), images[half:].float()))

    return through
