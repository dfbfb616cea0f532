"""A painter folder with random weights, in the official StableDiffusionPipeline layout."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from danqing.core.types import ApprovedPrompt, Prompt, Settings
from danqing.engine.pipeline import DiffusersPainter
from tests.engine.folders import make_folder
from tests.threads import two_threads

__all__ = ["two_threads"]

CHANNELS = 8


def make_painter_folder(folder: Path, scheduler: str = "DDIMScheduler", shard: str = "100KB") -> Path:
    """Text encoder, UNet and autoencoder of some 100,000 random parameters; v-prediction, zero terminal SNR."""
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    torch.manual_seed(0)
    _write_tokenizer(folder / "tokenizer")
    config = CLIPTextConfig(
        vocab_size=len(_vocabulary()),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=16,
        bos_token_id=0,
        eos_token_id=1,
    )
    parts: dict[str, Any] = {
        "text_encoder": CLIPTextModel(config),
        "unet": UNet2DConditionModel(
            sample_size=8,
            in_channels=CHANNELS,
            out_channels=CHANNELS,
            block_out_channels=(16, 32),
            layers_per_block=1,
            norm_num_groups=8,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=32,
            attention_head_dim=8,
        ),
        "vae": AutoencoderKL(
            latent_channels=CHANNELS,
            block_out_channels=(8, 8, 8, 8),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            norm_num_groups=4,
            scaling_factor=1.0,
        ),
    }
    for name, part in parts.items():
        part.half().save_pretrained(folder / name, max_shard_size=shard)
    _write_scheduler(folder / "scheduler", scheduler)
    listed = {name: [type(part).__module__.split(".")[0], type(part).__name__] for name, part in parts.items()}
    index = {"_class_name": "StableDiffusionPipeline", **listed, "scheduler": ["diffusers", scheduler]}
    (folder / "model_index.json").write_text(json.dumps(index | {"tokenizer": ["transformers", "CLIPTokenizer"]}))
    return folder


def _write_scheduler(folder: Path, name: str) -> None:
    import diffusers

    getattr(diffusers, name)(
        prediction_type="v_prediction", rescale_betas_zero_snr=True, timestep_spacing="trailing"
    ).save_pretrained(folder)


def _vocabulary() -> dict[str, int]:
    letters = "abcdefghijklmnopqrstuvwxyz,0123456789"
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{letter}</w>" for letter in letters)]
    return {word: i for i, word in enumerate(words)}


def _write_tokenizer(folder: Path) -> None:
    from transformers import CLIPTokenizer

    CLIPTokenizer(vocab=_vocabulary(), merges=[], model_max_length=16).save_pretrained(folder)


@pytest.fixture(scope="session")
def painter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_painter_folder(tmp_path_factory.mktemp("models") / "painter")


@pytest.fixture(scope="session")
def painter(painter_folder: Path) -> DiffusersPainter:
    return DiffusersPainter(painter_folder, device="cpu")


def approved(  # a prompt that no policy has seen: the engine asks no questions
    text: str = "a red cat", negative: str = "", guidance: float = 4.0, size: tuple[int, int] = (64, 64), steps: int = 4
) -> ApprovedPrompt:
    settings = Settings("painter", "scripted", 1, steps, guidance, *size)
    return ApprovedPrompt(Prompt(text, negative, "plain"), settings, "test")


@pytest.fixture(scope="session")
def painters(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], DiffusersPainter]:
    """The painter of a family, each made once."""
    made: dict[str, DiffusersPainter] = {}

    def painter(family: str) -> DiffusersPainter:
        if family not in made:
            folder = make_folder(tmp_path_factory.mktemp("models") / family, family)
            made[family] = DiffusersPainter(folder, device="cpu")
        return made[family]

    return painter
