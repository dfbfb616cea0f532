"""Weights are held as the device and the setting say; what is not possible is said in a sentence."""

from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

from danqing.core.errors import ModelUnusable
from danqing.core.reading import Message
from danqing.core.types import Quantisation
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.local.weights import read_weights
from danqing.models.devices import Device

CPU = Device("cpu", "float32", "CPU, 2 cores", 0)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_device_decides_the_number_format(dtype: str, folder: Path) -> None:
    model = read_weights(folder, Device("cpu", dtype, "CPU", 0))
    assert {str(weight.dtype) for weight in model.parameters()} == {f"torch.{dtype}"}
    assert not model.training


@pytest.mark.parametrize("quantisation", ["nf4", "int8", "torchao-int4"])
def test_formats_of_cards_are_not_for_processors(quantisation: Quantisation, folder: Path) -> None:
    with pytest.raises(ModelUnusable, match="needs an NVIDIA card; this is CPU") as caught:
        TransformersLanguageModel(folder, device="cpu", quantisation=quantisation).load()
    assert caught.value.code == "quantisation_device"


@pytest.mark.skipif(find_spec("torchao") is not None, reason="torchao is installed")
def test_a_library_that_is_absent_is_named(folder: Path) -> None:
    with pytest.raises(ModelUnusable, match="pip install torchao") as caught:
        read_weights(folder, CPU, "torchao-int8")
    assert caught.value.code == "quantisation_absent"


def test_memory_that_does_not_suffice_is_said(folder: Path) -> None:
    model = TransformersLanguageModel(folder, device="cpu")
    model.load()

    def full(module: object, args: object) -> None:
        raise torch.OutOfMemoryError("no room")

    model._ready().model.register_forward_pre_hook(full)
    with pytest.raises(ModelUnusable, match="nf4") as caught:
        model.complete([Message("user", "a cat")])
    assert caught.value.code == "writer_memory"
