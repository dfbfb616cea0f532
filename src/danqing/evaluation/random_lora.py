"""A LoRA of random weights for a picture model: it costs the time that a trained one does."""

import re
from pathlib import Path

from danqing.models.reading import read_header
from danqing.models.weights import used_weights

RANK = 16
_ATTENDING = re.compile(r"attn[12]\.to_(q|k|v|out\.0)\.weight$")


def build_lora(file: Path, painter: Path, seed: int) -> Path:
    """A LoRA of all attention of a folder's UNet, in peft's names."""
    if file.exists():
        return file
    import torch
    from safetensors.torch import save_file

    dice = torch.Generator().manual_seed(seed)
    shapes = {
        name.removesuffix(".weight"): tensor.shape
        for path in used_weights(painter / "unet")
        for name, tensor in read_header(path).tensors.items()
        if _ATTENDING.search(name)
    }
    tensors = {}
    for name, (rows, columns) in shapes.items():
        tensors[f"unet.{name}.lora_A.weight"] = torch.randn(RANK, columns, generator=dice).half() / columns**0.5
        tensors[f"unet.{name}.lora_B.weight"] = torch.randn(rows, RANK, generator=dice).half() * 0.1
    save_file(tensors, file)
    return file
