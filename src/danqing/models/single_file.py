"""Checkpoints in one safetensors file, in the layout of the original code, as ComfyUI and A1111's WebUI use them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from danqing.core.errors import ModelUnusable
from danqing.models.reading import Header, read_header

Config = Literal["sd15", "sd2", "sd2-base", "sdxl", "flux", "flux-schnell"]
CONFIGS = Path(__file__).parent / "configs"
"""What such a file does not say of itself, in diffusers' layout, a folder for each of ``Config``."""

_UNET = "model.diffusion_model."
_UNET_IN = f"{_UNET}input_blocks.0.0.weight"
_FLUX = re.compile(r"(model\.diffusion_model\.)?double_blocks\.0\.img_attn\.qkv\.weight")
_CLIP = "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight"
_OPEN_CLIP = "cond_stage_model.model.ln_final.weight"
_XL_CLIPS = (
    "conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight",
    "conditioner.embedders.1.model.ln_final.weight",
)
_VAE = "first_stage_model.decoder.conv_in.weight"
_FEW = re.compile(r"turbo|lightning|hyper[-_ ]?sd|(?<![a-z])lcm(?![a-z])", re.IGNORECASE)
_TELLING = f"{_UNET}output_blocks.11.1.transformer_blocks.0.norm1.bias"
_SPREAD = 0.09
"""Standard deviation of that tensor above which SD 2 predicts v: the two published lines lie on either side of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file holds. ``config``: which of the shipped configurations describes it; ``scheduler``: what of that one
    is different, as far as the file tells."""

    dialect: str
    config: Config
    scheduler: dict[str, Any]


def described(path: Path, layout: Layout) -> Path:
    """The configuration of the file's parts: a folder of its name beside it, where there is one, else a shipped one."""
    beside = path.with_suffix("")
    return beside if (beside / "model_index.json").is_file() else CONFIGS / layout.config


def known_layout(path: Path) -> Layout | None:
    """What the file holds by its header, whether or not it is whole; None where it is of no known family.

    ModelUnusable for a damaged file.
    """
    header = _header(path)
    return None if _dialect(header) is None else _layout(path, header)


def layout_of(path: Path) -> Layout:
    """What the file holds; ModelUnusable where it is no whole checkpoint of a known family."""
    header = _header(path)
    dialect = _dialect(header)
    if dialect is None:
        raise ModelUnusable("file_foreign", path=path)
    if dialect != "flux":
        _whole(path, header, dialect)
    return _layout(path, header)


def _dialect(header: Header) -> str | None:
    if any(_FLUX.fullmatch(name) for name in header.tensors):
        return "flux"
    if _UNET_IN not in header.tensors:
        return None
    if _XL_CLIPS[1] in header.tensors or f"{_UNET}label_emb.0.0.weight" in header.tensors:
        return "sdxl"
    return "sd15"


def _layout(path: Path, header: Header) -> Layout:
    dialect = _dialect(header)
    if dialect == "flux":
        guided = any(name.endswith("guidance_in.in_layer.weight") for name in header.tensors)
        return Layout("flux", "flux" if guided else "flux-schnell", {})
    changes = _prediction(header) | _few_steps(path, header)
    if dialect == "sdxl":
        return Layout("sdxl", "sdxl", changes)
    if _OPEN_CLIP not in header.tensors:
        return Layout("sd15", "sd15", changes)
    told = changes.get("prediction_type")
    predicts_v = told == "v_prediction" if told else _deviation(path, header) > _SPREAD
    return Layout("sd15", "sd2" if predicts_v else "sd2-base", changes)


def _prediction(header: Header) -> dict[str, Any]:
    """What the network predicts, where the maker has put it into the file: as metadata, or as a tensor so named."""
    told = header.metadata.get("modelspec.prediction_type", "").lower()
    if told.startswith("eps"):
        return {"prediction_type": "epsilon"}
    if not told.startswith("v") and "v_pred" not in header.tensors:
        return {}
    zero = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"} if "ztsnr" in header.tensors else {}
    return {"prediction_type": "v_prediction"} | zero


def _few_steps(path: Path, header: Header) -> dict[str, Any]:
    """Distilled models cannot be told by their tensors: the name of the file has to say it, or its title."""
    title = header.metadata.get("modelspec.title", "")
    found = _FEW.search(path.stem) or _FEW.search(title)
    if found is None:
        return {}
    if found.group().lower() == "lcm":
        return {"_class_name": "LCMScheduler"}
    return {"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"}


def _whole(path: Path, header: Header, dialect: str) -> None:
    """ModelUnusable for a file with a UNet alone, and for UNets that take more than noise."""
    inputs = (*header.tensors[_UNET_IN].shape, 0, 0)[1]
    if inputs != 4:
        raise ModelUnusable("file_other_inputs", path=path, channels=inputs)
    if _VAE not in header.tensors:
        raise ModelUnusable("file_incomplete", path=path, missing="VAE (first_stage_model)")
    clips = _XL_CLIPS if dialect == "sdxl" else (_CLIP if _OPEN_CLIP not in header.tensors else _OPEN_CLIP,)
    for name in clips:
        if name not in header.tensors:
            raise ModelUnusable("file_incomplete", path=path, missing=f"CLIP ({name.partition('.')[0]})")


def _deviation(path: Path, header: Header) -> float:
    """The standard deviation of the tensor that tells SD 2's two lines apart; 0 where there is none."""
    if _TELLING not in header.tensors:
        return 0.0
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        return float(file.get_tensor(_TELLING).float().std(correction=0))


def _header(path: Path) -> Header:
    """ModelUnusable where the file is no safetensors file, or a damaged one."""
    if path.suffix != ".safetensors":
        raise ModelUnusable("model_pickled", path=path.parent, file=path.name)
    return read_header(path)
