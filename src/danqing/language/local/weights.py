"""Reading a language model folder into memory: number format by device, quantised where that is wanted."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.core.memory import Precision
from danqing.core.types import Quantisation
from danqing.models.devices import Device
from danqing.models.loading import loading
from danqing.models.memory.arena import movable
from danqing.models.memory.packing import PACKED, pack
from danqing.models.reading import read_json

_LIBRARIES: dict[Quantisation, str] = {
    "nf4": "bitsandbytes",
    "int8": "bitsandbytes",
    "torchao-int8": "torchao",
    "torchao-int4": "torchao",
}
_CUDA_ONLY: tuple[Quantisation, ...] = ("nf4", "int8", "torchao-int4")
HELD: dict[Quantisation, Precision] = {
    "none": "bf16",
    "nf4": "nf4",
    "int8": "int8",
    "torchao-int8": "int8",
    "torchao-int4": "nf4",
}
"""How many bytes they take, as far as a plan is concerned."""


def check_architecture(folder: Path) -> None:
    """ModelUnusable for a folder of anything but a causal language model that transformers knows by itself."""
    from transformers import AutoConfig
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelUnusable("model_unsupported", path=folder, detail=_first_line(error)) from error
    if config.model_type not in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        raise ModelUnusable("model_unsupported", path=folder, detail=f"model_type {config.model_type}")


def read_tokenizer(folder: Path) -> Any:
    """The tokenizer of a model folder; ModelUnusable where it cannot be read or would run code."""
    from transformers import AutoTokenizer

    return _read(AutoTokenizer, folder)


def read_weights(
    folder: Path, device: Device, quantisation: Quantisation = "none", precision: Precision | None = None
) -> Any:
    """The causal language model of a folder, for ``device``, in evaluation mode: safetensors only, no code of its own.

    In main memory, but for what a library can only pack on the card. Linear layers hold as ``quantisation`` says, or as
    ``precision`` where it is auto, and compute in the device's number format. ModelUnusable where the folder cannot be
    read, does not fit, or the quantisation needs a library or a device that is not there.
    """
    import torch
    from transformers import AutoModelForCausalLM

    dtype = getattr(torch, device.dtype)
    cuda = device.name.startswith("cuda")
    settings: dict[str, Any] = {"use_safetensors": True, "dtype": dtype}
    recipe = None if quantisation in ("auto", "none") else _recipe(quantisation, device, dtype)
    published = "quantization_config" in read_json(folder / "config.json")
    if recipe is not None or published:
        settings |= {"device_map": {"": device.name}} if cuda else {}
        settings |= {} if recipe is None else {"quantization_config": recipe}
    model = _read(AutoModelForCausalLM, folder, **settings).eval()
    if published or recipe is not None:
        return model
    if quantisation == "nf4" or (precision == "nf4" and cuda and find_spec("bitsandbytes") is not None):
        to_nf4(model, device.name, dtype)
    elif quantisation == "auto" and precision in PACKED:
        with loading():
            pack(model, precision)
    return model


def to_nf4(model: Any, device: str, dtype: Any) -> None:
    """Packs linear layers into the 4 bits of bitsandbytes, one at a time on the card; the result is in main memory."""
    import torch
    from bitsandbytes.nn import Linear4bit, Params4bit

    layers = [(n, m) for n, m in model.named_modules() if type(m) is torch.nn.Linear and not n.endswith("lm_head")]
    with loading():
        for name, layer in layers:
            packed = Linear4bit(layer.in_features, layer.out_features, layer.bias is not None, dtype, device="meta")
            packed.weight = Params4bit(layer.weight.data, requires_grad=False, quant_type="nf4").to(device)
            packed.bias = layer.bias
            for tensor in movable(packed) or ():
                tensor.data = tensor.data.to("cpu")
            model.set_submodule(name, packed)


def _read(kind: Any, folder: Path, **settings: Any) -> Any:
    import torch

    try:
        with loading("transformers"):
            return kind.from_pretrained(folder, local_files_only=True, trust_remote_code=False, **settings)
    except torch.OutOfMemoryError as error:
        raise ModelUnusable("writer_memory", path=folder) from error
    except ImportError as error:
        raise ModelUnusable("model_unsupported", path=folder, detail=_first_line(error)) from error
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        key = "model_needs_code" if "trust_remote_code" in str(error) else "model_damaged"
        raise ModelUnusable(key, path=folder, detail=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _recipe(quantisation: Quantisation, device: Device, dtype: Any) -> Any:
    """transformers' configuration of a quantisation."""
    library = _LIBRARIES[quantisation]
    if quantisation in _CUDA_ONLY and not device.name.startswith("cuda"):
        raise ModelUnusable("quantisation_device", quantisation=quantisation, device=device.title)
    if find_spec(library) is None:
        raise ModelUnusable("quantisation_absent", quantisation=quantisation, library=library)
    from transformers import BitsAndBytesConfig, TorchAoConfig

    match quantisation:
        case "nf4":
            return None  # see to_nf4
        case "int8":
            return BitsAndBytesConfig(load_in_8bit=True)
        case "torchao-int8":
            from torchao.quantization import Int8WeightOnlyConfig

            return TorchAoConfig(Int8WeightOnlyConfig())
        case _:
            from torchao.quantization import Int4WeightOnlyConfig

            return TorchAoConfig(Int4WeightOnlyConfig(group_size=64))
