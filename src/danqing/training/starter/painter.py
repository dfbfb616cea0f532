"""Stage ``painter``: the text encoder and the UNet, trained together; a StableDiffusionPipeline folder."""

import copy
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.training.starter.autoencoder import CHANNELS
from danqing.training.starter.autoencoder import make as make_autoencoder
from danqing.training.starter.feeding import Feeder
from danqing.training.starter.pictures import PicturePool, Pictures
from danqing.training.starter.ranks import Average, Clock, Ranks, learning_rate
from danqing.training.starter.tokens import LENGTH, WordIds, save_tokenizer

if TYPE_CHECKING:
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
    from transformers import CLIPTextModel

BATCH = 192
"""A GPU. Larger ones teach more slowly: what counts here is the number of steps."""
PEAK = 4e-4
POOL = 800_000
FIRST = 20_000
"""Pictures before the first step."""
KEEP_S = 120.0
"""The averaged weights are written this often: a machine may go away."""
UNCONDITIONAL = 0.1
LOOSE = 0.12
"""Share of prompts trained without cells, so that a sentence without places is drawn too."""
SHARD = "13MB"


def make_text_encoder(vocabulary: int, start: int, end: int) -> "CLIPTextModel":
    """A new CLIP text encoder for LENGTH tokens, width 160."""
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=160,
            intermediate_size=640,
            projection_dim=160,
            num_hidden_layers=4,
            num_attention_heads=4,
            max_position_embeddings=LENGTH,
            bos_token_id=start,
            eos_token_id=end,
            pad_token_id=end,
        )
    )


def make_unet() -> "UNet2DConditionModel":
    """A new UNet for 32x32x16 latents: 12 M parameters, cross-attention at 16x16 and 8x8."""
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=32,
        in_channels=CHANNELS,
        out_channels=CHANNELS,
        block_out_channels=(128, 160, 160),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=160,
        attention_head_dim=(4, 5, 5),
        norm_num_groups=32,
    )


def make_scheduler() -> "DDIMScheduler":
    """DDIM on v-prediction with zero terminal SNR: so that a whole picture can be black or white."""
    from diffusers import DDIMScheduler

    return DDIMScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        clip_sample=False,
        set_alpha_to_one=True,
        steps_offset=1,
    )


class Latents:
    """Latents (n, 16, 32, 32) with their prompts' ids, kept on the device and refilled from the pool, oldest first."""

    def __init__(self, size: int, vae: "AutoencoderKL", words: WordIds, device: "torch.device") -> None:
        import torch

        self._latents = torch.empty((size, CHANNELS, 32, 32), dtype=torch.bfloat16, device=device)
        self._exact = torch.empty((size, LENGTH), dtype=torch.int64, device=device)
        self._loose = torch.empty((size, LENGTH), dtype=torch.int64, device=device)
        self._empty = torch.tensor(words(""), device=device)
        self._vae, self._words = vae, words
        self.filled = self._next = self.seen = 0

    def take(self, images: "torch.Tensor", blocks: list[Pictures]) -> None:
        """Encodes and stores pictures that a feeder brings."""
        import torch

        device = self._latents.device
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            pixels = images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
            latents = self._vae.encode(pixels).latent_dist.mean
        captions = [caption for b in blocks for caption in b.captions]
        loose = [re.sub(r" at [a-p ]+", "", caption) for caption in captions]
        start = self._next if self._next + len(latents) <= len(self._latents) else 0
        rows = slice(start, start + len(latents))
        self._latents[rows] = latents
        self._exact[rows] = torch.tensor([self._words(c) for c in captions]).to(device)
        self._loose[rows] = torch.tensor([self._words(c) for c in loose]).to(device)
        self._next = rows.stop
        self.seen += len(latents)
        self.filled = max(self.filled, self._next)

    def batch(self, number: int) -> "tuple[torch.Tensor, torch.Tensor]":
        """(latents float, ids): some prompts without cells, some empty."""
        import torch

        device = self._latents.device
        index = torch.randint(self.filled, (number,), device=device)
        chance = torch.rand(number, 1, device=device)
        ids = torch.where(chance < UNCONDITIONAL + LOOSE, self._loose[index], self._exact[index])
        ids = torch.where(chance < UNCONDITIONAL, self._empty, ids)
        return self._latents[index].float().contiguous(memory_format=torch.channels_last), ids


