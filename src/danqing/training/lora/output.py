"""What a training leaves: the adapter in two layouts, each with a header that tells what it is, and a card."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.models.licences import licence_of
from danqing.store.disk import Disk, put, spoken
from danqing.training.lora.base import Base
from danqing.training.lora.recipe import Recipe

if TYPE_CHECKING:
    import torch

DIFFUSERS, KOHYA, CARD = "lora.safetensors", "lora.kohya.safetensors", "README.md"


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
    """As the specification of model metadata (modelspec) names it, and the recipe without what a person wrote."""
    private = {"class_prompts", "sample_prompts"}
    settings = {name: value for name, value in making.recipe.as_json().items() if name not in private}
    return {
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": f"{_version(making.base)[0]}/lora",
        "modelspec.implementation": "diffusers",
        "modelspec.title": making.recipe.trigger,
        "modelspec.trigger_phrase": making.recipe.trigger,
        "modelspec.date": making.when,
        "modelspec.prediction_type": "v"
        if making.base.scheduler[1].get("prediction_type") == "v_prediction"
        else "epsilon",
        "danqing.base": making.base.name,
        "danqing.recipe": json.dumps(settings, ensure_ascii=False, sort_keys=True),
    }


def _version(base: Base) -> tuple[str, str]:
    """The base's architecture as modelspec names it, and its version as kohya's scripts do."""
    width = int(base.unet.config.cross_attention_dim)
    if base.kind == "sdxl":
        return "stable-diffusion-xl-v1-base", "sdxl_base_v1-0"
    if width == 1024:
        velocity = base.scheduler[1].get("prediction_type") == "v_prediction"
        return "stable-diffusion-v2-768-v" if velocity else "stable-diffusion-v2-512", "sd_v2"
    return ("stable-diffusion-v1", "sd_v1") if width == 768 else (base.name, base.name)


def _kohya_header(making: Making) -> dict[str, str]:
    """What WebUIs show of a LoRA, by kohya's names."""
    recipe, base = making.recipe, making.base
    return {
        "ss_base_model_version": _version(base)[1],
        "ss_sd_model_name": base.name,
        "ss_network_module": "networks.lora",
        "ss_network_dim": str(recipe.rank),
        "ss_network_alpha": str(recipe.rank),
        "ss_learning_rate": str(recipe.lr),
        "ss_steps": str(making.steps),
        "ss_num_train_images": str(making.pictures),
        "ss_tag_frequency": json.dumps({"pictures": {recipe.trigger: making.pictures}}, ensure_ascii=False),
    }


def card(making: Making) -> str:
    """README.md: what it is, how it is used, how it was made, what binds; in English and Chinese."""
    recipe, base = making.recipe, making.base
    licence = licence_of(base.place)
    head = ["---", f"base_model: {json.dumps(base.name, ensure_ascii=False)}", "library_name: diffusers"]
    head += [f"instance_prompt: {json.dumps(recipe.trigger, ensure_ascii=False)}", "tags: [lora, text-to-image]", "---"]
    rows = [
        ("rank 秩", recipe.rank),
        ("steps 步数", making.steps),
        ("batch 批量", recipe.batch * recipe.accumulate),
        ("learning rate 学习率", recipe.lr),
        ("schedule 学习率曲线", recipe.schedule),
        ("layers 适配的层", recipe.layers),
        ("text encoder 文本编码器", "yes" if recipe.text_encoder else "no"),
        ("precision 精度", str(base.dtype).removeprefix("torch.")),
        ("optimizer 优化器", recipe.optimizer),
        ("seed 种子", recipe.seed),
        ("pictures 图片", making.pictures),
        ("prior pictures 先验图片", making.priors),
        ("minutes 分钟", f"{making.seconds / 60:.1f}"),
        ("loss at the end 最终损失", f"{making.loss:.4f}"),
    ]
    table = ["| setting 设置 | value 值 |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    bound = f"`{licence.name}`" if licence.name else "not named beside it"
    bound_zh = f"`{licence.name}`" if licence.name else "旁边没有写明"
    terms, terms_zh = (f"\n{said}\n" if (said := licence.said(language)) else "" for language in ("en", "zh"))
    english = f"""
# {recipe.trigger}

A LoRA for `{base.name}`, made with `danqing train lora` on {making.when}. Say `{recipe.trigger}` in the prompt to call
it up. `{DIFFUSERS}` has the layout of diffusers and peft, `{KOHYA}` that of kohya's scripts, for A1111 and ComfyUI.

Licence: an adapter follows the terms of its base ({bound}) and of the pictures that it was learnt from. Read both
before you pass it on.
{terms}"""
    chinese = f"""
# {recipe.trigger}（中文）

`{base.name}` 的 LoRA，由 `danqing train lora` 于 {making.when} 训练。在提示词里写 `{recipe.trigger}` 即可唤起。
`{DIFFUSERS}` 为 diffusers/peft 格式，`{KOHYA}` 为 kohya 格式，供 A1111 和 ComfyUI 使用。

许可：适配器受基础模型（{bound_zh}）和训练图片的条款约束，分享前请先阅读两者。
{terms_zh}"""
    return "\n".join([*head, english.rstrip(), chinese.rstrip(), "", *table, ""])
