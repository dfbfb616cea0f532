"""The base model that an adapter is learnt for: its parts, read as the engine reads them, and frozen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from danqing.core.errors import BadInput
from danqing.engine.families.parts import LOCAL, reading, variant
from danqing.engine.families.unet import StableDiffusion, StableDiffusionXL
from danqing.engine.families.unet_parts import read_parts
from danqing.models.card import PainterCard, pipeline_of, read_card
from danqing.models.inspect import check_painter, read_json
from danqing.models.single_file import described, layout_of
from danqing.training.lora.recipe import Precision

if TYPE_CHECKING:
    import torch

Kind = Literal["sd", "sdxl"]
_KINDS: dict[str, Kind] = {"StableDiffusionPipeline": "sd", "StableDiffusionXLPipeline": "sdxl"}
_DTYPES = {"fp32": "float32", "fp16": "float16", "bf16": "bfloat16"}


@dataclass(slots=True)
class Base:
    """A UNet model. ``texts``: its tokenizers and text encoders, one or two, in the order of its pipeline.

    ``place``: its folder or file; ``dtype``: of the frozen weights and of what they compute, what is learnt is float32
    always; ``scheduler``: its sampler's class and settings; ``zeros``: whether zeros stand for an empty prompt.
    """

    place: Path
    name: str
    kind: Kind
    card: PainterCard
    device: "torch.device"
    dtype: "torch.dtype"
    unet: Any
    vae: Any
    texts: list[tuple[Any, Any]]
    scheduler: tuple[Any, dict[str, Any]]
    zeros: bool

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Frees the memory of a GPU for somebody else, as long as the block lasts."""
        import torch

        networks = (self.unet, self.vae, *(encoder for _, encoder in self.texts))
        there = [network for network in networks if network.device.type == "cuda"]
        for network in there:
            network.to("cpu")
        if there:
            torch.cuda.empty_cache()
        try:
            yield
        finally:
            for network in there:
                network.to(self.device)

    @property
    def networks(self) -> dict[str, Any]:
        """The parts that can be adapted, by their name in the pipeline."""
        names = ("text_encoder", "text_encoder_2")
        return {"unet": self.unet, **{name: model for name, (_, model) in zip(names, self.texts, strict=False)}}


def kind_of(place: Path, name: str) -> Kind:
    """Which UNet family the folder or file is of; BadInput for any other, and for inpainting models, in a sentence."""
    pipeline = pipeline_of(place)
    if pipeline not in _KINDS:
        raise BadInput("train_family", model=name, family=pipeline[:100] or "?")
    check_painter(place)
    if place.is_file():
        layout_of(place)  # says what is missing of a checkpoint, and refuses inpainting
        return _KINDS[pipeline]
    channels = read_json(place / "unet" / "config.json").get("in_channels", 4)
    if channels != read_json(place / "vae" / "config.json").get("latent_channels", 4):
        raise BadInput("train_family", model=name, family=f"{pipeline}, inpainting")
    return _KINDS[pipeline]


def usual_sizes(card: PainterCard, resolution: int | None, name: str) -> tuple[tuple[int, int], ...]:
    """The sizes that pictures are brought to: the only ones that the model draws, or buckets about ``resolution``."""
    from danqing.training.lora.dataset import buckets

    if card.sizes:
        if resolution is not None and all(resolution != side for size in card.sizes for side in size):
            known = ", ".join(f"{width}x{height}" for width, height in card.sizes)
            raise BadInput("train_resolution_fixed", model=name, resolution=resolution, sizes=known)
        return card.sizes
    side = resolution or max(card.default_size)
    if not card.low <= side <= card.high:
        raise BadInput("train_resolution", model=name, resolution=side, low=card.low, high=card.high)
    return buckets(side)


def pick_dtype(precision: Precision, device: "torch.device") -> "torch.dtype":
    """The format of the frozen weights: as said, or bf16 where the card computes it, fp16 on older ones, else fp32.

    BadInput for a format that the device does not compute in.
    """
    import torch

    if precision == "auto":
        if device.type != "cuda":
            return torch.float32
        return torch.bfloat16 if torch.cuda.get_device_capability(device)[0] >= 8 else torch.float16
    if precision == "fp16" and device.type != "cuda":
        raise BadInput("train_precision", precision=precision, device=device.type)
    dtype: torch.dtype = getattr(torch, _DTYPES[precision])
    return dtype


def load_base(place: Path, name: str, device: "torch.device", dtype: "torch.dtype") -> Base:
    """The parts on the CPU, frozen, from safetensors there alone; ModelUnusable where one does not load."""

    kind = kind_of(place, name)
    family = StableDiffusionXL if kind == "sdxl" else StableDiffusion
    parts = read_parts(place, family.TEXTS, dtype)
    modules = parts.modules
    texts = [(modules[f"tokenizer{suffix}"], modules[f"text_encoder{suffix}"]) for suffix in family.TEXTS]
    for network in (modules["unet"], modules["vae"], *(encoder for _, encoder in texts)):
        network.requires_grad_(False)
    return Base(
        place=place,
        name=name,
        kind=kind,
        card=read_card(place),
        device=device,
        dtype=dtype,
        unet=modules["unet"],
        vae=modules["vae"],
        texts=texts,
        scheduler=parts.scheduler,
        zeros=parts.zeros,
    )


def exact_autoencoder(base: Base) -> Any:
    """The autoencoder in float32, in which SDXL's does not overflow, on the device; read once more where it is not."""
    import torch

    if base.dtype == torch.float32:
        return base.vae.to(base.device)
    with reading(base.place):
        from diffusers import AutoencoderKL

        if base.place.is_file():
            config = str(described(base.place, layout_of(base.place)))
            settings: dict[str, Any] = {"config": config, "subfolder": "vae", "local_files_only": True}
            vae = AutoencoderKL.from_single_file(str(base.place), torch_dtype=torch.float32, **settings)
        else:
            folder = base.place / "vae"
            vae = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32, variant=variant(folder), **LOCAL)
    return vae.requires_grad_(False).eval().to(base.device)