def train(
    out: Path,
    vae_folder: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    init: Path | None = None,
    constant: float = 0.5,
) -> None:
    """Trains for ``seconds`` and writes the pipeline folder ``out``. ``constant``: share of the time at full rate.

    Without ``vae_folder`` the latents mean nothing: that run only fills the compiler's cache, beside another stage.
    """
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextModel

    ranks, clock = Ranks(), Clock(seconds)
    cuda = ranks.device.type == "cuda"
    torch.manual_seed(seed + ranks.rank)
    if ranks.first:
        save_tokenizer(out / "tokenizer")
    save_tokenizer(out / f".tokenizer{ranks.rank}")
    words = WordIds(out / f".tokenizer{ranks.rank}")
    vae = AutoencoderKL.from_pretrained(vae_folder, torch_dtype=torch.float32) if vae_folder else make_autoencoder()
    vae = vae.to(ranks.device, memory_format=torch.channels_last).eval()
    torch.manual_seed(seed)  # every process begins with the same weights
    if init:
        unet = UNet2DConditionModel.from_pretrained(init / "unet", torch_dtype=torch.float32)
        text = CLIPTextModel.from_pretrained(init / "text_encoder", dtype=torch.float32)
    else:
        unet, text = make_unet(), make_text_encoder(words.size, words.start, words.end)
    torch.manual_seed(seed + 1 + ranks.rank)
    unet = unet.to(ranks.device, memory_format=torch.channels_last).train()
    text = text.to(ranks.device).train()
    trainer = _Trainer(ranks, unet, text, PEAK if init is None else PEAK * 0.7, 16 if not cuda else BATCH)
    latents = Latents(POOL if cuda else 256, vae, words, ranks.device)
    number = seed * 7 + 31 * ranks.rank + (501 if init else 0)
    with (
        PicturePool(workers, number, slots=512 if cuda else 16) as pool,
        Feeder(pool, ranks.device, latents.take, lambda: latents.seen >= POOL) as feeder,
    ):
        while latents.filled < (FIRST if cuda else 64) and feeder.alive:
            time.sleep(0.1)
        trainer.run(latents, clock, constant, lambda: save(out, unet, text, vae))
    if ranks.first:
        trainer.average.swap()
        save(out, unet, text, vae)


class _Trainer:
    def __init__(
        self, ranks: Ranks, unet: "UNet2DConditionModel", text: "CLIPTextModel", peak: float, batch: int
    ) -> None:
        import torch

        self.ranks, self.batch, self.peak = ranks, batch, peak
        self.parameters = [*unet.parameters(), *text.parameters()]
        fused = {"fused": True} if ranks.device.type == "cuda" else {}
        self.optimiser = torch.optim.AdamW(self.parameters, lr=peak, weight_decay=1e-2, betas=(0.9, 0.99), **fused)
        self.average = Average([unet, text], 0.999)
        alphas = make_scheduler().alphas_cumprod.to(ranks.device)
        self._signal, self._noise = alphas.sqrt(), (1 - alphas).sqrt()
        self._unet, self._text = unet, text
        self._step_loss = torch.compile(self._loss) if ranks.device.type == "cuda" else self._loss

    def _loss(
        self, latents: "torch.Tensor", ids: "torch.Tensor", noise: "torch.Tensor", steps: "torch.Tensor"
    ) -> "torch.Tensor":
        signal, sigma = self._signal[steps][:, None, None, None], self._noise[steps][:, None, None, None]
        noisy, velocity = signal * latents + sigma * noise, signal * noise - sigma * latents
        states = self._text(ids).last_hidden_state
        predicted = self._unet(noisy, steps, states, return_dict=False)[0]
        loss: torch.Tensor = (predicted.float() - velocity).pow(2).mean()
        return loss

    def run(self, latents: Latents, clock: Clock, constant: float, keep: Callable[[], None]) -> None:
        """Steps until the clock runs out and reports the mean loss; ``keep`` writes the averaged weights at times."""
        import torch

        device, step, total, kept = self.ranks.device, 0, 0.0, clock.elapsed
        while step < 2 or self.ranks.agree(clock.progress) < 1:
            for group in self.optimiser.param_groups:
                group["lr"] = learning_rate(clock.progress, step, self.peak, constant=constant)
            clean, ids = latents.batch(self.batch)
            steps = torch.randint(1000, (self.batch,), device=device)
            with torch.autocast(device.type, torch.bfloat16):
                loss = self._step_loss(clean, ids, torch.randn_like(clean), steps)
            loss.backward()
            self.ranks.average(self.parameters)
            torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
            self.optimiser.step()
            self.optimiser.zero_grad(set_to_none=True)
            self.average.update()
            step += 1
            if step % 50 == 0:
                total = loss.item() if not total else 0.9 * total + 0.1 * loss.item()
            if self.ranks.first and (step % 500 == 0 or step in (5, 100)):
                rate = f"loss {total or loss.item():.4f} pictures {latents.seen}"
                print(f"painter step {step} {clock.elapsed:.0f} s {rate}", flush=True)
            if self.ranks.first and clock.elapsed - kept > KEEP_S:
                kept = clock.elapsed
                self.average.swap()
                keep()
                self.average.swap()


def save(out: Path, unet: "UNet2DConditionModel", text: "CLIPTextModel", vae: "AutoencoderKL") -> None:
    """Writes the folder that StableDiffusionPipeline.from_pretrained reads, in fp16 shards."""
    for name, part in (("unet", unet), ("text_encoder", text), ("vae", vae)):
        copy.deepcopy(part).half().save_pretrained(out / name, max_shard_size=SHARD)
    make_scheduler().save_pretrained(out / "scheduler")
    index: dict[str, Any] = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": "0.35.0",
        "feature_extractor": [None, None],
        "image_encoder": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        "scheduler": ["diffusers", "DDIMScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (out / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
