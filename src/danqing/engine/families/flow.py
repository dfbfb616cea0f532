"""Families with a transformer and flow matching: Stable Diffusion 3, Flux, Qwen-Image, Z-Image.

Denoised by diffusers' own pipelines. They are given ready noise and a ready scheduler, so that starting from a picture
and holding a part of it work the same for all, and are followed by their callback.
"""

from collections.abc import Callable, Hashable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.core.types import Prompt, Settings
from danqing.engine.batching import Batcher
from danqing.engine.building import Builder, Builds
from danqing.engine.families.autoencoder import Autoencoder
from danqing.engine.families.flux_file import read_flux
from danqing.engine.families.model import Watch, Work
from danqing.engine.families.parts import LOCAL, read_scheduler, reading, variant
from danqing.engine.probing import Attending, Probe
from danqing.engine.samplers import Course, flow_scheduler
from danqing.models.devices import Device
from danqing.models.families import family_of
from danqing.models.inspect import read_json
from danqing.models.memory.tenancy import StepName, Tenancy
from danqing.models.single_file import CONFIGS, layout_of
from danqing.models.vocabulary import companion

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

    from danqing.engine.starting import Beginning

PATCH = 2
"""Latent cells that a transformer takes as one, along each side."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one family's pipeline is called.

    ``packed``: whether it takes latents as a row of patches. ``even``: as in ``samplers.Course``. ``unused``: optional
    parts that are not loaded.
    """

    pipeline: str
    arguments: Callable[[Prompt, Settings], dict[str, Any]]
    packed: bool
    even: bool = True
    unused: tuple[str, ...] = ()


class FlowModel:
    """The parts of a pipeline, and the pipeline as their container."""

    def __init__(self, kind: Kind, place: Path, device: Device, tenancy: Tenancy) -> None:
        """Loads the weights; ``place``: a folder, or a file with the transformer whose other parts lie in a folder of
        its name. ModelUnusable where that fails."""
        import torch

        self.kind = kind
        self.device = torch.device(device.name)
        folder, transformer = _split(place, getattr(torch, device.dtype))
        config = read_json(folder / "transformer" / "config.json") if transformer is None else transformer.config
        family = family_of(read_json(folder / "model_index.json"), dict(config))
        self.budget = 256 if family is None else family.budget
        _, self.scheduler_config = read_scheduler(folder / "scheduler")
        with reading(folder):
            self._pipeline = _load(kind, folder, getattr(torch, device.dtype), transformer)
        self.batcher = Batcher(self.device)
        self.adapters: Hashable | None = ()
        self.autoencoder = Autoencoder(self._pipeline.vae, self.device, tenancy)
        tenancy.settle(device, self.networks() | {"vae": self._pipeline.vae})
        self.autoencoder.settled()
        self.attending: dict[str, Attending] = {}
        for name, network in self.networks().items():
            step: StepName = "encode" if name.startswith("text_encoder") else "denoise"
            _lease_calls(network, tenancy, step, partial(self.attending.get, name))

    @property
    def replayed(self) -> bool:
        return False

    @property
    def captures(self) -> int:
        return self.autoencoder.replays.captures

    def speed_up(self, builder: Builder) -> tuple[Builds, ...]:
        return (self.autoencoder.speed_up(builder),)

    def choose_attention(self, probe: Probe) -> None:
        names = [name for name in self.networks() if name.startswith("transformer")]
        self.attending.update((name, Attending(name, probe, self.device)) for name in names)

    def container(self) -> Any:
        """diffusers' own pipeline around the parts: for what its mixins do to them, such as loading LoRAs."""
        return self._pipeline

    def networks(self) -> dict[str, Any]:
        found = self._pipeline.components
        return {name: part for name, part in found.items() if name.startswith(("transformer", "text_encoder")) and part}

    def noise(self, seed: int, width: int, height: int) -> "torch.Tensor":
        return self.autoencoder.noise(seed, width, height)

    def encode_picture(self, image: "Image") -> "torch.Tensor":
        with self.batcher.turn():
            return self.autoencoder.encode(image)

    def decode(self, latents: "torch.Tensor") -> "torch.Tensor":
        with self.batcher.turn():
            return self.autoencoder.decode(latents)

    def denoise(self, work: Work, watch: Watch) -> "torch.Tensor":
        settings, beginning = work.settings, work.beginning
        first = 0 if beginning is None else beginning.first(settings.steps)
        patches = work.noise.shape[-2] * work.noise.shape[-1] // PATCH**2
        course = Course(settings.steps, first, patches, self.kind.even)
        scheduler = flow_scheduler(settings.technique.sampler, self.scheduler_config, course, self.device)
        following = Following(work, watch, scheduler, settings.steps - first, self.kind.packed)
        with self.batcher.alone(lambda: watch(0, settings.steps - first, work.noise)), work.adapters.active():
            out = self._with(scheduler)(
                **self.kind.arguments(work.prompt, settings),
                width=settings.width,
                height=settings.height,
                num_inference_steps=settings.steps,
                max_sequence_length=self.budget,
                latents=following.begin(),
                callback_on_step_end=following,
                output_type="latent",
                return_dict=False,
            )[0]
        return following.spread(out)

    def _with(self, scheduler: Any) -> Any:
        """A pipeline of the same parts for one picture, so that no two pictures share a scheduler."""
        parts = self._pipeline.components | {"scheduler": scheduler}
        pipeline = type(self._pipeline)(**parts)
        pipeline.set_progress_bar_config(disable=True)
        return pipeline


