"""Which files of a repository are downloaded, on the lists of files of repositories that people know."""

import pytest

from danqing.core.errors import BadInput, ModelUnusable
from danqing.models.choosing import is_diffusers, needed
from danqing.models.hub import HubFile, Revision

TOKENIZER = "merges.txt special_tokens_map.json tokenizer_config.json vocab.json"


def revision(*names: str) -> Revision:
    return Revision("owner/name", "1" * 40, tuple(HubFile(name, 1) for name in names))


def inside(folder: str, names: str) -> list[str]:
    return [f"{folder}/{name}" for name in names.split()]


def chosen(found: Revision, parts: list[str] | None = None, file: str | None = None) -> set[str]:
    return {one.name for one in needed(found, file, parts)}


def test_sdxl_comes_in_halves() -> None:
    unet = "diffusion_pytorch_model"
    found = revision(
        *"README.md LICENSE.md .gitattributes model_index.json".split(),
        *"sd_xl_base_1.0.safetensors sd_xl_offset_example-lora_1.0.safetensors".split(),
        *"scheduler/scheduler_config.json comparison.png unet/model.onnx unet/model.onnx_data".split(),
        *inside("tokenizer", TOKENIZER),
        *inside(
            "text_encoder", "config.json model.fp16.safetensors model.safetensors flax_model.msgpack openvino_model.bin"
        ),
        *inside("unet", f"config.json {unet}.fp16.safetensors {unet}.safetensors"),
        *inside("vae", f"config.json {unet}.fp16.safetensors {unet}.safetensors"),
        *inside("vae_1_0", f"config.json {unet}.safetensors"),
    )
    assert is_diffusers(found)
    assert chosen(found, ["scheduler", "tokenizer", "text_encoder", "unet", "vae"]) == {
        *"README.md LICENSE.md model_index.json scheduler/scheduler_config.json".split(),
        *inside("tokenizer", TOKENIZER),
        *inside("text_encoder", "config.json model.fp16.safetensors"),
        *inside("unet", f"config.json {unet}.fp16.safetensors"),
        *inside("vae", f"config.json {unet}.fp16.safetensors"),
    }
    assert chosen(found, file="sd_xl_base_1.0.safetensors") == {"README.md", "LICENSE.md", "sd_xl_base_1.0.safetensors"}


def test_sd15_without_the_weights_for_training() -> None:
    stem = "diffusion_pytorch_model"
    names = (
        f"config.json {stem}.bin {stem}.fp16.bin {stem}.fp16.safetensors {stem}.non_ema.safetensors {stem}.safetensors"
    )
    found = revision("model_index.json", "v1-5-pruned.ckpt", *inside("unet", names), "safety_checker/model.safetensors")
    assert chosen(found, ["unet", "safety_checker"]) == {
        "model_index.json",
        "unet/config.json",
        f"unet/{stem}.fp16.safetensors",
    }


def test_shards_come_with_their_own_index() -> None:
    halves = "model.fp16-00001-of-00002.safetensors model.fp16-00002-of-00002.safetensors"
    whole = "model-00001-of-00002.safetensors model-00002-of-00002.safetensors"
    indexes = "model.safetensors.index.json model.safetensors.index.fp16.json"
    found = revision("model_index.json", *inside("text_encoder_3", f"config.json {halves} {whole} {indexes}"))
    assert chosen(found, ["text_encoder_3"]) == {
        "model_index.json",
        *inside("text_encoder_3", f"config.json {halves} model.safetensors.index.fp16.json"),
    }
    plain = revision("model_index.json", *inside("transformer", f"config.json {whole} {indexes.split(maxsplit=1)[0]}"))
    assert chosen(plain, ["transformer"]) == {"model_index.json", *(one.name for one in plain.files)}


def test_language_models() -> None:
    names = "config.json generation_config.json tokenizer.json tokenizer_config.json LICENSE README.md"
    shards = "model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json"
    pickled = "pytorch_model-00001-of-00002.bin pytorch_model.bin.index.json modeling_own.py"
    other = "consolidated.safetensors original/consolidated.00.pth onnx/model.onnx"
    found = revision(*f"{names} {shards} {pickled} {other}".split())
    assert chosen(found) == {*names.split(), *shards.split()}


def test_repositories_of_loras() -> None:
    assert chosen(revision("README.md", "pytorch_lora_weights.safetensors")) == {
        "README.md",
        "pytorch_lora_weights.safetensors",
    }
    adapter = "adapter_config.json", "adapter_model.safetensors"
    assert chosen(revision(*adapter)) == set(adapter)
    with pytest.raises(BadInput, match=r"a\.safetensors, b\.safetensors"):
        chosen(revision("a.safetensors", "b.safetensors"))


def test_pickles_alone_are_not_downloaded() -> None:
    with pytest.raises(ModelUnusable, match=r"pytorch_model\.bin") as caught:
        chosen(revision("config.json", "pytorch_model.bin", "tokenizer.json"))
    assert caught.value.code == "hub_no_weights"
