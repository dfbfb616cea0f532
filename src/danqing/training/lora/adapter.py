"""The adapter itself: low-rank layers put beside the frozen ones by peft, read out and put back."""

from typing import TYPE_CHECKING, Any

from danqing.training.lora.base import Base
from danqing.training.lora.recipe import Layers

if TYPE_CHECKING:
    import torch

_ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]
_REST = ["proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2", "conv_shortcut"]
_UNET: dict[Layers, list[str]] = {
    "attention": _ATTENTION,
    "all": [*_ATTENTION, *_REST],
}
_TEXT: dict[Layers, list[str]] = {
    "attention": ["q_proj", "k_proj", "v_proj", "out_proj"],
    "all": ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"],
}


def adapted_modules(part: str, layers: Layers) -> list[str]:
    """Ends of the names of the layers of ``part`` (``unet``, ``text_encoder``, ...) that are adapted."""
    return (_UNET if part == "unet" else _TEXT)[layers]


class Adapter:
    """The learnt layers of UNet and, where wanted, text encoders; float32, with a scale of 1 (alpha is the rank)."""

    def __init__(self, base: Base, rank: int, layers: Layers, text_encoder: bool, seed: int) -> None:
        import torch
        from peft import LoraConfig

        self.parts: dict[str, Any] = {
            name: network for name, network in base.networks.items() if name == "unet" or text_encoder
        }
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            for name, network in self.parts.items():
                network.add_adapter(
                    LoraConfig(
                        r=rank,
                        lora_alpha=rank,
                        init_lora_weights="gaussian",
                        target_modules=adapted_modules(name, layers),
                    )
                )
        for parameter in self.parameters():
            parameter.data = parameter.data.float()

    def parameters(self) -> "list[torch.nn.Parameter]":
        """What is learnt, in an order that the base and the settings decide."""
        return [p for network in self.parts.values() for p in network.parameters() if p.requires_grad]

    def weights(self) -> "dict[str, torch.Tensor]":
        """``unet.….lora_A.weight`` and so on, as diffusers and peft name them, on the CPU."""
        from peft.utils import get_peft_model_state_dict

        return {
            f"{part}.{name}": tensor.detach().float().cpu().contiguous()
            for part, network in self.parts.items()
            for name, tensor in get_peft_model_state_dict(network).items()
        }

    def take(self, weights: "dict[str, torch.Tensor]") -> None:
        """The inverse of ``weights``."""
        from peft.utils import set_peft_model_state_dict

        for part, network in self.parts.items():
            own = {n.removeprefix(f"{part}."): t for n, t in weights.items() if n.startswith(f"{part}.")}
            set_peft_model_state_dict(network, own)

    def shape(self) -> dict[str, dict[str, Any]]:
        """The settings of each part's layers, for the header that diffusers reads."""
        out = {}
        for part, network in self.parts.items():
            config = network.peft_config["default"]
            targets = sorted(config.target_modules)
            out[part] = {"r": config.r, "lora_alpha": config.lora_alpha, "target_modules": targets}
        return out
