"""Reading a language model folder into memory: number format by device, quantised where that is wanted."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.core.types import Quantisation
from danqing.models.devices import Device
from danqing.models.loading import loading

_LIBRARIES: dict[Quantisation, str] = {
    "nf4": "bitsandbytes",
    "int8": "bitsandbytes",
    "torchao-int8": "torchao",
    "torchao-int4": "torchao",
}
_CUDA_ONLY: tuple[Quantisation, ...] = ("nf4", "int8", "torchao-int4")


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


def read_weights(folder: Path, device: Device, quantisation: Quantisation = "none") -> Any:
    """The causal language model of a folder on ``device``, in evaluation mode: safetensors only, no code of its own.

    Linear layers hold as ``quantisation`` says and compute in the device's number format. ModelUnusable where the
    folder cannot be read, does not fit, or the quantisation needs a library or a device that is not there.
    """
    import torch
    from transformers import AutoModelForCausalLM

    dtype = getattr(torch, device.dtype)
    cuda = device.name.startswith("cuda")
    settings: dict[str, Any] = {"device_map": {"": device.name}} if cuda else {}
    if quantisation != "none":
        settings["quantization_config"] = _recipe(quantisation, device, dtype)
    model = _read(AutoModelForCausalLM, folder, use_safetensors=True, dtype=dtype, **settings)
    return model.eval() if cuda else model.to(device.name).eval()


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
            return BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=dtype,
            )
        case "int8":
            return BitsAndBytesConfig(load_in_8bit=True)
        case "torchao-int8":
            from torchao.quantization import Int8WeightOnlyConfig

            return TorchAoConfig(Int8WeightOnlyConfig())
        case _:
            from torchao.quantization import Int4WeightOnlyConfig

            return TorchAoConfig(Int4WeightOnlyConfig(group_size=64))
