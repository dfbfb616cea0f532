"""Stage ``painter``: the text encoder and the UNet, trained together; a StableDiffusionPipeline folder."""

import copy
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from danqing.training.starter.autoencoder import CHANNELS
from danqing.training.starter.feeding import Feeder
from danqing.training.starter.keeping import learnt, rewritten
from danqing.training.starter.latents import Latents, Spoken
from danqing.training.starter.pictures import TRIAL, PicturePool
from danqing.training.starter.ranks import LINE_S, Average, Clock, Ranks, adamw, at_rate, learning_rate, mixed, wait_for
from danqing.training.starter.spotlight import spotlight
from danqing.training.starter.tokens import LENGTH, WordIds, save_tokenizer

if TYPE_CHECKING:
    import torch
    from diffusers import DDIMScheduler, UNet2DConditionModel
    from transformers import CLIPTextModel

BATCH = 192
"""Pictures a step on each GPU."""
PEAK = 4e-4
POOL = 800_000
FIRST = 20_000
"""Pictures before the first step."""
KEEP_S = 60.0
"""The averaged weights are written this often: a machine may go away."""
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


def train(
    out: Path,
    vae_folder: Path,
    seconds: float,
    workers: int,
    seed: int,
    init: Path | None = None,
    constant: float = 0.5,
    wait: Path | None = None,
    rate: float = 1.0,
    light: float = 0.0,
) -> None:
    """Trains for ``seconds`` and writes the pipeline folder ``out``. ``constant``: share of the time at full rate.

    ``rate``: of the usual highest rate. ``light``: how much more an object of usual size counts than the ground.

    With ``wait`` everything is made ready and compiled, but nothing read from ``vae_folder`` until that file exists.
    ``init`` is a folder that an earlier run wrote: its schedule goes on where it stood.
    """
    ranks, clock = Ranks(), Clock(seconds, learnt(init))
    with TemporaryDirectory() as folder:
        save_tokenizer(Path(folder))
        words = WordIds(Path(folder))
    number = seed * 7 + 31 * ranks.rank + 501 * (init is not None)
    with PicturePool(workers, number, slots=512 if workers > 2 else 4, words=Spoken(words)) as pool:
        import torch
        from diffusers import AutoencoderKL

        device = ranks.open()
        cuda = device.type == "cuda"
        torch.manual_seed(seed)  # every process begins with the same weights
        trainer = _Trainer(ranks, *_networks(init, words, device), 16 if not cuda else BATCH, PEAK * rate, light)
        torch.manual_seed(seed + 1 + ranks.rank + 1000 * round(clock.before))
        latents = Latents(POOL if cuda else TRIAL, words, device)
        trainer.prepare(latents)
        print(f"painter ready after {clock.elapsed:.0f} s, {clock.before:.0f} s learnt before", flush=True)
        wait_for(wait)
        vae = AutoencoderKL.from_pretrained(vae_folder, torch_dtype=torch.float32)
        vae = vae.to(device, memory_format=torch.channels_last).eval()
        with Feeder(pool, latents, latents.encoder(vae), lambda: latents.seen >= latents.size) as feeder:
            feeder.wait(FIRST if cuda else TRIAL)
            trainer.run(latents, clock.rest(), constant, lambda seconds: trainer.keep(out, vae_folder, seconds))


def _networks(
    init: Path | None, words: WordIds, device: "torch.device"
) -> "tuple[UNet2DConditionModel, CLIPTextModel]":
    import torch
    from diffusers import UNet2DConditionModel
    from transformers import CLIPTextModel

    if init:
        unet = UNet2DConditionModel.from_pretrained(init / "unet", torch_dtype=torch.float32)
        text = CLIPTextModel.from_pretrained(init / "text_encoder", dtype=torch.float32)
    else:
        unet, text = make_unet(), make_text_encoder(words.size, words.start, words.end)
    return unet.to(device, memory_format=torch.channels_last).train(), text.to(device).train()


