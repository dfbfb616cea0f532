"""Every family on a card that holds no more than a step needs: its parts come and go, its pictures stay the same."""

from collections.abc import Callable

import pytest
import torch
from PIL import ImageChops

from danqing.core.memory import MemoryMode
from danqing.engine.families.autoencoder import set_tiles
from danqing.engine.opening import open_painter
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo, starter_folder
from danqing.models.memory.cards import FakeCards
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.terms import Terms
from tests.engine.folders import PIPELINES
from tests.engine.test_families import asked, draw, same

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


def tenant(folder_of: DiffusersPainter, mode: MemoryMode) -> tuple[DiffusersPainter, Ledger]:
    ledger = Ledger(Terms(mode, "fp32"), cards=FakeCards(10**10))
    painter = open_painter(ModelInfo("mine", "painter", folder_of.folder), "cpu", ledger=ledger)
    assert isinstance(painter, DiffusersPainter)
    return painter, ledger


@pytest.mark.parametrize("family", PIPELINES)
def test_a_card_of_the_largest_step(family: str, painters: Callable[[str], DiffusersPainter]) -> None:
    wanted = draw(painters(family), asked(family), seed=7)
    painter, ledger = tenant(painters(family), "medvram")
    drawn = draw(painter, asked(family), seed=7)
    # Weights that were mapped from a file begin at odd addresses, for which processors round in another order.
    assert ImageChops.difference(drawn, wanted).point(lambda level: max(0, level - 1)).getbbox() is None
    assert same(draw(painter, asked(family), seed=7), drawn)
    residence = ledger.accounts[0].residence
    assert residence is not None and residence.arena is not None


def test_tiles_are_nearly_the_picture() -> None:
    """Each tile has statistics of its own in the norms of the decoder: that is what the difference comes from."""
    from diffusers import AutoencoderKL

    kind: type[AutoencoderKL] = AutoencoderKL
    vae = kind.from_pretrained(starter_folder("painter") / "vae", local_files_only=True).eval()
    torch.manual_seed(0)
    shown = torch.nn.functional.interpolate(torch.rand(1, 3, 16, 16) * 2 - 1, size=256, mode="bicubic").clamp(-1, 1)
    with torch.inference_mode():
        latents = vae.encode(shown).latent_dist.mean
        whole = vae.decode(latents).sample
        set_tiles(vae, 128)
        tiled = vae.decode(latents).sample
        set_tiles(vae, None)
        again = vae.decode(latents).sample
    assert torch.equal(whole, again)
    error = (whole - tiled).pow(2).mean()
    assert error > 0 and 10 * torch.log10(4 / error) > 20