class Following:
    """A pipeline's callback: holds what may not change, reports each whole step, and ends it by raising."""

    def __init__(self, work: Work, watch: Watch, scheduler: Any, total: int, packed: bool) -> None:
        self._work = work
        self._watch = watch
        self._total = total
        self._order = int(scheduler.order)
        self._sigmas = [float(sigma) for sigma in scheduler.sigmas]
        self._packed = packed
        self._before: tuple[torch.Tensor, float] | None = None

    def begin(self) -> "torch.Tensor":
        """The latents to start with, as the pipeline takes them."""
        level = self._sigmas[0]
        beginning = self._work.beginning
        latents = self._work.noise if beginning is None else self._noised(beginning, level)
        self._watch(0, self._total, latents)
        self._before = latents, level
        return self._pack(latents)

    def __call__(self, pipeline: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        packed = tensors["latents"]
        latents, level = self.spread(packed), self._sigmas[step + 1]
        clean = self._clean(latents, level)
        beginning = self._work.beginning
        if beginning is not None and beginning.free is not None:
            latents = beginning.held(latents, self._noised(beginning, level))
            packed = self._pack(latents).to(packed.dtype)
        done = step // self._order + 1
        if (step + 1) % self._order == 0 or done == self._total:  # the last step of second order predicts once
            self._before = latents, level
            self._watch(done, self._total, clean)
        return {"latents": packed}

    def _noised(self, beginning: "Beginning", level: float) -> "torch.Tensor":
        return self._work.noise * level + beginning.latents * (1 - level)

    def _clean(self, latents: "torch.Tensor", level: float) -> "torch.Tensor":
        """Where the way from the step before, followed straight on, meets a noise level of 0."""
        if self._before is None or self._before[1] == level:
            return latents
        before, from_level = self._before
        return latents + (latents - before) * (level / (from_level - level))

    def _pack(self, latents: "torch.Tensor") -> "torch.Tensor":
        """To shape (1, patches, 4 x channels) where the pipeline takes rows."""
        if not self._packed:
            return latents
        rows, channels, height, width = latents.shape
        tiles = latents.view(rows, channels, height // PATCH, PATCH, width // PATCH, PATCH).permute(0, 2, 4, 1, 3, 5)
        return tiles.reshape(rows, (height // PATCH) * (width // PATCH), channels * PATCH**2)

    def spread(self, packed: "torch.Tensor") -> "torch.Tensor":
        """The inverse of packing; float32."""
        if not self._packed:
            return packed.float()
        rows, channels, height, width = self._work.noise.shape
        tiles = packed.float().view(rows, height // PATCH, width // PATCH, channels, PATCH, PATCH)
        return tiles.permute(0, 3, 1, 4, 2, 5).reshape(rows, channels, height, width)


def _lease_calls(network: Any, tenancy: Tenancy, step: StepName, attending: Callable[[], Attending | None]) -> None:
    """Leases a network each time that diffusers' pipeline calls it. ``attending``: who chooses its attention by now."""
    forward = network.forward

    @wraps(forward)
    def leased(*inputs: Any, **named: Any) -> Any:
        chosen = attending()
        # Texts of many lengths stand beside the picture, whose tokens outweigh them: no trial for each.
        picture = inputs[:1] or named.get("hidden_states")
        with tenancy.lease(step), nullcontext() if chosen is None else chosen.around(picture):
            return forward(*inputs, **named)

    network.forward = leased


def _split(place: Path, dtype: "torch.dtype") -> tuple[Path, Any]:
    """The folder that is read, and a transformer that is not read from it."""
    if not place.is_file():
        return place, None
    folder, layout = companion(place), layout_of(place)
    if not (folder / "model_index.json").is_file():
        raise ModelUnusable("file_alone", path=place, folder=folder)
    own = folder / "transformer" / "config.json"
    with reading(place):
        config = read_json(own if own.is_file() else CONFIGS / layout.config / "transformer" / "config.json")
        return folder, read_flux(place, config, dtype)


def _load(kind: Kind, folder: Path, dtype: "torch.dtype", transformer: Any) -> Any:
    import diffusers

    index = read_json(folder / "model_index.json")
    given = dict.fromkeys(name for name in kind.unused if name in index)
    if transformer is not None:
        given["transformer"] = transformer
    parts = [folder / name for name, entry in index.items() if isinstance(entry, list) and (folder / name).is_dir()]
    half = "fp16" if any(variant(part) == "fp16" for part in parts) else None
    return getattr(diffusers, kind.pipeline).from_pretrained(folder, dtype=dtype, variant=half, **given, **LOCAL)
