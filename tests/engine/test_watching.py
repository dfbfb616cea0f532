"""Steps are reported when they are done: on a card, which is ahead of nobody, while it is at the next one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from danqing.core.errors import Cancelled
from danqing.engine.pipeline import DiffusersPainter
from danqing.engine.preview import Previewer
from danqing.engine.watching import Watching
from danqing.models.catalog import starter_folder
from tests.engine.test_families import asked, every_number, picture

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]
CLEAN = torch.zeros(1, 8, 8, 8)


class Marked:
    """A place in a stream that has been waited for."""

    def __init__(self, place: int, log: list[Any]) -> None:
        self._place, self._log = place, log

    def synchronize(self) -> None:
        self._log.append(f"waited for {self._place}")


class Card:
    """A stream whose places are counted, and a log of what happened."""

    def __init__(self, cancelled_after: int = 99) -> None:
        self.log: list[Any] = []
        self._places = 0
        self._after = cancelled_after

    def mark(self) -> Marked:
        self._places += 1
        return Marked(self._places - 1, self.log)

    def on_step(self, done: int, total: int, preview: Any) -> None:
        self.log.append((done, total))

    def cancelled(self) -> bool:
        return len([entry for entry in self.log if isinstance(entry, tuple)]) >= self._after


@pytest.fixture
def previewer(painter: DiffusersPainter) -> Previewer:
    return painter._parts()[1]


def test_a_processor_is_followed_at_once(previewer: Previewer) -> None:
    card = Card()
    watching = Watching(previewer, card.on_step, card.cancelled, lambda: None)
    for done in (0, 1, 2):
        watching(done, 2, CLEAN)
    assert card.log == [(1, 2), (2, 2)]
    watching.end()
    assert card.log == [(1, 2), (2, 2)]


def test_a_card_is_never_waited_for_before_it_has_the_next_step(previewer: Previewer) -> None:
    card = Card()
    watching = Watching(previewer, card.on_step, card.cancelled, card.mark)
    watching(0, 2, CLEAN)
    watching(1, 2, CLEAN)
    assert card.log == ["waited for 0"]
    watching(2, 2, CLEAN)
    assert card.log[1:] == ["waited for 1", (1, 2)]
    watching.end()
    assert card.log[3:] == ["waited for 2", (2, 2)]


@pytest.mark.parametrize("steps", [0, 1])
def test_cancelled_with_one_step_under_way_at_most(steps: int, previewer: Previewer) -> None:
    card = Card(cancelled_after=steps)
    watching = Watching(previewer, card.on_step, card.cancelled, card.mark)
    launched = 0
    with pytest.raises(Cancelled):
        for launched in range(9):
            watching(launched, 9, CLEAN)
    assert launched == (2 if steps else 0)


@pytest.mark.parametrize("family", ["sdxl", "flux", "qwen-image"])
def test_every_family_has_previews(family: str, painters: Painters) -> None:
    seen: list[Any] = []
    painters(family).draw(asked(family), 1, lambda done, total, preview: seen.append(preview and preview()), bool)
    assert [image.size for image in seen] == [(32, 32)] * 3


def test_a_model_without_a_map_gets_one_that_shows_its_colours(tmp_path: Path) -> None:
    model = DiffusersPainter(starter_folder("painter"), device="cpu")._parts()[0]
    image = picture().resize((256, 256))
    with torch.inference_mode():
        latents = model.encode_picture(image)
    shown = Previewer(tmp_path, model).draw(latents)
    assert shown.size == (128, 128)
    error = np.abs(every_number(shown) - every_number(image.resize(shown.size))).mean()
    assert error < 0.5 * np.abs(every_number(shown) - every_number(shown).mean()).mean()
