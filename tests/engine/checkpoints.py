"""Single-file checkpoints in the layout of the original code, made from folders in diffusers' layout."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

Weights = dict[str, torch.Tensor]

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
_OUTSIDE = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
_OPEN_CLIP = {
    "embeddings.position_embedding.weight": "positional_embedding",
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "final_layer_norm.weight": "ln_final.weight",
    "final_layer_norm.bias": "ln_final.bias",
}


def unet_key(name: str, layers: int) -> str:
    """``layers``: of a block."""
    stem, _, kind = name.rpartition(".")
    if stem in _OUTSIDE:
        return f"{_OUTSIDE[stem]}.{kind}"
    found = re.fullmatch(r"(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.+)", name)
    if found is None:
        found = re.fullmatch(r"mid_block\.(\w+)\.(\d+)\.(.+)", name)
        assert found is not None, name
        part, number, rest = found[1], int(found[2]), found[3]
        return f"middle_block.{1 if part == 'attentions' else 2 * number}.{_inner(part, rest)}"
    way, block, part, number, rest = found[1], int(found[2]), found[3], int(found[4]), found[5]
    if part == "downsamplers":
        return f"input_blocks.{(block + 1) * (layers + 1)}.0.op.{rest.removeprefix('conv.')}"
    if part == "upsamplers":
        return f"output_blocks.{block * (layers + 1) + layers}.UP.{rest}"
    place = f"input_blocks.{1 + block * (layers + 1) + number}" if way == "down" else ""
    place = place or f"output_blocks.{block * (layers + 1) + number}"
    return f"{place}.{1 if part == 'attentions' else 0}.{_inner(part, rest)}"


def _inner(part: str, rest: str) -> str:
    if part == "attentions":
        return rest
    stem, _, kind = rest.rpartition(".")
    return f"{_RESNET[stem]}.{kind}"


def ldm_unet(unet: Any) -> Weights:
    """An upsampler stands after the attention of its block, where there is one."""
    named = {unet_key(name, unet.config.layers_per_block): tensor for name, tensor in unet.state_dict().items()}
    out: Weights = {}
    for name, tensor in named.items():
        block = name.partition(".UP")[0]
        attended = any(other.startswith(f"{block}.1.") for other in named)
        out[name.replace(".UP.", ".2." if attended else ".1.")] = tensor
    return out


def ldm_vae(vae: Any) -> Weights:
    blocks = len(vae.config.block_out_channels)
    out: Weights = {}
    for name, tensor in vae.state_dict().items():
        own = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
        own = re.sub(r"down_blocks\.(\d+)\.resnets", r"down.\1.block", own)
        own = re.sub(r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample", own)
        own = re.sub(r"up_blocks\.(\d+)\.resnets", lambda m: f"up.{blocks - 1 - int(m[1])}.block", own)
        own = re.sub(r"up_blocks\.(\d+)\.upsamplers\.0", lambda m: f"up.{blocks - 1 - int(m[1])}.upsample", own)
        own = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", own)
        if "mid_block.attentions.0" in own:
            for theirs, ours in _VAE_ATTENTION.items():
                own = own.replace(f"attentions.0.{theirs}.", f"attentions.0.{ours}.")
            own = own.replace("mid_block.attentions.0", "mid.attn_1")
            if tensor.ndim == 2:  # a convolution of one pixel, in the original
                tensor = tensor[:, :, None, None]
        out[own] = tensor
    return out


def _text(model: Any) -> Weights:
    return {name.removeprefix("text_model."): tensor for name, tensor in model.state_dict().items()}


def ldm_clip(model: Any) -> Weights:
    return {f"text_model.{name}": tensor for name, tensor in _text(model).items()}


def open_clip(model: Any) -> Weights:
    text, out = _text(model), Weights()
    for name, tensor in text.items():
        if name == "text_projection.weight":
            out["text_projection"] = tensor.T
        elif name in _OPEN_CLIP:
            out[_OPEN_CLIP[name]] = tensor
        elif ".q_proj." in name:
            own = name.replace("encoder.layers.", "transformer.resblocks.").partition(".self_attn")[0]
            parts = [text[name.replace("q_proj", other)] for other in ("q_proj", "k_proj", "v_proj")]
            out[f"{own}.attn.in_proj_{name.rpartition('.')[2]}"] = torch.cat(parts)
        elif not re.search(r"\.[kv]_proj\.", name):
            own = name.replace("encoder.layers.", "transformer.resblocks.").replace("self_attn", "attn")
            own = own.replace("layer_norm", "ln_").replace("mlp.fc1", "mlp.c_fc").replace("mlp.fc2", "mlp.c_proj")
            out[own] = tensor
    return out


def flux(transformer: Any) -> Weights:
    """The inverse of ``engine.families.flux_file``: what lies apart put together again."""
    from danqing.engine.families.flux_file import _DOUBLE, _OUTSIDE, _SINGLE

    state, out = transformer.state_dict(), Weights()
    tables = (("double_blocks", "transformer_blocks", _DOUBLE), ("single_blocks", "single_transformer_blocks", _SINGLE))
    for theirs, own in _OUTSIDE.items():
        for kind in ("weight", "bias"):
            if f"{own}.{kind}" in state:
                tensor = state[f"{own}.{kind}"]
                out[f"{theirs}.{kind}"] = torch.cat(tensor.chunk(2)[::-1]) if "adaLN" in theirs else tensor
    for blocks, place, table in tables:
        for number in range(len(getattr(transformer, place))):
            for theirs, names in table.items():
                for kind in ("weight", "bias"):
                    parts = [state.get(f"{place}.{number}.{name}.{kind}") for name in names]
                    if parts[0] is not None:
                        ending = "scale" if theirs.endswith("_norm") else kind
                        out[f"{blocks}.{number}.{theirs}.{ending}"] = torch.cat(parts)
    return out


def make_checkpoint(folder: Path, path: Path, metadata: dict[str, str] | None = None, **more: torch.Tensor) -> Path:
    """The file for a folder, and beside it, in a folder of its name, what the file does not say of itself."""
    from danqing.engine.pipeline import DiffusersPainter

    pipe = DiffusersPainter(folder, device="cpu")._parts().model.container()
    name = type(pipe).__name__
    weights: dict[str, Weights] = {}
    if name == "FluxPipeline":
        weights[""] = flux(pipe.transformer)
        shutil.copytree(folder, path.with_suffix(""), ignore=shutil.ignore_patterns("transformer"))
        (path.with_suffix("") / "transformer").mkdir()
        shutil.copy(folder / "transformer" / "config.json", path.with_suffix("") / "transformer")
    else:
        weights |= {"model.diffusion_model.": ldm_unet(pipe.unet), "first_stage_model.": ldm_vae(pipe.vae)}
        if name == "StableDiffusionXLPipeline":
            weights["conditioner.embedders.0.transformer."] = ldm_clip(pipe.text_encoder)
            weights["conditioner.embedders.1.model."] = open_clip(pipe.text_encoder_2)
        elif json.loads((folder / "scheduler" / "scheduler_config.json").read_text())["prediction_type"] == "epsilon":
            weights["cond_stage_model.transformer."] = ldm_clip(pipe.text_encoder)
        else:
            weights["cond_stage_model.model."] = open_clip(pipe.text_encoder)
        shutil.copytree(folder, path.with_suffix(""), ignore=shutil.ignore_patterns("*.safetensors"))
    flat = {f"{prefix}{key}": value.contiguous() for prefix, part in weights.items() for key, value in part.items()}
    save_file(flat | more, path, metadata)
    return path
