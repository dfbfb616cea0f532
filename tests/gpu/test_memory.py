"""On a card: turns of the bundled models in an arena that holds both, and in one where they take turns."""

from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from danqing.app.shelf import Shelf
from danqing.core.reading import Message
from danqing.core.settings import load
from danqing.core.types import ApprovedPrompt, Prompt, Settings
from danqing.models.memory.demand import CONTEXT, SLACK
from danqing.models.memory.report import memory_now

GIB, MIB = 1024**3, 1024**2


def turn(shelf: Shelf) -> tuple[str, Image.Image]:
    answer = shelf._language_model("starter").complete([Message("user", "a red boat")], max_new_tokens=8)
    approved = ApprovedPrompt(Prompt("a red boat", "", "starter"), Settings("s", "s", 1, 4, 3.0, 256, 256), "test")
    return answer, shelf.painter("starter").draw(approved, 7, lambda *_: None, lambda: False)


def test_graphs_and_pictures_outlive_switches(tmp_path: Path) -> None:
    roomy = Shelf(load(tmp_path, precision="fp16", quantisation="none"))
    answer, image = turn(roomy)
    plan = roomy.ledger.accounts[-1].plan
    assert plan is not None
    for account in roomy.ledger.accounts:
        account.let_go()
    weights = sum(one.size for one in plan.placed)
    limit = (plan.peak - weights // 3 + CONTEXT + SLACK) / GIB
    tight = Shelf(load(tmp_path, precision="fp16", quantisation="none", vram_gb=limit))
    copied, captures = [], []
    for _ in range(4):
        said, drawn = turn(tight)
        assert said == answer
        assert max(high for _, high in _extrema(ImageChops.difference(drawn, image))) <= 2
        (device,) = memory_now(tight.ledger).devices
        copied.append(device.copied)
        model: Any = tight.painter("starter")
        captures.append(model._parts().model.network.replays.captures)
    assert device.capacity <= limit * GIB
    assert 0 < copied[2] - copied[1] == copied[3] - copied[2] < 2 * weights
    assert captures[0] == captures[-1] > 0, "no graph is captured again"


def _extrema(image: Image.Image) -> list[tuple[int, int]]:
    return [channel.getextrema() for channel in image.split()]  # type: ignore[misc]
