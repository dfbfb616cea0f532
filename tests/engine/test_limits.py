"""What may be asked for beside a prompt, and what a painter says to what it cannot do."""

import math

import pytest

from danqing.core.errors import BadInput
from danqing.core.technique import (
    CONTROLS,
    NOTHING,
    PLAIN,
    SAMPLERS,
    Abilities,
    Control,
    LoraUse,
    Margins,
    Technique,
    Variation,
)
from danqing.engine.fake import FakePainter
from danqing.engine.limits import check_ranges, check_technique

FULL = Abilities(SAMPLERS, CONTROLS, loras=True, clip_skip=True, highres=True, outpaint=True, variation=True)
GOOD = [
    PLAIN,
    Technique(sampler="dpmpp-2m-karras", clip_skip=12, highres=4, variation=Variation(0, 1)),
    Technique(clip_skip=1, highres=1.25, outpaint=Margins(left=1024, bottom=8), variation=Variation(7, 0)),
    Technique(loras=tuple(LoraUse(str(n), (-2) ** (n % 2)) for n in range(8))),
    Technique(controls=(Control("pose", "p1", 2), Control("canny", "i1", 0))),
]
BAD = [
    (Technique(sampler="ddpm"), "choice_invalid"),  # type: ignore[arg-type]
    (Technique(clip_skip=0), "setting_invalid"),
    (Technique(clip_skip=13), "setting_invalid"),
    (Technique(highres=1), "highres_invalid"),
    (Technique(highres=4.1), "highres_invalid"),
    (Technique(highres=math.nan), "highres_invalid"),
    (Technique(loras=(LoraUse("a", 2.1),)), "setting_invalid"),
    (Technique(loras=(LoraUse("a"),) * 9), "tools_many"),
    (Technique(controls=(Control("pose", "p1", -0.1),)), "setting_invalid"),
    (Technique(controls=(Control("edges", "p1"),)), "choice_invalid"),  # type: ignore[arg-type]
    (Technique(controls=(Control("pose", "p1"),) * 5), "tools_many"),
    (Technique(outpaint=Margins()), "margins_empty"),
    (Technique(outpaint=Margins(top=12)), "margin_invalid"),
    (Technique(outpaint=Margins(right=1032)), "margin_invalid"),
    (Technique(outpaint=Margins(right=-8)), "margin_invalid"),
    (Technique(variation=Variation(1, 1.01)), "setting_invalid"),
    (Technique(variation=Variation(-1, 0.5)), "setting_invalid"),
    (Technique(variation=Variation(2**53, 0.5)), "setting_invalid"),
]


@pytest.mark.parametrize("technique", GOOD)
def test_what_a_painter_of_all_abilities_takes(technique: Technique) -> None:
    check_technique(technique, FULL, "all")


@pytest.mark.parametrize(("technique", "key"), BAD)
def test_what_no_painter_takes(technique: Technique, key: str) -> None:
    with pytest.raises(BadInput) as ranges:
        check_ranges(technique)
    with pytest.raises(BadInput) as limits:
        check_technique(technique, FULL, "all")
    assert ranges.value.key == limits.value.key == key


@pytest.mark.parametrize(
    ("technique", "tool"),
    [
        (Technique(sampler="euler"), "sampler"),
        (Technique(clip_skip=2), "clip-skip"),
        (Technique(loras=(LoraUse("a"),)), "lora"),
        (Technique(controls=(Control("pose", "p1"),)), "control"),
        (Technique(highres=2), "highres"),
        (Technique(outpaint=Margins(8)), "outpaint"),
        (Technique(variation=Variation(1, 0.5)), "variation"),
    ],
)
def test_what_a_painter_cannot_do_is_named(technique: Technique, tool: str) -> None:
    with pytest.raises(BadInput) as none:
        check_technique(technique, NOTHING, "plain")
    assert (none.value.key, none.value.params["tool"]) == ("tool_none", tool)
    other = Abilities(loras=True) if tool != "lora" else Abilities(highres=True)
    with pytest.raises(BadInput) as some:
        check_technique(technique, other, "plain")
    assert (some.value.key, some.value.params["tool"]) == ("tool_unknown", tool)
    assert some.value.params["known"] == ("highres" if tool == "lora" else "lora")


def test_kinds_and_samplers_that_it_has_are_listed() -> None:
    few = Abilities(("euler", "heun"), ("depth",))
    with pytest.raises(BadInput) as sampler:
        check_technique(Technique(sampler="ddim"), few, "few")
    with pytest.raises(BadInput) as kind:
        check_technique(Technique(controls=(Control("pose", "p1"),)), few, "few")
    assert "euler, heun" in sampler.value.message("zh")
    assert "depth" in kind.value.message("en")


def test_the_double_says_so_too() -> None:
    painter = FakePainter()
    assert not painter.abilities.highres
    with pytest.raises(BadInput):
        check_technique(Technique(highres=2), painter.abilities, painter.id)
