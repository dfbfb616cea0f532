"""A second pass at a higher resolution, and canvas added around a picture."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from danqing.core.errors import BadInput
from danqing.core.technique import Margins, Technique
from danqing.core.types import ApprovedPrompt, Start
from danqing.engine.passes import SECOND, enlarged
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import starter_folder
from tests.engine.conftest import approved
from tests.engine.folders import PIPELINES

Painters = Callable[[str], DiffusersPainter]
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


def asked(steps: int = 4, base: str | None = None, size: int = 64, **technique: Any) -> ApprovedPrompt:
    prompt = approved(guidance=3.5, steps=steps, size=(size, size))
    return replace(prompt, settings=replace(prompt.settings, technique=Technique(**technique), base=base))


def gradient() -> Image.Image:
    return Image.merge("RGB", (Image.linear_gradient("L").resize((64, 64)),) * 3)


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize("family", PIPELINES)
def test_a_second_pass_enlarges_what_the_first_drew(family: str, painters: Painters) -> None:
    steps: list[tuple[int, int]] = []
    drawn = painters(family).draw(
        asked(highres=1.5), 3, lambda done, total, preview: steps.append((done, total)), lambda: False
    )
    assert drawn.size == (96, 96)
    first = painters(family).draw(asked(), 3, lambda *_: None, lambda: False)
    settings = asked(highres=1.5).settings
    start, large = enlarged(first, None, settings, 8)
    by_hand = replace(asked(), settings=replace(large, technique=Technique()))
    assert same(drawn, painters(family).draw(by_hand, 3, lambda *_: None, lambda: False, start))
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert steps[-1][0] == steps[-1][1]
    if family != "sd15":  # its PNDM takes one step more than it is asked for
        assert steps == [(i, 4 + round(4 * SECOND)) for i in range(1, 7)]


def test_a_second_pass_leaves_alone_what_may_not_change(painters: Painters) -> None:
    start = Start(gradient(), 0.5, (0.0, 0.0, 0.5, 1.0))
    drawn = painters("sdxl").draw(asked(highres=2.0), 3, lambda *_: None, lambda: False, start)
    large = gradient().resize((128, 128), Image.Resampling.LANCZOS)
    difference = ImageChops.difference(drawn, large).crop((70, 0, 128, 128))
    assert max(high for _, high in ImageStat.Stat(difference).extrema) <= 1


@pytest.mark.parametrize("family", PIPELINES)
def test_added_canvas_is_drawn_and_the_picture_stays(family: str, painters: Painters) -> None:
    base = gradient()
    prompt = asked(base="x", outpaint=Margins(left=16, bottom=20))
    drawn = painters(family).draw(prompt, 3, lambda *_: None, lambda: False, Start(base, 0.3))
    assert drawn.size == ((80, 88) if family in ("sd15", "sd2", "sdxl") else (80, 96))
    assert same(drawn.crop((16, 0, 80, 64)), base)
    assert ImageStat.Stat(drawn.crop((0, 0, 16, 64))).var[0] > 0


def test_margins_and_a_second_pass_together(painters: Painters) -> None:
    prompt = asked(base="x", outpaint=Margins(right=64), highres=2.0)
    drawn = painters("sd2").draw(prompt, 3, lambda *_: None, lambda: False, Start(gradient(), 0.3))
    assert drawn.size == (256, 128)


@pytest.mark.parametrize(
    ("base", "size", "technique", "word"),
    [
        (None, 512, {"outpaint": Margins(left=64)}, "around a picture"),
        ("x", 512, {"outpaint": Margins()}, "margin"),
        ("x", 512, {"outpaint": Margins(left=-8, right=8)}, "margin"),
        ("x", 512, {"outpaint": Margins(left=1024)}, "1536x512"),
        (None, 512, {"highres": 1.0}, "highres"),
        (None, 1024, {"highres": 2.5}, "2560x2560"),
    ],
)
def test_what_does_not_fit_is_said_beforehand(
    base: str | None, size: int, technique: dict[str, Any], word: str, painters: Painters
) -> None:
    with pytest.raises(BadInput, match=word):
        painters("sd15").check(asked(base=base, size=size, **technique).settings)


def test_fitting_ones_pass_and_fixed_sizes_offer_none(painters: Painters) -> None:
    painters("sd15").check(asked(base="x", size=512, outpaint=Margins(left=256), highres=2.0).settings)
    starter = DiffusersPainter(starter_folder("painter"))
    assert not starter.abilities.highres
    assert not starter.abilities.outpaint
    with pytest.raises(BadInput, match="highres"):
        starter.check(asked(size=256, highres=2.0).settings)
