"""Autoencoders in half precision, and devices for models that need the range of float32."""

from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL
from PIL import Image

from danqing.engine.families.autoencoder import Autoencoder
from danqing.models.catalog import starter_folder
from danqing.models.devices import Device, wide
from tests.engine.folders import autoencoder

CPU = torch.device("cpu")
SHEET = Path(__file__).parents[2] / "docs" / "pictures" / "contact-sheet.webp"


@pytest.fixture
def latents() -> torch.Tensor:
    return torch.randn((1, 4, 8, 8), generator=torch.Generator().manual_seed(0))


def test_one_that_says_it_overflows_runs_in_float32() -> None:
    half = autoencoder(4, force_upcast=True).half()
    Autoencoder(half, CPU)
    assert half.dtype == torch.float32


def test_where_bf16_is_computed_it_runs_in_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the starter's own, with a picture of flat colours and of fine lines."""
    monkeypatch.setattr("danqing.engine.families.autoencoder.computes_bf16", lambda name: True)
    whole = AutoencoderKL.from_pretrained(starter_folder("painter") / "vae").eval()
    half = AutoencoderKL.from_pretrained(starter_folder("painter") / "vae").eval().half()
    half.register_to_config(force_upcast=True)
    with torch.inference_mode():
        latents = Autoencoder(whole, CPU).encode(Image.open(SHEET).convert("RGB").resize((256, 256)))
        wanted = Autoencoder(whole, CPU).decode(latents)
        found = Autoencoder(half, CPU).decode(latents)
    assert half.dtype == torch.bfloat16
    assert found.dtype == torch.float32
    assert 10 * torch.log10(4 / (found - wanted).square().mean()) > 50  # dB, of values from -1 to 1


def test_one_that_overflows_without_saying_so_is_asked_again(latents: torch.Tensor) -> None:
    torch.manual_seed(0)
    vae = autoencoder(4, force_upcast=False)
    with torch.no_grad():
        vae.decoder.conv_out.weight.mul_(3e5)
    half = vae.half()
    with torch.inference_mode():
        assert not bool(torch.isfinite(half.decode(latents.half()).sample).all())
        decoded = Autoencoder(half, CPU).decode(latents)
    assert bool(torch.isfinite(decoded).all())
    assert half.dtype == torch.float32


def test_one_that_holds_stays_in_half_precision(latents: torch.Tensor) -> None:
    torch.manual_seed(0)
    half = autoencoder(4, force_upcast=False).half()
    with torch.inference_mode():
        assert bool(torch.isfinite(Autoencoder(half, CPU).decode(latents)).all())
    assert half.dtype == torch.float16


@pytest.mark.skipif(torch.backends.mps.is_available(), reason="this machine computes bf16 there")
def test_models_that_overflow_in_fp16_never_run_in_it() -> None:
    apple = wide(Device("mps", "float16", "Apple GPU", 0))
    assert apple.dtype == "float32"
    for dtype in ("float32", "bfloat16"):
        device = Device("cpu", dtype, "CPU", 0)
        assert wide(device) == device
