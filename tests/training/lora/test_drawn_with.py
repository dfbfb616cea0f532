"""What a training leaves is drawn with by the painter: both layouts alike, on the small model and on the starter."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from danqing.core.technique import LoraUse, Technique
from danqing.core.types import ApprovedPrompt, Prompt, Settings
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo, starter_folder
from danqing.training.lora.opening import Order, look_through, train

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


def _draw(painter: DiffusersPainter, side: int, *uses: LoraUse) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    settings = Settings(painter.id, "composer", 1, 2, 3.0, side, side, technique=Technique(loras=uses))
    approved = ApprovedPrompt(Prompt("a zq disc", "", "starter"), settings, "test")
    image: Image.Image = painter.draw(approved, 1, lambda *report: None, lambda: False)
    return np.asarray(image, np.int16)


@pytest.mark.parametrize("name", ["small-sd", "starter"])
def test_a_trained_adapter_is_drawn_with(
    name: str, order: Callable[..., Order], small_sd: ModelInfo, tmp_path: Path
) -> None:
    starter = ModelInfo("starter", "painter", starter_folder("painter"))
    model, side = (starter, 256) if name == "starter" else (small_sd, 64)
    asked = order(model=model, steps=2, lr=3e-2, text_encoder=True)
    if name == "starter":
        asked = replace(asked, recipe=replace(asked.recipe, resolution=None, trigger="red boat"))
    list(train(look_through(asked)))
    out = tmp_path / "out"
    known = [ModelInfo(n, "lora", out / f"{n}.safetensors") for n in ("lora", "lora.kohya")]
    assert model.folder is not None
    painter = DiffusersPainter(model.folder, device="cpu", catalogue=lambda: known)
    plain = _draw(painter, side)
    one, other = (_draw(painter, side, LoraUse(info.id)) for info in known)
    assert np.abs(plain - one).max() > 8
    assert np.abs(one - other).max() <= 1
    assert (_draw(painter, side) == plain).all()
