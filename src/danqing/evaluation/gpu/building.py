"""Model folders with random weights, as a person would have them from a hub: written once, then opened like any other.

Weights are drawn on the device, in its number format, so that a model of billions of parameters takes seconds.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.evaluation.gpu.shapes import Configuration, painter_parts, writer_config
from danqing.models.catalog import starter_folder
from danqing.models.single_file import CONFIGS

if TYPE_CHECKING:
    import torch

SHARD = "4GB"
_PAINTERS = ("sdxl", "sd15")
CONTRAST = 0.35
"""Standard deviation of a decoded picture's values, which go from -1 to 1: neither flat nor cut off."""


def build(folder: Path, device: "torch.device", small: bool) -> Path:
    """The model that the folder is called after; one that is there already is left as it is."""
    return (build_painter if folder.name in _PAINTERS else build_writer)(folder, device, small)


def build_painter(folder: Path, device: "torch.device", small: bool) -> Path:
    """``sdxl`` or ``sd15`` in diffusers' layout, with the starter's vocabulary."""
    if (folder / "model_index.json").exists():
        return folder
    import torch
    from transformers import CLIPTokenizer

    torch.manual_seed(0)
    family, configs = folder.name, painter_parts(folder.name, small)
    for name, config in configs.items():
        part = random_part(name, config, device)
        if name == "unet":
            _scale(part.conv_out, _predicted(part, config), 1.0)
        elif name == "vae":
            latents = torch.randn(1, 4, 32, 32, device=device, dtype=part.dtype) / config["scaling_factor"]
            _scale(part.decoder.conv_out, _decoded(part, latents), CONTRAST)
        part.save_pretrained(folder / name, max_shard_size=SHARD)
        if name.startswith("text_encoder"):
            tokenizer = CLIPTokenizer.from_pretrained(starter_folder("painter") / "tokenizer", model_max_length=77)
            tokenizer.save_pretrained(folder / name.replace("text_encoder", "tokenizer"))
    shutil.copytree(CONFIGS / family / "scheduler", folder / "scheduler")
    shutil.copy(CONFIGS / family / "model_index.json", folder)  # last: the sign that all of it is there
    return folder


def build_writer(folder: Path, device: "torch.device", small: bool) -> Path:
    """A language model of ``shapes.LANGUAGE``, with the starter's vocabulary and chat template."""
    if (folder / "config.json").exists():
        return folder
    import torch
    from transformers import AutoTokenizer

    torch.manual_seed(0)
    made = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(made, ignore_errors=True)
    random_language_model(folder.name, device, small).save_pretrained(made, max_shard_size=SHARD)
    AutoTokenizer.from_pretrained(starter_folder("writer"), local_files_only=True).save_pretrained(made)
    return made.rename(folder)


def random_language_model(name: str, device: "torch.device", small: bool) -> Any:
    """As ``AutoModelForCausalLM`` gives it, bf16 on a card."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen2Config

    with _drawn_on(device, torch.bfloat16):
        return AutoModelForCausalLM.from_config(Qwen2Config(**writer_config(name, small))).eval()


def random_part(name: str, config: Configuration, device: "torch.device") -> Any:
    """A part of a picture model that has weights, fp16 on a card."""
    import diffusers
    import torch
    import transformers

    with _drawn_on(device, torch.float16):
        if name.startswith("text_encoder"):
            kind = getattr(transformers, config["architectures"][0])
            return kind(transformers.CLIPTextConfig(**config)).eval()
        return getattr(diffusers, config["_class_name"]).from_config(config).eval()


@contextmanager
def _drawn_on(device: "torch.device", dtype: "torch.dtype") -> Iterator[None]:
    """New weights are on the device; on a card in the format ``dtype``, which a processor is slow with."""
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype if device.type == "cuda" else torch.float32)
    try:
        with device:
            yield
    finally:
        torch.set_default_dtype(before)


def _predicted(unet: Any, config: Configuration) -> "torch.Tensor":
    """What the UNet says of noise: random weights say little, trained ones values of about 1."""
    import torch

    def noise(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, device=unet.device, dtype=unet.dtype)

    added = None
    if config.get("addition_embed_type"):
        pooled = config["projection_class_embeddings_input_dim"] - 6 * config["addition_time_embed_dim"]
        added = {"text_embeds": noise(1, pooled), "time_ids": noise(1, 6)}
    with torch.inference_mode():
        out: torch.Tensor = unet(
            noise(1, 4, 64, 64), 500, noise(1, 77, config["cross_attention_dim"]), added_cond_kwargs=added
        ).sample
    return out


def _decoded(vae: Any, latents: "torch.Tensor") -> "torch.Tensor":
    """In float32, as SDXL's autoencoder works; the weights are those of the format that they are kept in."""
    import torch

    kept = vae.dtype
    with torch.inference_mode():
        out: torch.Tensor = vae.float().decode(latents.float()).sample
    vae.to(kept)
    return out


def _scale(layer: Any, out: "torch.Tensor", deviation: float) -> None:
    """Scales the last layer so that what comes out has that standard deviation."""
    import torch

    with torch.no_grad():
        factor = deviation / float(out.float().std())
        for weights in layer.parameters():
            weights.mul_(factor)
