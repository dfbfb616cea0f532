"""What is known of well-known models is what their classes have, and their folders are read to the same figures."""

import json
from typing import Any

import pytest
import torch

from danqing.models.catalog import starter_folder
from danqing.models.inspect import inspect_folder
from danqing.models.memory.known import find_known, known_models
from danqing.models.memory.needs import BASE, PainterShape, Part, WriterShape, decoding, needs_of
from danqing.models.single_file import CONFIGS


def built(model: str, part: str) -> Any:
    """Without memory, from the configurations that the package ships."""
    import diffusers
    import transformers

    config = json.loads((CONFIGS / model / part / "config.json").read_text("utf-8"))
    with torch.device("meta"):
        match part:
            case "unet":
                return diffusers.UNet2DConditionModel.from_config(config)
            case "vae":
                return diffusers.AutoencoderKL.from_config(config)
            case "text_encoder_2":
                return transformers.CLIPTextModelWithProjection(transformers.CLIPTextConfig(**config))
            case _:
                return transformers.CLIPTextModel(transformers.CLIPTextConfig(**config))


@pytest.mark.parametrize("model", ["sd15", "sdxl"])
def test_parts_are_counted_on_their_classes(model: str) -> None:
    known = find_known(model)
    assert known is not None
    for part in known.needs.parts:
        network = built(model, part.name)
        packed = (torch.nn.Linear, torch.nn.Conv2d)
        matrices = sum(layer.weight.numel() for layer in network.modules() if isinstance(layer, packed))
        assert (part.parameters, part.matrices) == (network.num_parameters(), matrices), part.name


def test_writers_add_up() -> None:
    """Matrices and embeddings, by the shape that the memory of a cache is computed from."""
    for known in known_models().values():
        if isinstance(shape := known.needs.shape, WriterShape):
            (part,) = known.needs.parts
            embeddings = (part.parameters - part.matrices) / (shape.vocabulary * shape.hidden)
            assert round(embeddings, 3) in (1, 2) or 0 < embeddings % 1 < 0.01, "tied or not, and some norms"


@pytest.mark.parametrize(
    ("said", "model_id"),
    [
        ("SDXL", "sdxl"),
        ("stabilityai/stable-diffusion-xl-base-1.0", "sdxl"),
        ("Qwen/Qwen2-7B-Instruct", "qwen2-7b"),
        ("Stable Diffusion 1.5", "sd15"),
        ("nothing", None),
    ],
)
def test_people_call_them_by_many_names(said: str, model_id: str | None) -> None:
    found = find_known(said)
    assert (found.needs.id if found else None) == model_id


def test_a_folder_is_read_by_headers() -> None:
    folder = starter_folder("painter")
    needs = needs_of(folder, "painter", "starter")
    assert [part.kind for part in needs.parts] == ["text", "denoiser", "decoder"]
    assert sum(part.parameters for part in needs.parts) == inspect_folder(folder).parameters
    assert needs.size == (256, 256)
    writer = needs_of(starter_folder("writer"), "writer", "starter")
    assert writer.shape == WriterShape(256, 512, 3584, 2 * 7 * 4 * 32)


def test_autoencoders_are_never_packed() -> None:
    part = Part("vae", "decoder", 1000, 900)
    assert part.size("nf4") == part.size("fp16") == 2000
    assert part.size("int8", upcast=True) == 4000


def test_a_device_that_computes_bf16_holds_no_autoencoder_in_float32() -> None:
    found = find_known("sdxl")
    assert found is not None
    assert isinstance(found.needs.shape, PainterShape)
    assert found.needs.shape.upcast
    narrow = found.needs.narrowed().shape
    assert isinstance(narrow, PainterShape)
    ways = [decoding(shape, (1024, 1024), "fp16") - BASE for shape in (found.needs.shape, narrow)]
    assert ways[0] == pytest.approx(2 * ways[1], rel=1e-6)
