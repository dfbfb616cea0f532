"""How much memory an adapter of an SDXL-size UNet takes: random weights from its configuration, 1024x1024, one picture.

Text encoders and autoencoder are not on the card while the UNet learns; their own peaks are measured beside it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from danqing.models.card import read_card
from danqing.training.lora.adapter import Adapter
from danqing.training.lora.base import Base
from danqing.training.lora.conditions import Condition
from danqing.training.lora.examples import Example, Examples
from danqing.training.lora.recipe import Recipe
from danqing.training.lora.stepping import Stepper

GIB = 1024**3
STEPS = 6

# The configurations of stabilityai/stable-diffusion-xl-base-1.0, as its folder has them.
UNET: dict[str, Any] = {
    "sample_size": 128,
    "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "layers_per_block": 2,
    "transformer_layers_per_block": (1, 2, 10),
    "attention_head_dim": (5, 10, 20),
    "cross_attention_dim": 2048,
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
}
AUTOENCODER: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
    "sample_size": 1024,
    "scaling_factor": 0.13025,
}
SCHEDULER = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012, "prediction_type": "epsilon"}
TINY: dict[str, Any] = {
    **UNET,
    "block_out_channels": (32, 64, 64),
    "transformer_layers_per_block": (1, 1, 1),
    "attention_head_dim": (2, 4, 4),
}
"""For a rehearsal without a card."""


def measure(device: str, tiny: bool, rank: int, layers: Any, optimizer: Any, report: Callable[[str], None]) -> Any:
    """Peaks in GiB (of tensors, and of what torch reserved) and seconds a step, with and without checkpointing."""
    where = torch.device(device)
    dtype = torch.float32 if where.type != "cuda" else torch.bfloat16
    side = 256 if tiny else 1024
    out: dict[str, Any] = {
        "device": torch.cuda.get_device_name(where) if where.type == "cuda" else device,
        "dtype": str(dtype).removeprefix("torch."),
        "pixels": f"{side}x{side}",
        "rank": rank,
        "layers": layers,
        "optimizer": optimizer,
        "tiny": tiny,
        "autoencoder, before training": _encoding(where, side, tiny),
        "text encoders, before training": _text_encoders(where, dtype, tiny),
    }
    for checkpointing in (True, False):
        name = "with checkpointing" if checkpointing else "without checkpointing"
        report(name)
        recipe = Recipe("sks", rank=rank, layers=layers, optimizer=optimizer, checkpointing=checkpointing)
        try:
            out[name] = _training(where, dtype, recipe, tiny, side)
        except torch.OutOfMemoryError as error:
            out[name] = {"out of memory": str(error).splitlines()[0]}
        report(f"{name}: {out[name]}")
    return out


def _training(where: torch.device, dtype: torch.dtype, recipe: Recipe, tiny: bool, side: int) -> dict[str, Any]:
    _begin(where)
    base = _base(where, dtype, tiny)
    base.unet.train()
    if recipe.checkpointing:
        base.unet.enable_gradient_checkpointing()
    adapter = Adapter(base, recipe.rank, recipe.layers, False, 0)
    stepper = Stepper(base, adapter, recipe, _examples(side), None)
    seconds = []
    for number in range(2 if tiny else STEPS):
        start = time.monotonic()
        stepper.step(number)
        if where.type == "cuda":
            torch.cuda.synchronize(where)
        seconds.append(time.monotonic() - start)
    return {
        "parameters, UNet": sum(p.numel() for p in base.unet.parameters() if not p.requires_grad),
        "parameters, adapter": sum(p.numel() for p in adapter.parameters()),
        "seconds a step": round(sorted(seconds[1:])[len(seconds[1:]) // 2], 3),
        **_peaks(where),
    }


def _base(where: torch.device, dtype: torch.dtype, tiny: bool) -> Base:
    """Made on the device and in its format from the first, as loaded weights are."""
    from diffusers import UNet2DConditionModel

    with where, _format(dtype):
        unet = UNet2DConditionModel(**(TINY if tiny else UNET))
    unet.requires_grad_(False)
    card = read_card(Path(__file__).parent)  # there is none: the defaults of SD 1.5, not read while training
    return Base(
        Path(__file__).parent, "sdxl-size", "sdxl", card, where, dtype, unet, None, [], (None, dict(SCHEDULER)), True
    )


@contextmanager
def _format(dtype: torch.dtype) -> Iterator[None]:
    """New weights are of that format."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _examples(side: int) -> Examples:
    """One picture of noise with embeddings of noise, of SDXL's shapes."""
    torch.manual_seed(0)
    latents = torch.randn(4, side // 8, side // 8)
    condition = Condition(torch.randn(1, 77, 2048), torch.randn(1, 1280))
    sizes = (side, side, 0, 0, side, side)
    return Examples([Example(latents, "sks", (side, side), sizes)], {"sks": condition}, 1, 0)


def _encoding(where: torch.device, side: int, tiny: bool) -> dict[str, Any]:
    """The autoencoder in float32 on one picture, alone on the card, as before training."""
    from diffusers import AutoencoderKL

    _begin(where)
    small = {"block_out_channels": (32, 32, 32, 32)} if tiny else {}
    with where, torch.inference_mode():
        vae = AutoencoderKL(**{**AUTOENCODER, **small})
        vae.encode(torch.zeros(1, 3, side, side, device=where))
    return _peaks(where)


def _text_encoders(where: torch.device, dtype: torch.dtype, tiny: bool) -> dict[str, Any]:
    """Both of SDXL's text encoders on one caption."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    _begin(where)
    large = CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12)
    giant = CLIPTextConfig(
        hidden_size=1280,
        intermediate_size=5120,
        num_hidden_layers=2 if tiny else 32,
        num_attention_heads=20,
        projection_dim=1280,
    )
    ids = torch.zeros(1, 77, dtype=torch.long, device=where)
    with where, _format(dtype), torch.inference_mode():
        both = CLIPTextModel(large), CLIPTextModelWithProjection(giant)
        for model in both:
            model(ids)
    return _peaks(where)


def _begin(where: torch.device) -> None:
    import gc

    gc.collect()
    if where.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(where)


def _peaks(where: torch.device) -> dict[str, Any]:
    if where.type != "cuda":
        return {"peak GiB": None, "reserved GiB": None}
    return {
        "peak GiB": round(torch.cuda.max_memory_allocated(where) / GIB, 3),
        "reserved GiB": round(torch.cuda.max_memory_reserved(where) / GIB, 3),
    }
