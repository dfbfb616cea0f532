"""On a card: pictures that share calls are those that are drawn alone, as near as half precision gives them."""

from collections.abc import Callable

import pytest
from PIL import Image

from danqing.engine.pipeline import DiffusersPainter
from danqing.models.devices import AT_ONCE, pictures_at_once
from tests.engine.folders import make_folder
from tests.engine.test_batching import Studio, various
from tests.gpu.test_graphs import psnr

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
PSNR = 40.0
Painters = Callable[[str], DiffusersPainter]


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_a_picture_is_the_same_to_the_eye_whoever_the_neighbours_are(
    family: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = make_folder(tmp_path_factory.mktemp("models") / family, family)
    painter = DiffusersPainter(folder, device="cuda")
    painter.compile = "off"
    studio = Studio(painter)
    prompts = various(family)
    alone = [studio.draw(prompt, seed) for seed, prompt in enumerate(prompts)]
    assert pictures_at_once() == AT_ONCE
    for _ in range(2):
        for one, other in zip(studio.together(*prompts), alone, strict=True):
            assert isinstance(one, Image.Image)
            assert isinstance(other, Image.Image)
            assert psnr(one, other) >= PSNR
    assert set(studio.rows) <= {1, 2, 4, 8}, "shapes are few, so that each has its graph"