class _Trainer:
    def __init__(
        self,
        ranks: Ranks,
        unet: "UNet2DConditionModel",
        text: "CLIPTextModel",
        batch: int,
        peak: float = PEAK,
        light: float = 0.0,
    ) -> None:
        import torch

        self.ranks, self.batch, self._peak, self._light = ranks, batch, peak, light
        self.parameters = [*unet.parameters(), *text.parameters()]
        device = self.parameters[0].device
        ranks.share(self.parameters)
        self.optimiser = adamw(self.parameters, 1e-2, (0.9, 0.99))
        self.average = Average([unet, text], 0.999)
        alphas = make_scheduler().alphas_cumprod.to(device)
        self._signal, self._noise = alphas.sqrt(), (1 - alphas).sqrt()
        self._unet, self._text = unet, text
        self._step_loss = torch.compile(self._loss) if device.type == "cuda" else self._loss

    def _loss(
        self,
        latents: "torch.Tensor",
        ids: "torch.Tensor",
        objects: "torch.Tensor",
        noise: "torch.Tensor",
        steps: "torch.Tensor",
    ) -> "torch.Tensor":
        signal, sigma = self._signal[steps][:, None, None, None], self._noise[steps][:, None, None, None]
        noisy, velocity = signal * latents + sigma * noise, signal * noise - sigma * latents
        states = self._text(ids).last_hidden_state
        predicted = self._unet(noisy, steps, states, return_dict=False)[0]
        error = (predicted.float() - velocity).pow(2)
        weighted = error * spotlight(objects, error.shape[-1], self._light) if self._light else error
        loss: torch.Tensor = weighted.mean()
        return loss

    def _backward(self, latents: Latents) -> "torch.Tensor":
        """One batch's loss, its gradients added."""
        import torch

        clean, ids, objects = latents.batch(self.batch)
        steps = torch.randint(1000, (self.batch,), device=latents.device)
        with mixed(latents.device):
            loss = self._step_loss(clean, ids, objects, torch.randn_like(clean), steps)
        loss.backward()
        return loss.detach()

    def prepare(self, latents: Latents) -> None:
        """Compiles the step, forwards and backwards, on whatever the rows hold; nothing is learnt."""
        self._backward(latents)
        self.optimiser.zero_grad(set_to_none=True)

    def run(self, latents: Latents, clock: Clock, constant: float, keep: Callable[[float], None]) -> None:
        """Steps until the clock runs out; ``keep`` is given the seconds learnt at times and at the end."""
        import torch

        step, total = 0, torch.zeros((), device=latents.device)
        while (progress := self.ranks.progress(clock)) < 1 or step < 2:
            at_rate(self.optimiser, learning_rate(progress, step, self._peak, constant=constant))
            loss = self._backward(latents)
            self.ranks.average(self.parameters)
            torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
            self.optimiser.step()
            self.optimiser.zero_grad(set_to_none=True)
            self.average.update()
            step += 1
            total = torch.lerp(loss, total, min(0.99, 1 - 1 / step))
            if self.ranks.first and (clock.due("line", LINE_S) or step in (5, 100)):
                print(
                    f"painter step {step} {clock.elapsed:.0f} s loss {total.item():.4f} of {latents.seen}", flush=True
                )
            if self.ranks.first and clock.due("keep", KEEP_S):
                self._keep(total, clock, keep)
        if self.ranks.first:
            self._keep(total, clock, keep)

    def _keep(self, loss: "torch.Tensor", clock: Clock, keep: Callable[[float], None]) -> None:
        if not math.isfinite(loss.item()):
            raise RuntimeError("the loss is no number: what was kept last is the result")
        self.average.swap()
        keep(clock.before + clock.elapsed)
        self.average.swap()

    def keep(self, out: Path, vae_folder: Path, seconds: float) -> None:
        """Writes the pipeline folder with the weights as they are."""
        with rewritten(out, seconds) as folder:
            save(folder, self._unet, self._text, vae_folder)


def save(out: Path, unet: "UNet2DConditionModel", text: "CLIPTextModel", vae_folder: Path) -> None:
    """Writes the folder that StableDiffusionPipeline.from_pretrained reads, in fp16 shards."""
    for name, part in (("unet", unet), ("text_encoder", text)):
        copy.deepcopy(part).half().save_pretrained(out / name, max_shard_size=SHARD)
    shutil.copytree(vae_folder, out / "vae", ignore=shutil.ignore_patterns(".*"))
    save_tokenizer(out / "tokenizer")
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
