"""What a training leaves: the adapter in two layouts, each with a header that tells what it is, and a card."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.store.disk import Disk, put, spoken
from danqing.training.lora.base import Base
from danqing.training.lora.recipe import Recipe

if TYPE_CHECKING:
    import torch

DIFFUSERS, KOHYA, CARD = "lora.safetensors", "lora.kohya.safetensors", "README.md"
_ARCHITECTURE = {"sd": "stable-diffusion-v1/lora", "sdxl": "stable-diffusion-xl-v1-base/lora"}


@dataclass(frozen=True, slots=True)
class Making:
    """How an adapter came to be, for header and card. ``when``: the day, ISO."""

    recipe: Recipe
    base: Base
    pictures: int
    priors: int
    steps: int
    seconds: float
    loss: float
    when: str


def write(out: Path, weights: "dict[str, torch.Tensor]", shape: dict[str, Any], making: Making) -> Path:
    """Both files and the card; the path of the diffusers one. Weights are kept as fp16 where the base is, else fp32."""
    import torch
    from diffusers.utils.state_dict_utils import convert_state_dict_to_kohya
    from safetensors.torch import save

    dtype = torch.float32 if making.base.dtype == torch.float32 else torch.float16
    tensors = {name: tensor.to(dtype) for name, tensor in weights.items()}
    kohya = {name: t.to(dtype).contiguous() for name, t in convert_state_dict_to_kohya(dict(tensors)).items()}
    header = _header(making)
    flat = {f"{part}.{key}": value for part, settings in shape.items() for key, value in settings.items()}
    peft = {**header, "lora_adapter_metadata": json.dumps(flat, sort_keys=True)}
    with spoken(out):
        put(Disk(), out / DIFFUSERS, save(tensors, metadata={"format": "pt", **peft}))
        put(Disk(), out / KOHYA, save(kohya, metadata={"format": "pt", **header, **_kohya_header(making)}))
        put(Disk(), out / CARD, card(making).encode("utf-8"))
    return out / DIFFUSERS


def _header(making: Making) -> dict[str, str]:
    """As the specification of model metadata (modelspec) names it, and the recipe."""
    return {
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": _architecture(making.base),
        "modelspec.implementation": "diffusers",
        "modelspec.title": making.recipe.trigger,
        "modelspec.trigger_phrase": making.recipe.trigger,
        "modelspec.date": making.when,
        "modelspec.prediction_type": "v"
        if making.base.scheduler.get("prediction_type") == "v_prediction"
        else "epsilon",
        "danqing.base": making.base.name,
        "danqing.recipe": json.dumps(making.recipe.as_json(), ensure_ascii=False, sort_keys=True),
    }


def _architecture(base: Base) -> str:
    if base.kind == "sd" and int(base.unet.config.cross_attention_dim) == 1024:
        return (
            "stable-diffusion-v2-768-v/lora"
            if base.scheduler.get("prediction_type") == "v_prediction"
            else ("stable-diffusion-v2-512/lora")
        )
    return _ARCHITECTURE[base.kind]


def _kohya_header(making: Making) -> dict[str, str]:
    """What WebUIs show of a LoRA, by kohya's names."""
    recipe, base = making.recipe, making.base
    version = {"sd": "sd_v1", "sdxl": "sdxl_base_v1-0"}[base.kind]
    if base.kind == "sd" and int(base.unet.config.cross_attention_dim) == 1024:
        version = "sd_v2"
    return {
        "ss_base_model_version": version,
        "ss_sd_model_name": base.name,
        "ss_network_module": "networks.lora",
        "ss_network_dim": str(recipe.rank),
        "ss_network_alpha": str(recipe.rank),
        "ss_learning_rate": str(recipe.lr),
        "ss_steps": str(making.steps),
        "ss_num_train_images": str(making.pictures),
        "ss_tag_frequency": json.dumps({"pictures": {recipe.trigger: making.pictures}}, ensure_ascii=False),
    }


def licence_of(folder: Path) -> str | None:
    """The licence that the base's own card names at its top."""
    try:
        lines = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    if not lines or lines[0].strip() != "---":
        return None
    for line in lines[1:40]:
        if line.strip() == "---":
            return None
        if line.startswith("license:"):
            return line.partition(":")[2].strip() or None
    return None


def card(making: Making) -> str:
    """README.md: what it is, how it is used, how it was made, what binds; in English and Chinese."""
    recipe, base = making.recipe, making.base
    licence = licence_of(base.folder)
    head = ["---", f"base_model: {json.dumps(base.name, ensure_ascii=False)}", "library_name: diffusers"]
    head += [f"instance_prompt: {json.dumps(recipe.trigger, ensure_ascii=False)}", "tags: [lora, text-to-image]", "---"]
    rows = [
        ("rank", recipe.rank),
        ("steps", making.steps),
        ("batch", recipe.batch * recipe.accumulate),
        ("learning rate", recipe.lr),
        ("schedule", recipe.schedule),
        ("layers", recipe.layers),
        ("text encoder", "yes" if recipe.text_encoder else "no"),
        ("precision", str(base.dtype).removeprefix("torch.")),
        ("optimizer", recipe.optimizer),
        ("seed", recipe.seed),
        ("pictures", making.pictures),
        ("prior pictures", making.priors),
        ("minutes", f"{making.seconds / 60:.1f}"),
        ("loss at the end", f"{making.loss:.4f}"),
    ]
    table = ["| setting | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    bound = f"`{licence}`" if licence else "not named in its folder"
    bound_zh = f"`{licence}`" if licence else "其文件夹中没有写明"
    english = f"""
# {recipe.trigger}

A LoRA for `{base.name}`, made with `danqing train lora` on {making.when}. Say `{recipe.trigger}` in the prompt to call
it up. `{DIFFUSERS}` has the layout of diffusers and peft, `{KOHYA}` that of kohya's scripts, for A1111 and ComfyUI.

Licence: an adapter follows the terms of its base ({bound}) and of the pictures that it was learnt from. Read both
before you pass it on.
"""
    chinese = f"""
# {recipe.trigger}（中文）

`{base.name}` 的 LoRA，由 `danqing train lora` 于 {making.when} 训练。在提示词里写 `{recipe.trigger}` 即可唤起。
`{DIFFUSERS}` 为 diffusers/peft 格式，`{KOHYA}` 为 kohya 格式，供 A1111 和 ComfyUI 使用。

许可：适配器受基础模型（{bound_zh}）和训练图片的条款约束，分享前请先阅读两者。
"""
    return "\n".join([*head, english.rstrip(), chinese.rstrip(), "", *table, ""])
