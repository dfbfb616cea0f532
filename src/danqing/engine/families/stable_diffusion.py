"""Folders of diffusers' StableDiffusionPipeline: a CLIP text encoder, a UNet, an autoencoder. The starter is one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.engine.embedding import Encoder, encode_sd15
from danqing.models.devices import Device
from danqing.models.inspect import read_json
from danqing.models.loading import loading

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

_FACTOR = 8
"""Pixels a latent cell, along each side."""


class StableDiffusion:
    """The loaded parts. Every method is meant to run inside ``torch.inference_mode``."""

    def __init__(self, folder: Path, device: Device) -> None:
        """Loads the weights: only safetensors, only local files; ModelUnusable where that fails."""
        import torch

        self.device = torch.device(device.name)
        self.dtype: torch.dtype = getattr(torch, device.dtype)
        try:
            with loading("transformers", "diffusers"):
                self._load(folder)
        except (OSError, ValueError, RuntimeError, KeyError, AttributeError) as error:
            raise ModelUnusable("model_damaged", path=folder, detail=str(error).splitlines()[0]) from error

    def _load(self, folder: Path) -> None:
        from diffusers import AutoencoderKL, UNet2DConditionModel
        from transformers import CLIPTextModel, CLIPTokenizer

        local: dict[str, Any] = {"local_files_only": True, "use_safetensors": True}
        self._tokenizer: Any = CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
        self._text: Any = self._ready(
            CLIPTextModel.from_pretrained(
                folder / "text_encoder", dtype=self.dtype, variant=_variant(folder / "text_encoder"), **local
            )
        )
        self._unet: Any = self._ready(
            UNet2DConditionModel.from_pretrained(
                folder / "unet", torch_dtype=self.dtype, variant=_variant(folder / "unet"), **local
            )
        )
        self._vae: Any = self._ready(
            AutoencoderKL.from_pretrained(
                folder / "vae", torch_dtype=self.dtype, variant=_variant(folder / "vae"), **local
            )
        )
        self._scheduler, self._scheduler_config = _read_scheduler(folder / "scheduler")

    def _ready(self, part: Any) -> Any:
        """On the device. channels_last: on 2 CPU cores a 12 M UNet 1.08x, the decoder 1.3x as fast, equal to 3e-6."""
        import torch

        return part.to(device=self.device, memory_format=torch.channels_last).eval()

    def new_scheduler(self) -> Any:
        """The folder's sampler with no history: one a picture."""
        return self._scheduler.from_config(self._scheduler_config)

    def encode(self, texts: list[str]) -> "torch.Tensor":
        """Embeddings of shape (texts, tokens, width)."""
        tokens = self._tokenizer(
            texts,
            padding="max_length",
            max_length=self._text.config.max_position_embeddings,
            truncation=True,
            return_tensors="pt",
        )
        embedded: torch.Tensor = self._text(tokens.input_ids.to(self.device))[0]
        return embedded

    def encode_weighted(self, texts: list[str]) -> "torch.Tensor":
        """As ``encode``, of texts with weights (``core.weighting``) and of any length."""
        return encode_sd15(texts, Encoder(self._tokenizer, self._text))

    def noise(self, seed: int, width: int, height: int) -> "torch.Tensor":
        """Standard normal latents, float32. Drawn on the CPU, so that a seed gives the same on every device."""
        import torch

        shape = (1, int(self._unet.config.in_channels), height // _FACTOR, width // _FACTOR)
        return torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed)).to(self.device)

    def predict(self, latents: "torch.Tensor", timestep: Any, embeddings: "torch.Tensor") -> "torch.Tensor":
        """The network's prediction for each row of ``embeddings``, float32; ``latents`` has one row."""
        batch = latents.to(self.dtype).expand(embeddings.shape[0], -1, -1, -1)
        predicted: torch.Tensor = self._unet(batch, timestep, encoder_hidden_states=embeddings).sample
        return predicted.float()

    def encode_picture(self, image: "Image") -> "torch.Tensor":
        """The latents of an RGB picture, float32, shape (1, channels, height / 8, width / 8)."""
        import numpy as np
        import torch

        config = self._vae.config
        pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() / 127.5 - 1
        mean = self._vae.encode(pixels.to(self.device, self.dtype)).latent_dist.mean.float()
        latents: torch.Tensor = (mean - (getattr(config, "shift_factor", None) or 0.0)) * config.scaling_factor
        return latents

    def decode(self, latents: "torch.Tensor") -> "torch.Tensor":
        """RGB from -1 to 1, float32, shape (rows, 3, height, width)."""
        config = self._vae.config
        unscaled = latents / config.scaling_factor + (getattr(config, "shift_factor", None) or 0.0)
        decoded: torch.Tensor = self._vae.decode(unscaled.to(self.dtype)).sample
        return decoded.float()


def _read_scheduler(folder: Path) -> tuple[Any, dict[str, Any]]:
    """The sampler class that the folder names, one of diffusers' own, and its settings."""
    import diffusers

    config = read_json(folder / "scheduler_config.json")
    name = str(config.get("_class_name", ""))
    kind = getattr(diffusers, name, None)
    if not (isinstance(kind, type) and issubclass(kind, diffusers.SchedulerMixin)):
        raise ModelUnusable("model_refused", path=folder, detail=f"{name} is no sampler of diffusers")
    return kind, config


def _variant(folder: Path) -> str | None:
    """``fp16`` where a folder has only weights so named."""
    names = [path.name for path in folder.glob("*.safetensors")]
    return "fp16" if names and all(".fp16" in name for name in names) else None
