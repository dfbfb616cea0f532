"""Families with a UNet, Stable Diffusion 1.5, 2 and XL: denoised in a loop of our own."""

import inspect
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from danqing.core.errors import ModelUnusable
from danqing.core.types import Prompt, Settings
from danqing.engine.batching import Batcher, Predict, Rows
from danqing.engine.building import Builder, Builds
from danqing.engine.embedding import Encoder, encode_sd15, encode_sdxl, literal
from danqing.engine.families.autoencoder import Autoencoder
from danqing.engine.families.model import Watch, Work
from danqing.engine.families.unet_network import Conditions, Network
from danqing.engine.families.unet_parts import Texts, read_parts
from danqing.engine.graphs import Replays, capturing
from danqing.engine.probing import Attending, Probe
from danqing.engine.samplers import unet_scheduler
from danqing.models.devices import Device
from danqing.models.families import FAMILIES
from danqing.models.memory.tenancy import Tenancy

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

SMALL = 768 * 768
"""Pixels up to which pictures share calls of the network: larger ones keep a card busy by themselves."""


class StableDiffusion:
    """Stable Diffusion 1.5 and 2 (a CLIP text encoder, a UNet, an autoencoder). The starter is one."""

    TEXTS: ClassVar[Texts] = {"": "CLIPTextModel"}

    def __init__(self, place: Path, device: Device, tenancy: Tenancy) -> None:
        """Loads the weights from a folder or a single file; ModelUnusable where that fails."""
        import torch

        self.device = torch.device(device.name)
        self.dtype: torch.dtype = getattr(torch, device.dtype)
        loaded = read_parts(place, self.TEXTS, self.dtype)
        self.parts, self.zeros = loaded.modules, loaded.zeros
        self.scheduler, self.scheduler_config = loaded.scheduler
        self.unet: Any = self.parts["unet"]
        self.adapters: Hashable | None = ()
        self.tenancy = tenancy
        self.autoencoder = Autoencoder(self.parts["vae"], self.device, tenancy)
        self.batcher = Batcher(self.device)
        inputs = int(self.unet.config.in_channels)
        if inputs != self.autoencoder.channels:
            detail = f"its UNet takes {inputs} channels where its pictures have {self.autoencoder.channels}"
            raise ModelUnusable("model_refused", path=place, detail=detail)
        tenancy.settle(device, self.networks() | {"vae": self.parts["vae"]})
        self.autoencoder.settled()
        self.replays = Replays(capturing(self.device) if tenancy.steady else None)
        self.network = Network(self.unet, self.replays)

    @property
    def replayed(self) -> bool:
        return self.replays.on

    @property
    def captures(self) -> int:
        return self.replays.captures + self.autoencoder.replays.captures

    def speed_up(self, builder: Builder) -> tuple[Builds, ...]:
        network = self.network.speed_up(builder, self.tenancy, self.autoencoder.factor)
        return network, self.autoencoder.speed_up(builder)

    def choose_attention(self, probe: Probe) -> None:
        self.network.attending = Attending("UNet", probe, self.device)

    def container(self) -> Any:
        """diffusers' own pipeline around the same parts: for what its mixins do to them, such as loading LoRAs.

        Made when it is asked for: importing it costs about a second, which drawing does not need.
        """
        from diffusers import StableDiffusionPipeline

        scheduler = unet_scheduler(None, self.scheduler, self.scheduler_config)
        unused = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
        return StableDiffusionPipeline(**self.parts, scheduler=scheduler, **unused)

    def networks(self) -> dict[str, Any]:
        return {name: part for name, part in self.parts.items() if name.startswith(("unet", "text_encoder"))}

    def encoder(self, suffix: str = "") -> Encoder:
        """A text encoder with its tokenizer."""
        own = (self.parts[f"tokenizer{suffix}"], self.parts[f"text_encoder{suffix}"])
        return Encoder(*own, self.replays, self.adapters)

    def noise(self, seed: int, width: int, height: int) -> "torch.Tensor":
        return self.autoencoder.noise(seed, width, height)

    def encode_picture(self, image: "Image") -> "torch.Tensor":
        with self.batcher.turn():
            return self.autoencoder.encode(image)

    def decode(self, latents: "torch.Tensor") -> "torch.Tensor":
        with self.batcher.turn():
            return self.autoencoder.decode(latents)

    def condition(self, prompt: Prompt, settings: Settings) -> Conditions:
        """The prompt for every step: with the negative one before it where guidance compares the two."""
        texts = [prompt.negative, prompt.text] if self._compares(settings) else [prompt.text]
        skip, weighted = settings.technique.clip_skip, is_weighted(prompt)
        if skip is None and not weighted:
            return Conditions(self.encode(texts), guidance=self._embedded(settings))
        embeddings = encode_sd15([text if weighted else literal(text) for text in texts], self.encoder(), skip)
        return Conditions(embeddings, guidance=self._embedded(settings))

    def encode(self, texts: list[str]) -> "torch.Tensor":
        """Embeddings of shape (texts, tokens, width), cut to what the encoder holds."""
        encoder = self.encoder()
        tokens = encoder.tokenizer(
            texts, padding="max_length", max_length=encoder.room + 2, truncation=True, return_tensors="pt"
        )
        return encoder.last(tokens.input_ids)

    def denoise(self, work: Work, watch: Watch) -> "torch.Tensor":
        import torch

        settings, beginning = work.settings, work.beginning
        with self.batcher.turn(), work.adapters.active(), self.tenancy.lease("encode"):
            conditions = self.condition(work.prompt, settings)
        scheduler = unet_scheduler(settings.technique.sampler, self.scheduler, self.scheduler_config)
        # A step reads noise levels and times as numbers: kept by the processor, none of them waits for a card.
        scheduler.set_timesteps(settings.steps, device="cpu")
        timesteps = scheduler.timesteps.to(self.device, torch.float32)
        extra = _step_arguments(scheduler, work.seed)
        order = int(scheduler.order)
        total = -(-len(scheduler.timesteps) // order)  # whole steps: those of second order predict twice each
        first = 0 if beginning is None else beginning.first(total)
        latents: torch.Tensor = work.noise * scheduler.init_noise_sigma
        if beginning is not None:
            if hasattr(scheduler, "set_begin_index"):  # samplers that count their steps
                scheduler.set_begin_index(first * order)
            latents = _noised(scheduler, work, first * order)
        with self._seat(work, lambda: watch(0, total - first, work.noise)) as predict:
            watch(0, total - first, latents)
            for index in range(first * order, len(scheduler.timesteps)):
                timestep = scheduler.timesteps[index]
                scaled = scheduler.scale_model_input(latents, timestep)
                predicted = predict(self._rows(scaled, timesteps[index], conditions))
                if conditions.guided:
                    predicted = predicted[:1].lerp(predicted[1:], settings.guidance)
                out = scheduler.step(predicted, timestep, latents, **extra)
                latents = out.prev_sample
                if beginning is not None:
                    latents = beginning.held(latents, _noised(scheduler, work, index + 1))
                if (index + 1) % order == 0 or index + 1 == len(scheduler.timesteps):
                    watch(index // order + 1 - first, total - first, _clean(out, scheduler, latents))
        return latents

    def _seat(self, work: Work, waiting: Callable[[], None]) -> AbstractContextManager[Predict]:
        """What predicts the steps of one picture: small ones with the same LoRAs share calls, others go alone.

        It ends with the version of the network that it begins with, and shares calls with those that do so too.
        """
        number = self.network.number

        def predict(rows: Rows) -> "torch.Tensor":
            rest = dict(rows)
            latents, timesteps = rest.pop("latents"), rest.pop("timesteps")
            pictures = len(latents) // (1 + self._compares(work.settings))
            with work.adapters.active(), self.tenancy.lease("denoise", pictures):
                return self.network(latents, timesteps, Conditions.of(rest), work.guides, self.adapters, number)

        shares = work.settings.width * work.settings.height <= SMALL and not work.guides
        return self.batcher.seat(predict, (work.adapters.key, number) if shares else None, waiting)

    def _rows(self, latents: "torch.Tensor", timestep: "torch.Tensor", conditions: Conditions) -> Rows:
        """What the network reads for one step of a picture; ``latents`` has one row."""
        count = len(conditions.embeddings)
        own = {"latents": latents.to(self.dtype).expand(count, -1, -1, -1), "timesteps": timestep.expand(count)}
        return own | conditions.rows()

    def _compares(self, settings: Settings) -> bool:
        return settings.guidance > 1 and self.unet.config.time_cond_proj_dim is None

    def _embedded(self, settings: Settings) -> "torch.Tensor | None":
        """The strength of guidance as an embedding, for models that were distilled with it (LCM)."""
        from diffusers.models.embeddings import get_timestep_embedding

        width = self.unet.config.time_cond_proj_dim
        if width is None:
            return None
        import torch

        scale = torch.tensor([max(settings.guidance - 1, 0.0) * 1000])
        embedded: torch.Tensor = get_timestep_embedding(scale, width, flip_sin_to_cos=True, downscale_freq_shift=0)
        return embedded.to(self.device, self.dtype)


class StableDiffusionXL(StableDiffusion):
    """Stable Diffusion XL: two text encoders, a pooled embedding, and the picture's size among what is read."""

    TEXTS: ClassVar[Texts] = {"": "CLIPTextModel", "_2": "CLIPTextModelWithProjection"}

    def container(self) -> Any:
        from diffusers import StableDiffusionXLPipeline

        scheduler = unet_scheduler(None, self.scheduler, self.scheduler_config)
        return StableDiffusionXLPipeline(**self.parts, scheduler=scheduler, add_watermarker=False)

    def condition(self, prompt: Prompt, settings: Settings) -> Conditions:
        import torch

        texts = [prompt.negative, prompt.text] if self._compares(settings) else [prompt.text]
        read = texts if is_weighted(prompt) else [literal(text) for text in texts]
        skip = settings.technique.clip_skip
        embeddings, pooled = encode_sdxl(read, self.encoder(), self.encoder("_2"), skip)
        if len(texts) > 1 and not prompt.negative and self.zeros:
            # SDXL learnt its unguided half with zeros, not with an empty text.
            embeddings, pooled = (torch.cat([torch.zeros_like(part[:1]), part[1:]]) for part in (embeddings, pooled))
        size = (settings.height, settings.width)
        ids = torch.tensor([[*size, 0, 0, *size]], dtype=self.dtype, device=self.device).expand(len(texts), -1)
        return Conditions(embeddings, {"text_embeds": pooled, "time_ids": ids}, self._embedded(settings))


def is_weighted(prompt: Prompt) -> bool:
    """Whether the prompt is in a dialect that has weights, and may be as long as it likes."""
    return prompt.dialect in FAMILIES and FAMILIES[prompt.dialect].weights


def _noised(scheduler: Any, work: Work, index: int) -> "torch.Tensor":
    """The picture that ``work`` begins with as it would be before step ``index``; without noise after the last one."""
    assert work.beginning is not None
    if index >= len(scheduler.timesteps):
        return work.beginning.latents
    noised: torch.Tensor = scheduler.add_noise(
        work.beginning.latents, work.noise, scheduler.timesteps[index : index + 1]
    )
    return noised


def _clean(out: Any, scheduler: Any, latents: "torch.Tensor") -> "torch.Tensor":
    """What the picture would be without noise, as far as the sampler tells."""
    expected = out.get("pred_original_sample")
    if expected is None and getattr(scheduler, "predict_x0", "++" in scheduler.config.get("algorithm_type", "")):
        expected = scheduler.model_outputs[-1]
    return latents if expected is None else expected


def _step_arguments(scheduler: Any, seed: int) -> dict[str, Any]:
    """Samplers that add noise draw it from the seed too; on the CPU, as the first noise."""
    import torch

    if "generator" not in inspect.signature(scheduler.step).parameters:
        return {}
    return {"generator": torch.Generator("cpu").manual_seed(seed + 1)}
