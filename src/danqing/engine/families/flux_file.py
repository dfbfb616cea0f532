"""Flux transformers from one file in the original layout, as networks of diffusers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

_PREFIX = "model.diffusion_model."
_OUTSIDE = {
    "time_in.in_layer": "time_text_embed.timestep_embedder.linear_1",
    "time_in.out_layer": "time_text_embed.timestep_embedder.linear_2",
    "vector_in.in_layer": "time_text_embed.text_embedder.linear_1",
    "vector_in.out_layer": "time_text_embed.text_embedder.linear_2",
    "guidance_in.in_layer": "time_text_embed.guidance_embedder.linear_1",
    "guidance_in.out_layer": "time_text_embed.guidance_embedder.linear_2",
    "txt_in": "context_embedder",
    "img_in": "x_embedder",
    "final_layer.linear": "proj_out",
    "final_layer.adaLN_modulation.1": "norm_out.linear",
}
_DOUBLE = {
    "img_mod.lin": ("norm1.linear",),
    "txt_mod.lin": ("norm1_context.linear",),
    "img_attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
    "txt_attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
    "img_attn.norm.query_norm": ("attn.norm_q",),
    "img_attn.norm.key_norm": ("attn.norm_k",),
    "txt_attn.norm.query_norm": ("attn.norm_added_q",),
    "txt_attn.norm.key_norm": ("attn.norm_added_k",),
    "img_mlp.0": ("ff.net.0.proj",),
    "img_mlp.2": ("ff.net.2",),
    "txt_mlp.0": ("ff_context.net.0.proj",),
    "txt_mlp.2": ("ff_context.net.2",),
    "img_attn.proj": ("attn.to_out.0",),
    "txt_attn.proj": ("attn.to_add_out",),
}
_SINGLE = {
    "modulation.lin": ("norm.linear",),
    "linear1": ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp"),
    "norm.query_norm": ("attn.norm_q",),
    "norm.key_norm": ("attn.norm_k",),
    "linear2": ("proj_out",),
}
_BLOCK = re.compile(r"(double|single)_blocks\.(\d+)\.(.+)")


def read_flux(path: Path, config: dict[str, Any], dtype: "torch.dtype") -> Any:
    """The transformer in the file. Raises KeyError, RuntimeError, ValueError for what is none."""
    import torch
    from diffusers import FluxTransformer2DModel
    from safetensors import safe_open

    with torch.device("meta"):
        model: Any = FluxTransformer2DModel.from_config(config)
    width = int(model.inner_dim)
    weights: dict[str, torch.Tensor] = {}
    with safe_open(path, framework="pt") as file:
        for name in file.keys():  # noqa: SIM118 - not a dictionary
            for own, tensor in converted(name.removeprefix(_PREFIX), file.get_tensor(name), width):
                weights[own] = tensor.to(dtype).contiguous()
    model.load_state_dict(weights, assign=True)
    return model.eval()


def converted(name: str, tensor: "torch.Tensor", width: int) -> "Iterator[tuple[str, torch.Tensor]]":
    """What becomes of one tensor: diffusers keeps what is multiplied together apart. ``width``: of the network."""
    import torch

    stem, _, kind = name.rpartition(".")
    kind = "weight" if kind == "scale" else kind
    block = _BLOCK.fullmatch(stem)
    if block is None:
        if stem not in _OUTSIDE:
            return  # parts of other models, in files that hold several
        if stem.startswith("final_layer.adaLN"):  # shift and scale, in the other order
            tensor = torch.cat(tensor.chunk(2)[::-1])
        yield f"{_OUTSIDE[stem]}.{kind}", tensor
        return
    which, number, part = block.groups()
    names = (_DOUBLE if which == "double" else _SINGLE)[part]
    sizes = [width] * min(len(names), 3)
    pieces = tensor.split([*sizes, len(tensor) - sum(sizes)][: len(names)]) if len(names) > 1 else (tensor,)
    place = "transformer_blocks" if which == "double" else "single_transformer_blocks"
    for own, piece in zip(names, pieces, strict=True):
        yield f"{place}.{number}.{own}.{kind}", piece
