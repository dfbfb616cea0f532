"""On a card: ways of attention are timed, the fastest is used, and nothing of it stays switched."""

from pathlib import Path
from typing import Any

import pytest
import torch

from danqing.engine.pipeline import DiffusersPainter
from danqing.engine.probing import WAYS, probe
from tests.engine.folders import make_folder
from tests.engine.test_families import asked, draw
from tests.engine.test_probing import calls, order_now
from tests.gpu.test_graphs import PSNR, psnr

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


@pytest.mark.parametrize("family", ["sdxl", "sd3"])
def test_the_way_that_was_chosen_draws_the_same(family: str, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / family, family)
    plain, chosen = (DiffusersPainter(folder, device="cuda") for _ in range(2))
    plain.attention = "sdpa"
    plain.compile = chosen.compile = "off"
    wanted = draw(plain, asked(family, 6))
    before = order_now()
    assert psnr(draw(chosen, asked(family, 6)), wanted) >= PSNR
    assert order_now() == before
    model: Any = chosen._parts().model
    attending = model.network.attending if family == "sdxl" else model.attending["transformer"]
    assert len(attending._orders) == 1


def test_every_way_is_timed_for_usual_shapes() -> None:
    device = torch.device("cuda")
    half = calls(t1024=10)
    usual = half.__class__({call._replace(dtype=torch.float16): count for call, count in half.items()})
    with torch.inference_mode():
        order = probe().order("UNet", device, usual)
    assert set(order) <= set(WAYS)
    assert {"flash", "efficient"} <= set(order)
