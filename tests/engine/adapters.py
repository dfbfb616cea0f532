"""LoRAs and ControlNets with random weights, in the layouts that people share, for the small models of the tests."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from danqing.engine.families.model import PictureModel
from tests.engine.checkpoints import unet_key

RANK = 4
ALPHA = 2.0
_SHARE = 0.2
"""How strong the numbers are: enough to be seen, not so much that pictures saturate."""

Learnt = dict[tuple[str, str], tuple[torch.Tensor, torch.Tensor]]
"""By network and layer: what goes down and what comes up, scaled so that alpha is the rank."""


def learnt(model: PictureModel, seed: int = 0, text: bool = True, convolutions: bool = True) -> Learnt:
    """Random numbers for the attention of all networks, and a few convolutions of a UNet."""
    draw = torch.Generator().manual_seed(seed)
    found: Learnt = {}
    for network, module in model.networks().items():
        if network.startswith("text_encoder") and (not text or type(module).__name__[:4] != "CLIP"):
            continue
        for name, layer in module.named_modules():
            if isinstance(layer, torch.nn.Linear) and name.split(".")[-1] in ("to_q", "to_k", "to_v", "0", "q_proj"):
                shapes: tuple[Any, Any] = ((RANK, layer.in_features), (layer.out_features, RANK))
            elif isinstance(layer, torch.nn.Conv2d) and convolutions and name.endswith("conv1"):
                shapes = ((RANK, layer.in_channels, *layer.kernel_size), (layer.out_channels, RANK, 1, 1))
            else:
                continue
            down, up = (torch.randn(shape, generator=draw) * _SHARE for shape in shapes)
            found[network, name] = (down, up)
    return found


def diffusers(numbers: Learnt) -> dict[str, torch.Tensor]:
    return {
        f"{network}.{name}.{part}.weight": tensor
        for (network, name), pair in numbers.items()
        for part, tensor in zip(("lora_A", "lora_B"), pair, strict=True)
    }


def early_diffusers(numbers: Learnt) -> dict[str, torch.Tensor]:
    """With the layers of attention beside the processors, as its first versions had them."""
    found: dict[str, torch.Tensor] = {}
    for (network, name), (down, up) in numbers.items():
        place, _, last = name.removesuffix(".0").rpartition(".")
        near = (
            f"{network}.{place}.processor.{last}_lora" if network == "unet" else f"{network}.{name}.lora_linear_layer"
        )
        found |= {f"{near}.down.weight": down, f"{near}.up.weight": up}
    return found


def peft(numbers: Learnt) -> dict[str, torch.Tensor]:
    """As peft saves a network's adapter: of the one that predicts noise only."""
    return {
        f"base_model.model.{name}.{part}.weight": tensor
        for (network, name), pair in numbers.items()
        if not network.startswith("text_encoder")
        for part, tensor in zip(("lora_A", "lora_B"), pair, strict=True)
    }


def kohya(numbers: Learnt, rename: Callable[[str], str] = lambda name: name) -> dict[str, torch.Tensor]:
    """With an alpha of its own; ``rename``: of the UNet's layers."""
    several = any(network == "text_encoder_2" for network, _ in numbers)
    begins = {
        "unet": "lora_unet_",
        "text_encoder": "lora_te1_text_model_" if several else "lora_te_text_model_",
        "text_encoder_2": "lora_te2_text_model_",
    }
    found: dict[str, torch.Tensor] = {}
    for (network, name), (down, up) in numbers.items():
        inner = rename(name) if network == "unet" else name.removeprefix("text_model.")
        near = begins[network] + inner.replace(".", "_")
        found[f"{near}.lora_down.weight"] = down
        found[f"{near}.lora_up.weight"] = up * (RANK / ALPHA)
        found[f"{near}.alpha"] = torch.tensor(ALPHA)
    return found


def first_names(name: str) -> str:
    """Of a layer of ``folders.unet`` in the checkpoints as they were first published."""
    kinds = {"resnets": "0", "attentions": "1"}
    inner = {"conv1": "in_layers.2"}
    block, _, rest = name.partition(".")
    number, _, rest = rest.partition(".")
    if block == "mid_block":
        kind, (index, _, rest) = number, rest.partition(".")
        near = "middle_block.1" if kind == "attentions" else f"middle_block.{2 * int(index)}"
        return f"{near}.{inner.get(rest, rest)}"
    kind, _, rest = rest.partition(".")
    layer, _, rest = rest.partition(".")
    if block == "down_blocks":
        place = f"input_blocks.{1 + 2 * int(number) + int(layer)}"
    else:
        place = f"output_blocks.{2 * int(number) + int(layer)}"
    return f"{place}.{kinds[kind]}.{inner.get(rest, rest)}"


def saved(path: Path, tensors: Mapping[str, torch.Tensor], metadata: dict[str, str] | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {name: tensor.clone().contiguous() for name, tensor in tensors.items()}
    save_file(whole, path, {"format": "pt", **(metadata or {})})
    return path


def peft_folder(folder: Path, numbers: Learnt) -> Path:
    """As peft saves it: the scale stands in the settings beside the weights."""
    scaled = {key: (down, up * (RANK / ALPHA)) for key, (down, up) in numbers.items()}
    saved(folder / "adapter_model.safetensors", peft(scaled))
    (folder / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": RANK, "lora_alpha": ALPHA}))
    return folder


def control_network(model: PictureModel, seed: int = 0) -> Any:
    """A ControlNet for the model's UNet that leads: a fresh one has zeros at its ends, which change nothing."""
    from diffusers import ControlNetModel

    torch.manual_seed(seed)
    kind: Any = ControlNetModel
    network = kind.from_unet(model.networks()["unet"])
    with torch.no_grad():
        for name, weights in network.named_parameters():
            if name.startswith(
                ("controlnet_down_blocks", "controlnet_mid_block", "controlnet_cond_embedding.conv_out")
            ):
                weights.normal_(0, 0.2)
    return network


def first_control(network: Any) -> dict[str, torch.Tensor]:
    """A ControlNet under the names of its first publication, without ``control_model.`` before them."""
    last = 2 * (len(network.controlnet_cond_embedding.blocks) + 1)
    hints = {"conv_in": 0, "conv_out": last}
    found: dict[str, torch.Tensor] = {}
    for name, tensor in network.state_dict().items():
        stem, _, kind = name.rpartition(".")
        place = stem.split(".")
        if place[0] == "controlnet_cond_embedding":
            number = hints[place[1]] if place[1] in hints else 2 * (int(place[2]) + 1)
            found[f"input_hint_block.{number}.{kind}"] = tensor
        elif place[0] == "controlnet_down_blocks":
            found[f"zero_convs.{place[1]}.0.{kind}"] = tensor
        elif place[0] == "controlnet_mid_block":
            found[f"middle_block_out.0.{kind}"] = tensor
        else:
            found[unet_key(name, network.config.layers_per_block)] = tensor
    return found
