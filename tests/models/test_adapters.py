"""LoRAs and ControlNets: layout and base are told by names, shapes and metadata; what is not applied is refused."""

import json
from pathlib import Path

import pytest

from danqing.core.errors import ModelUnusable
from danqing.models.adapters import inspect_control, inspect_lora
from danqing.models.vetting import vet_folder
from tests.models.files import write_weights

Shapes = dict[str, tuple[int, ...]]


def kohya(place: str, width: int, rank: int = 8) -> Shapes:
    return {
        f"lora_unet_{place}.lora_down.weight": (rank, width),
        f"lora_unet_{place}.lora_up.weight": (width, rank),
        f"lora_unet_{place}.alpha": (),
    }


def ab(prefix: str, width: int, rank: int = 8) -> Shapes:
    return {f"{prefix}.lora_A.weight": (rank, width), f"{prefix}.lora_B.weight": (width, rank)}


CROSS = "down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"
DEEP = "down_blocks_2_attentions_1_transformer_blocks_9_attn1_to_q"
UNET = "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_v"


@pytest.mark.parametrize(
    ("shapes", "layout", "base"),
    [
        (kohya(CROSS, 768), "kohya", "sd15"),
        (kohya(CROSS, 1024), "kohya", "sd2"),
        (kohya(CROSS, 2048), "kohya", "sdxl"),
        (kohya("input_blocks_4_1_transformer_blocks_0_attn2_to_k", 2048), "kohya", "sdxl"),
        (kohya(DEEP, 1280), "kohya", "sdxl"),
        (kohya("mid_block_attentions_0_proj_in", 1280), "kohya", None),
        ({f"lora_unet_{CROSS}.lora_down.weight": (4, 768, 1, 1)}, "kohya", "sd15"),
        (kohya("double_blocks_0_img_attn_qkv", 3072), "kohya", "flux"),
        (ab(f"unet.{UNET}", 2048), "diffusers", "sdxl"),
        ({f"unet.{UNET}_lora.down.weight": (4, 768)}, "diffusers", "sd15"),
        (ab("transformer.single_transformer_blocks.0.attn.to_q", 3072), "diffusers", "flux"),
        (ab("transformer.transformer_blocks.3.attn.to_q", 3072), "diffusers", "flux"),
        (ab("transformer.transformer_blocks.3.attn.to_q", 1536), "diffusers", "sd3"),
        (ab("transformer.transformer_blocks.59.attn.to_q", 3072), "diffusers", "qwen-image"),
        (ab("transformer_blocks.3.img_mlp.net.2", 12288), "diffusers", "qwen-image"),
        (ab("transformer.layers.3.attention.to_q", 3840), "diffusers", "z-image"),
        (ab("base_model.model." + UNET, 768), "peft", "sd15"),
        ({f"base_model.model.{UNET}.lora_A.default.weight": (4, 768)}, "peft", "sd15"),
        (ab("diffusion_model.double_blocks.0.img_attn.qkv", 3072), "original", "flux"),
        (ab("diffusion_model.joint_blocks.0.x_block.attn.qkv", 1536), "original", "sd3"),
        (ab("diffusion_model.noise_refiner.0.attention.qkv", 3840), "original", "z-image"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_layout_and_base(shapes: Shapes, layout: str, base: str | None, tmp_path: Path) -> None:
    found = inspect_lora(write_weights(tmp_path / "a.safetensors", shapes))
    assert (found.layout, found.base) == (layout, base)
    assert found.rank in (4, 8)


@pytest.mark.parametrize(
    ("told", "base"),
    [
        ({"ss_base_model_version": "sdxl_base_v1-0"}, "sdxl"),
        ({"ss_base_model_version": "sd_v1"}, "sd15"),
        ({"modelspec.architecture": "stable-diffusion-v2-768-v/lora"}, "sd2"),
        ({"modelspec.architecture": "flux-1-dev/lora"}, "flux"),
        ({"ss_base_model_version": "mine"}, None),
        ({"modelspec.architecture": "starter/lora", "danqing.base": "starter"}, "starter"),
        ({"modelspec.architecture": "stable-diffusion-v1/lora", "danqing.base": "my-model"}, "sd15"),
    ],
)
def test_metadata_tells_where_shapes_do_not(told: dict[str, str], base: str | None, tmp_path: Path) -> None:
    shapes = {"lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight": (4, 768)}
    assert inspect_lora(write_weights(tmp_path / "a.safetensors", shapes, metadata=told)).base == base
    wrong = {"ss_base_model_version": "sdxl"}
    assert inspect_lora(write_weights(tmp_path / "b.safetensors", kohya(CROSS, 768), metadata=wrong)).base == "sd15"


@pytest.mark.parametrize(
    ("told", "words", "phrase"),
    [
        ({}, (), None),
        ({"modelspec.trigger_phrase": "inkstyle, wash "}, ("inkstyle", "wash"), None),
        ({"modelspec.trigger_phrase": "sks dog"}, ("sks dog",), "sks dog"),
        ({"ss_tag_frequency": json.dumps({"10_ink": {"inkstyle": 20, "a cat": 3}})}, ("inkstyle",), None),
        ({"ss_tag_frequency": "[]"}, (), None),
        ({"ss_tag_frequency": '{"a": {"b": "c"}}'}, (), None),
        ({"modelspec.trigger_phrase": "\x1b[31mred\n"}, ("[31mred",), "[31mred"),
    ],
    ids=str,
)
def test_words_that_call_it(told: dict[str, str], words: tuple[str, ...], phrase: str | None, tmp_path: Path) -> None:
    found = inspect_lora(write_weights(tmp_path / "a.safetensors", kohya(CROSS, 768), metadata=told))
    assert (found.trigger, found.phrase) == (words, phrase)


@pytest.mark.parametrize("name", ["lora_unet_x.hada_w1_a", "lora_unet_x.lokr_w1", "something.weight"])
def test_other_kinds_of_adapters_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable) as caught:
        inspect_lora(write_weights(tmp_path / "a.safetensors", {name: (2, 2)}))
    assert caught.value.code == "lora_kind"


def control_folder(place: Path, config: dict[str, object]) -> Path:
    write_weights(place / "diffusion_pytorch_model.safetensors", {"controlnet_cond_embedding.conv_in.weight": (2, 3)})
    (place / "config.json").write_text(json.dumps(config))
    return place


@pytest.mark.parametrize(
    ("name", "config", "kind", "base"),
    [
        ("control_canny-fp16", {"_class_name": "ControlNetModel", "cross_attention_dim": 768}, "canny", "sd15"),
        ("mine", {"_class_name": "ControlNetModel", "cross_attention_dim": 2048}, None, "sdxl"),
        (
            "a1b2",
            {"_class_name": "ControlNetModel", "cross_attention_dim": 1024, "_name_or_path": "x/sd21-openpose"},
            "pose",
            "sd2",
        ),
        ("depth-flux", {"_class_name": "FluxControlNetModel"}, "depth", "flux"),
        ("canny-depth", {"_class_name": "SD3ControlNetModel"}, None, "sd3"),
    ],
)
def test_control_folders(
    name: str, config: dict[str, object], kind: str | None, base: str | None, tmp_path: Path
) -> None:
    found = inspect_control(control_folder(tmp_path / name, config))
    assert (found.kind, found.base, found.parameters) == (kind, base, 6)


def test_control_files(tmp_path: Path) -> None:
    shapes: Shapes = {
        "control_model.input_hint_block.0.weight": (16, 3, 3, 3),
        "control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768),
    }
    found = inspect_control(write_weights(tmp_path / "control_v11p_sd15_scribble.safetensors", shapes))
    assert (found.kind, found.base) == ("scribble", "sd15")
    with pytest.raises(ModelUnusable) as caught:
        inspect_control(write_weights(tmp_path / "x.safetensors", kohya(CROSS, 768)))
    assert caught.value.code == "control_foreign"


HINT: Shapes = {"input_hint_block.0.weight": (16, 3, 3, 3)}


@pytest.mark.parametrize(
    ("shapes", "key"),
    [
        (HINT | {"lora_controlnet": ()}, "control_lora"),
        (HINT | {"input_blocks.1.0.in_layers.2.down": (4, 320, 3, 3)}, "control_lora"),
        (HINT | {"control_model.task_embedding": (6, 320)}, "control_union"),
        ({"controlnet_blocks.0.bias": (2,), "control_add_embedding.linear_1.weight": (2, 2)}, "control_union"),
        ({f"control_model.{name}": shape for name, shape in HINT.items()} | {"difference": ()}, "control_difference"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_controls_that_cannot_work_are_refused_when_they_are_added(shapes: Shapes, key: str, tmp_path: Path) -> None:
    path = write_weights(tmp_path / "canny.safetensors", shapes)
    with pytest.raises(ModelUnusable) as caught:
        vet_folder(path)
    assert caught.value.code == key
    assert "Choose" in caught.value.message("en") and "请选择" in caught.value.message("zh")


def test_union_controls_in_folders_are_refused(tmp_path: Path) -> None:
    named = control_folder(tmp_path / "canny", {"_class_name": "ControlNetUnionModel", "cross_attention_dim": 2048})
    held = control_folder(tmp_path / "depth", {"_class_name": "ControlNetModel", "cross_attention_dim": 2048})
    weights = {"controlnet_cond_embedding.conv_in.weight": (2, 3), "task_embedding": (6, 2)}
    write_weights(held / "diffusion_pytorch_model.safetensors", weights)
    for folder in (named, held):
        with pytest.raises(ModelUnusable) as caught:
            vet_folder(folder)
        assert caught.value.code == "control_union"


def test_a_control_folder_with_code_is_refused(tmp_path: Path) -> None:
    folder = control_folder(tmp_path / "canny", {"_class_name": "ControlNetModel", "cross_attention_dim": 768})
    (folder / "run.py").write_text("")
    with pytest.raises(ModelUnusable) as caught:
        inspect_control(folder)
    assert caught.value.code == "model_code"
