"""Checkpoints in one file draw, offline, what the folder draws that they were made from."""

import gzip
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageChops
from safetensors.torch import load_file, save_file

from danqing.core.errors import ModelUnusable
from danqing.engine.opening import open_painter
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.card import read_card
from danqing.models.catalog import ModelInfo
from danqing.models.single_file import CONFIGS, known_layout, layout_of
from danqing.models.vocabulary import clip_tokenizer
from tests.engine.checkpoints import make_checkpoint
from tests.engine.folders import make_folder
from tests.engine.test_families import asked, draw, every_number

Painters = Callable[[str], DiffusersPainter]
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


@pytest.fixture(scope="module")
def checkpoint(painters: Painters, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def path(family: str) -> Path:
        if family not in made:
            place = tmp_path_factory.mktemp("files") / f"{family}.safetensors"
            made[family] = make_checkpoint(painters(family).folder, place)
        return made[family]

    return path


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize(
    ("family", "dialect", "pads"),
    [
        ("sd15", "sd15", False),
        ("sd2", "sd15", True),
        ("sdxl", "sdxl", True),
        ("flux", "flux", False),
        ("schnell", "flux", False),
    ],
)
def test_draws_what_its_folder_draws(
    family: str, dialect: str, pads: bool, painters: Painters, checkpoint: Callable[[str], Path], tmp_path: Path
) -> None:
    path = checkpoint(family)
    known = known_layout(path)
    assert known is not None
    assert known.dialect == dialect
    painter = open_painter(ModelInfo(family, "painter", path), device="cpu")
    assert isinstance(painter, DiffusersPainter)
    assert painter.dialect == dialect
    assert painter.count("a red cat") > 0
    folder = painters(family)
    if pads:  # files are read with the padding of the published models
        folder = DiffusersPainter(make_folder(tmp_path / family, family, pad="!"), device="cpu")
    difference = every_number(draw(painter, asked(family))) - every_number(draw(folder, asked(family)))
    assert np.abs(difference).max() <= 1, "weights lie otherwise in a file, and sums are rounded by where numbers lie"


def test_what_a_file_tells_of_its_making(checkpoint: Callable[[str], Path], tmp_path: Path) -> None:
    weights = load_file(checkpoint("sdxl"))
    layouts = {}
    for name, metadata, more in (
        ("plain", {}, {}),
        ("mine-v", {"modelspec.prediction_type": "v"}, {}),
        ("noob", {}, {"v_pred": torch.zeros(1), "ztsnr": torch.zeros(1)}),
        ("some_Lightning_4step", {}, {}),
        ("hyperreal", {}, {}),
    ):
        path = tmp_path / f"{name}.safetensors"
        save_file(weights | more, path, metadata)
        layouts[name] = layout_of(path)
    assert layouts["plain"].scheduler == layouts["hyperreal"].scheduler == {}
    assert layouts["mine-v"].scheduler == {"prediction_type": "v_prediction"}
    assert layouts["noob"].scheduler["rescale_betas_zero_snr"] is True
    card = read_card(tmp_path / "some_Lightning_4step.safetensors")
    assert (card.dialect, card.steps, card.guidance) == ("sdxl", 4, 0.0)
    assert read_card(tmp_path / "plain.safetensors").steps == 30


def test_sd_2_predicts_v_where_one_tensor_spreads_wide(checkpoint: Callable[[str], Path], tmp_path: Path) -> None:
    weights = load_file(checkpoint("sd2"))
    telling = "model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias"
    for spread, config in ((0.2, "sd2"), (0.02, "sd2-base")):
        path = tmp_path / f"{config}.safetensors"
        save_file(weights | {telling: spread * torch.randn(64, generator=torch.Generator().manual_seed(0))}, path)
        assert layout_of(path).config == config
    assert read_card(tmp_path / "sd2.safetensors").default_size == (768, 768)
    assert read_card(tmp_path / "sd2-base.safetensors").default_size == (512, 512)


def test_what_cannot_be_drawn_is_named(checkpoint: Callable[[str], Path], tmp_path: Path) -> None:
    weights = load_file(checkpoint("sd15"))

    def refused(name: str, kept: dict[str, torch.Tensor]) -> ModelUnusable:
        save_file(kept, tmp_path / f"{name}.safetensors")
        with pytest.raises(ModelUnusable) as caught:
            layout_of(tmp_path / f"{name}.safetensors")
        return caught.value

    unet = {key: tensor for key, tensor in weights.items() if key.startswith("model.")}
    assert "VAE" in str(refused("unet", unet))
    textless = {key: tensor for key, tensor in weights.items() if not key.startswith("cond_")}
    assert "CLIP" in str(refused("textless", textless))
    first = "model.diffusion_model.input_blocks.0.0.weight"
    nine = refused("inpainting", weights | {first: torch.zeros(16, 9, 3, 3)})
    assert (nine.code, "9" in str(nine)) == ("file_other_inputs", True)
    assert refused("flat", weights | {first: torch.zeros(16)}).code == "file_other_inputs"
    assert refused("other", {"a": torch.zeros(1)}).code == "file_foreign"
    assert known_layout(tmp_path / "other.safetensors") is None
    (tmp_path / "old.ckpt").write_bytes(b"PK")
    with pytest.raises(ModelUnusable) as caught:
        layout_of(tmp_path / "old.ckpt")
    assert caught.value.code == "model_pickled"


def test_flux_needs_its_other_parts(checkpoint: Callable[[str], Path], tmp_path: Path) -> None:
    alone = tmp_path / "alone.safetensors"
    alone.write_bytes(checkpoint("flux").read_bytes())
    with pytest.raises(ModelUnusable, match="text_encoder_2") as caught:
        DiffusersPainter(alone, device="cpu").load()
    assert "放在" in caught.value.message("zh")


def test_the_vocabulary_of_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.safetensors"
    monkeypatch.setattr(sys, "path", [str(tmp_path), *(p for p in sys.path if not (Path(p) / "open_clip").exists())])
    with pytest.raises(ModelUnusable, match="open_clip_torch"):
        clip_tokenizer(path)
    package = tmp_path / "open_clip"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('never imported')")
    lines = ["#version", "c a", "ca t</w>", "r e", "re d</w>", ""]
    (package / "bpe_simple_vocab_16e6.txt.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    tokenizer = clip_tokenizer(path, pad="!")
    ids = tokenizer("A  red cat,", padding="max_length").input_ids
    assert tokenizer.convert_ids_to_tokens(ids[:6]) == [
        "<|startoftext|>",
        "a</w>",
        "red</w>",
        "cat</w>",
        ",</w>",
        "<|endoftext|>",
    ]
    assert (len(ids), ids[-1]) == (77, 0)


def test_a_tokenizer_beside_the_file_comes_first(painters: Painters, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(painters("sd15").folder / "tokenizer", tmp_path / "tokenizer")
    tokenizer = clip_tokenizer(tmp_path / "model.safetensors")
    assert len(tokenizer) == len(painters("sd15")._parts().model.container().tokenizer)


@pytest.mark.parametrize(
    ("config", "unet"),
    [("sd15", 859_520_964), ("sd2", 865_910_724), ("sd2-base", 865_910_724), ("sdxl", 2_567_463_684)],
)
def test_the_shipped_configurations_are_those_of_the_published_models(config: str, unet: int) -> None:
    """By their numbers of parameters."""
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    folder = CONFIGS / config
    with torch.device("meta"):
        modules = {
            "unet": UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(folder / "unet")),
            "vae": AutoencoderKL.from_config(AutoencoderKL.load_config(folder / "vae")),
            "text_encoder": CLIPTextModel(CLIPTextConfig.from_pretrained(folder / "text_encoder")),
        }
        if config == "sdxl":
            second = CLIPTextConfig.from_pretrained(folder / "text_encoder_2")
            modules["text_encoder_2"] = CLIPTextModelWithProjection(second)
    counts = {name: sum(p.numel() for p in module.parameters()) for name, module in modules.items()}
    text = 340_387_840 if config.startswith("sd2") else 123_060_480
    expected = {"unet": unet, "vae": 83_653_863, "text_encoder": text}
    assert counts == expected | ({"text_encoder_2": 694_659_840} if config == "sdxl" else {})


def test_the_shipped_flux_configurations() -> None:
    from diffusers import FluxTransformer2DModel

    for config, expected in (("flux", 11_901_408_320), ("flux-schnell", 11_891_178_560)):
        with torch.device("meta"):
            model = FluxTransformer2DModel.from_config(
                FluxTransformer2DModel.load_config(CONFIGS / config / "transformer")
            )
        assert sum(p.numel() for p in model.parameters()) == expected
