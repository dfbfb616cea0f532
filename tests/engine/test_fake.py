"""The fake painter: deterministic cards, all the manners of a real one."""

import pytest
from PIL import Image, ImageChops

from danqing.core.errors import BadInput, Cancelled
from danqing.core.protocols import Painter
from danqing.engine import open_painter
from danqing.engine.fake import FakePainter
from danqing.models.catalog import find_model
from tests.engine.conftest import approved


def draw(seed: int = 1, text: str = "a cat", size: tuple[int, int] = (64, 96)) -> Image.Image:
    return FakePainter().draw(approved(text, size=size), seed, lambda done, total, preview: None, lambda: False)


def test_is_in_the_catalogue() -> None:
    assert isinstance(open_painter(find_model("fake", "painter")), FakePainter)
    assert isinstance(FakePainter(), Painter)


def test_the_card_depends_on_prompt_and_seed_alone() -> None:
    assert draw().size == (64, 96)
    assert draw().tobytes() == draw().tobytes()
    assert draw(seed=2).tobytes() != draw().tobytes() != draw(text="a dog").tobytes()


def test_previews_fill_up_and_cancel_stops() -> None:
    seen: list[Image.Image] = []
    with pytest.raises(Cancelled):
        FakePainter(delay=0.001).draw(
            approved(steps=8),
            1,
            lambda done, total, preview: seen.append(preview()) if preview else None,
            lambda: len(seen) >= 3,
        )
    assert len(seen) == 3
    assert ImageChops.difference(seen[0], seen[2]).getbbox() is not None


def test_check() -> None:
    FakePainter().check(approved().settings)
    for wrong in (approved(size=(63, 64)), approved(steps=151), approved(guidance=99)):
        with pytest.raises(BadInput):
            FakePainter().check(wrong.settings)
