"""Small picture models with random weights in the official layouts, and folders of pictures to learn from."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from danqing.models.catalog import ModelInfo, starter_folder
from danqing.training.lora.opening import Order
from danqing.training.lora.recipe import Recipe

SIDE = 64


@pytest.fixture(scope="session")
def small_sd(tmp_path_factory: pytest.TempPathFactory) -> ModelInfo:
    """Stable Diffusion 1.5 in small."""
    folder = tmp_path_factory.mktemp("models") / "small-sd"
    _text_encoder(folder, "text_encoder", "tokenizer", projection=False)
    _unet(folder, cross_attention_dim=32)
    _index(folder, "StableDiffusionPipeline", "prediction_type", "epsilon")
    return ModelInfo("small-sd", "painter", folder)


@pytest.fixture(scope="session")
def small_sdxl(tmp_path_factory: pytest.TempPathFactory) -> ModelInfo:
    """Stable Diffusion XL in small."""
    folder = tmp_path_factory.mktemp("models") / "small-sdxl"
    _text_encoder(folder, "text_encoder", "tokenizer", projection=False)
    _text_encoder(folder, "text_encoder_2", "tokenizer_2", projection=True)
    added = {"addition_embed_type": "text_time", "addition_time_embed_dim": 8}
    _unet(folder, cross_attention_dim=64, projection_class_embeddings_input_dim=32 + 6 * 8, **added)
    _index(folder, "StableDiffusionXLPipeline", "prediction_type", "epsilon", texts=2)
    (folder / "danqing.json").write_text('{"sizes": ["64x64"], "steps": 3}', encoding="utf-8")
    return ModelInfo("small-sdxl", "painter", folder)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Six pictures of two shapes with captions: red discs on blue."""
    folder, rng = tmp_path / "pictures", random.Random(3)
    folder.mkdir()
    for i in range(6):
        image = Image.new("RGB", (96, 64) if i % 3 == 0 else (80, 80), (30, 60, 160))
        x, y = rng.randint(20, 60), rng.randint(20, 44)
        ImageDraw.Draw(image).ellipse((x - 14, y - 14, x + 14, y + 14), fill=(220, 40, 40))
        image.save(folder / f"disc-{i}.png")
        (folder / f"disc-{i}.txt").write_text(f"a zq disc {i}", encoding="utf-8")
    return folder


@pytest.fixture
def order(small_sd: ModelInfo, pictures: Path, tmp_path: Path) -> Callable[..., Order]:
    """An order of few steps on the small model; settings of the recipe by name."""

    def make(**settings: Any) -> Order:
        model, out = settings.pop("model", small_sd), settings.pop("out", tmp_path / "out")
        extra = {name: settings.pop(name) for name in ("prior", "resume") if name in settings}
        few: dict[str, Any] = {
            "trigger": "zq",
            "rank": 4,
            "steps": 4,
            "lr": 1e-3,
            "resolution": SIDE,
            "warmup": 0,
            "sample_every": 0,
            "save_every": 0,
        }
        return Order(pictures, model, out, Recipe(**{**few, **settings}), device="cpu", **extra)

    return make


def _text_encoder(folder: Path, name: str, tokenizer: str, projection: bool) -> None:
    import torch
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    shutil.copytree(starter_folder("painter") / "tokenizer", folder / tokenizer)
    torch.manual_seed(5)
    config = CLIPTextConfig(
        vocab_size=628,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=48,
        projection_dim=32,
        bos_token_id=626,
        eos_token_id=627,
        pad_token_id=627,
    )
    (CLIPTextModelWithProjection if projection else CLIPTextModel)(config).save_pretrained(folder / name)


def _unet(folder: Path, **more: Any) -> None:
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel

    torch.manual_seed(6)
    UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4,
        norm_num_groups=8,
        **more,
    ).save_pretrained(folder / "unet")
    AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
        scaling_factor=1.0,
    ).save_pretrained(folder / "vae")


def _index(folder: Path, pipeline: str, *scheduler: str, texts: int = 1) -> None:
    parts: dict[str, Any] = {
        "scheduler": ["diffusers", "DDIMScheduler"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
    }
    if texts == 2:
        parts["text_encoder_2"] = ["transformers", "CLIPTextModelWithProjection"]
        parts["tokenizer_2"] = ["transformers", "CLIPTokenizer"]
    index = {"_class_name": pipeline, "_diffusers_version": "0.35.0", **parts}
    (folder / "model_index.json").write_text(json.dumps(index), encoding="utf-8")
    (folder / "scheduler").mkdir()
    settings = {"_class_name": "DDIMScheduler", "beta_schedule": "scaled_linear", "clip_sample": False}
    settings |= {"beta_start": 0.00085, "beta_end": 0.012, "steps_offset": 1, scheduler[0]: scheduler[1]}
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "danqing.json").write_text('{"steps": 3}', encoding="utf-8")
