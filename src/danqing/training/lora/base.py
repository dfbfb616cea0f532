"""The base model that an adapter is learnt for: its parts, loaded by diffusers and frozen."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from danqing.core.errors import BadInput, ModelUnusable
from danqing.models.card import PainterCard, read_card
from danqing.models.inspect import check_painter, read_json
from danqing.models.loading import loading
from danqing.training.lora.recipe import Precision

if TYPE_CHECKING:
    import torch

Kind = Literal["sd", "sdxl"]
_KINDS: dict[str, Kind] = {"StableDiffusionPipeline": "sd", "StableDiffusionXLPipeline": "sdxl"}
_DTYPES = {"fp32": "float32", "fp16": "float16", "bf16": "bfloat16"}


@dataclass(slots=True)
class Base:
    """A UNet model. ``texts``: its tokenizers and text encoders, one or two, in the order of its pipeline.

    ``dtype``: of the frozen weights and of what they compute; what is learnt is float32 always.
    """

    folder: Path
    name: str
    kind: Kind
    card: PainterCard
    device: "torch.device"
    dtype: "torch.dtype"
    unet: Any
    vae: Any
    texts: list[tuple[Any, Any]]
    scheduler: dict[str, Any]

    @property
    def networks(self) -> dict[str, Any]:
        """The parts that can be adapted, by their name in the pipeline."""
        names = ("text_encoder", "text_encoder_2")
        return {"unet": self.unet, **{name: model for name, (_, model) in zip(names, self.texts, strict=False)}}


def kind_of(folder: Path, name: str) -> Kind:
    """Which UNet family the folder is of; BadInput for any other, and for inpainting models, said in one sentence."""
    check_painter(folder)
    pipeline = str(read_json(folder / "model_index.json").get("_class_name", ""))
    if pipeline not in _KINDS:
        raise BadInput("train_family", model=name, family=pipeline or "?")
    channels = read_json(folder / "unet" / "config.json").get("in_channels", 4)
    if channels != read_json(folder / "vae" / "config.json").get("latent_channels", 4):
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


def load_base(folder: Path, name: str, device: "torch.device", dtype: "torch.dtype") -> Base:
    """The parts on the CPU, frozen, from safetensors in the folder alone; ModelUnusable where one does not load."""
    kind = kind_of(folder, name)
    try:
        with loading("transformers", "diffusers"):
            return _load(folder, name, kind, device, dtype)
    except (OSError, ValueError, RuntimeError, KeyError, AttributeError) as error:
        raise ModelUnusable("model_damaged", path=folder, detail=str(error).splitlines()[0]) from error


def _load(folder: Path, name: str, kind: Kind, device: "torch.device", dtype: "torch.dtype") -> Base:
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

    parts = [("tokenizer", "text_encoder", CLIPTextModel)]
    if kind == "sdxl":
        parts.append(("tokenizer_2", "text_encoder_2", CLIPTextModelWithProjection))
    texts = [
        (CLIPTokenizer.from_pretrained(folder / words, local_files_only=True), _part(cls, folder / sub, dtype=dtype))
        for words, sub, cls in parts
    ]
    return Base(
        folder=folder,
        name=name,
        kind=kind,
        card=read_card(folder),
        device=device,
        dtype=dtype,
        unet=_part(UNet2DConditionModel, folder / "unet", torch_dtype=dtype),
        vae=_part(AutoencoderKL, folder / "vae", torch_dtype=dtype),
        texts=texts,
        scheduler=read_json(folder / "scheduler" / "scheduler_config.json"),
    )


def exact_autoencoder(base: Base) -> Any:
    """The autoencoder once more in float32, in which SDXL's does not overflow; on the device."""
    import torch
    from diffusers import AutoencoderKL

    if base.dtype == torch.float32:
        return base.vae.to(base.device)
    with loading("diffusers"):
        return _part(AutoencoderKL, base.folder / "vae", torch_dtype=torch.float32).to(base.device)


def _part(cls: Any, folder: Path, **dtypes: Any) -> Any:
    """Frozen, from safetensors of that folder alone."""
    found = cls.from_pretrained(folder, local_files_only=True, use_safetensors=True, variant=_variant(folder), **dtypes)
    return found.requires_grad_(False).eval()


def _variant(folder: Path) -> str | None:
    """``fp16`` where a folder has only weights so named."""
    names = [path.name for path in folder.glob("*.safetensors")]
    return "fp16" if names and all(".fp16" in name for name in names) else None
