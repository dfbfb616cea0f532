"""On a card: a faster version is built in the background, used from the next picture on, and draws the same."""

import time
from pathlib import Path

import pytest

from danqing.engine.pipeline import DiffusersPainter
from tests.engine.folders import make_folder
from tests.engine.test_blocks import several
from tests.engine.test_families import asked, draw
from tests.gpu.test_graphs import PSNR, psnr

pytestmark = pytest.mark.filterwarnings("ignore")  # of compilers
WAIT_S = 300


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_a_faster_version_draws_the_same(family: str, tmp_path: Path) -> None:
    painter = DiffusersPainter(make_folder(tmp_path / family, family), device="cuda")
    wanted = draw(painter, asked(family, 8))
    assert painter.building
    limit = time.monotonic() + WAIT_S
    while painter.building and time.monotonic() < limit:
        draw(painter, asked(family, 8))
    model = painter._parts().model
    network, decoder = model.network.builds, model.autoencoder.builds  # type: ignore[attr-defined]
    assert (network.number, decoder.number) == (1, 1)
    before = painter.captures
    assert psnr(draw(painter, asked(family, 8)), wanted) >= PSNR
    assert painter.captures >= before
    painter.unload()
    assert not painter.building


@pytest.mark.parametrize("family", ["sd3", "flux"])
def test_faster_blocks_draw_the_same(family: str, tmp_path: Path) -> None:
    painter = DiffusersPainter(several(make_folder(tmp_path / family, family)), device="cuda")
    wanted = draw(painter, asked(family, 8))
    limit = time.monotonic() + WAIT_S
    while painter.building and time.monotonic() < limit:
        draw(painter, asked(family, 8))
    blocks = painter._parts().model.alike  # type: ignore[attr-defined]
    assert {each.builds.number for each in blocks} == {1}
    assert psnr(draw(painter, asked(family, 8)), wanted) >= PSNR
    painter.unload()
