"""The rules by which a changed picture is made."""

from dataclasses import replace

import pytest

from danqing.conversation.redraw import Redraw, choose
from danqing.core.domain import STARTER, Domain
from danqing.core.errors import BadInput
from danqing.core.history import Change
from danqing.core.reading import Request
from danqing.core.scene import Add, Clear, Remove, Replace, SceneEdit, Set, Subject
from danqing.core.technique import Margins, Technique
from danqing.core.types import DrawOptions, Picture, Prompt, RedrawMode, Settings, Turn
from danqing.engine.fake import FakePainter

SETTINGS = Settings("fake", "scripted", 5, 4, 3.0, 64, 64)
PICTURE = Picture("p1", "t1", 0, "/p1.png", "", 64, 64, Prompt("p", "", "d"), SETTINGS, 5)
LAST = Turn("t1", "c", 1, "a cat", "finished", DrawOptions(), 0.0, pictures=(PICTURE,))
BLUE = (Set("s1", "colour", "blue"),)
CHANGED = (Change("s1", "cat", "colour", "red", "blue"),)


class Open(FakePainter):
    """Without a closed vocabulary."""

    domain: Domain | None = None


class Old(Open):
    """Knows no other way than seeds."""

    modes: frozenset[RedrawMode] = frozenset()


def way(
    text: str, edits: tuple[SceneEdit, ...] = BLUE, wanted: RedrawMode | None = None, painter: FakePainter | None = None
) -> Redraw:
    return choose(DrawOptions(redraw=wanted), edits, CHANGED, Request(text, "en"), LAST, painter or Open())


@pytest.mark.parametrize(
    ("text", "edits", "mode", "rule"),
    [
        ("make it blue", BLUE, "seed", "redraw_kept"),
        ("draw a dog", (Clear(), Add(Subject("s1", "dog"))), "fresh", "redraw_new"),
        ("add a dog", (Add(Subject("s2", "dog")),), "fresh", "redraw_subject"),
        ("a dog instead", (Replace("s1", "dog"),), "fresh", "redraw_subject"),
        ("no cat", (Remove("s1"),), "seed", "redraw_kept"),
        ("the same but blue", BLUE, "image", "redraw_same_but"),
        ("构图不变，改成蓝色", BLUE, "image", "redraw_same_but"),
        ("和刚才一样，但是换成蓝色", BLUE, "image", "redraw_same_but"),
        ("only change the top left corner to blue", BLUE, "inpaint", "redraw_region"),
        ("只改左半边", BLUE, "inpaint", "redraw_region"),
        ("the left one blue", BLUE, "seed", "redraw_kept"),
    ],
)
def test_rules(text: str, edits: tuple[SceneEdit, ...], mode: str, rule: str) -> None:
    found = way(text, edits)
    assert (found.mode, found.rule) == (mode, rule)
    assert (found.base == "p1") == (mode in ("image", "inpaint"))
    assert found.reason(Request(text, "zh")) != found.reason(Request(text, "en"))


def test_regions() -> None:
    assert way("only the top left corner").region == (0.0, 0.0, 0.5, 0.5)
    assert way("只重画右边").region == (0.5, 0.0, 1.0, 1.0)
    assert way("make it blue", wanted="inpaint").region == (0.0, 0.0, 1.0, 1.0)


def test_a_planned_picture_keeps_its_plan_for_new_subjects_too() -> None:
    found = way("add a dog", (Add(Subject("s2", "dog")),), painter=FakePainter())
    assert FakePainter.domain is STARTER
    assert (found.mode, found.rule) == ("seed", "redraw_planned")


@pytest.mark.parametrize("wanted", ["fresh", "seed", "image", "inpaint"])
def test_the_user_overrules(wanted: RedrawMode) -> None:
    assert way("draw a dog", (Clear(), Add(Subject("s1", "dog"))), wanted).mode == wanted


def test_what_the_painter_or_the_moment_does_not_allow_is_not_chosen() -> None:
    assert way("the same but blue", painter=Old()).mode == "seed"
    assert way("make it blue", wanted="image", painter=Old()).mode == "seed"
    undrawn, said = replace(LAST, pictures=()), Request("same but blue", "en")
    assert choose(DrawOptions(redraw="image"), BLUE, CHANGED, said, undrawn, Open()).mode == "seed"
    assert choose(DrawOptions(redraw="seed"), BLUE, CHANGED, said, None, Open()) == Redraw("fresh", "redraw_first")
    assert choose(DrawOptions(), (), (), Request("again", "en"), LAST, Open()).rule == "redraw_again"


def test_a_picture_that_was_chosen_is_what_it_starts_from() -> None:
    assert way("", (Set("scene", "base", "p9"),)) == Redraw("image", "redraw_base", "p9")
    chosen = DrawOptions(base="i9", redraw="fresh")
    assert choose(chosen, BLUE, CHANGED, Request("blue", "en"), None, Open()) == Redraw("image", "redraw_base", "i9")


def test_what_was_painted_over_is_drawn_anew() -> None:
    painted, request = DrawOptions(mask="i1"), Request("只改左半边", "zh")
    assert choose(painted, (), (), request, LAST, Open()) == Redraw("inpaint", "redraw_mask", "p1", mask="i1")
    with_base = replace(painted, base="p7")
    assert choose(with_base, BLUE, CHANGED, request, None, Open()).base == "p7"
    for last, painter, key in ((None, Open(), "mask_alone"), (LAST, Old(), "mask_unknown")):
        with pytest.raises(BadInput) as caught:
            choose(painted, BLUE, CHANGED, request, last, painter)
        assert caught.value.code == key


def test_a_strength_needs_a_picture_to_depart_from() -> None:
    strong, request = DrawOptions(strength=0.4), Request("a cat", "en")
    with pytest.raises(BadInput) as caught:
        choose(strong, BLUE, CHANGED, request, None, Open())
    assert caught.value.key == "strength_alone"
    assert choose(replace(strong, base="p7"), BLUE, CHANGED, request, None, Open()).base == "p7"
    assert choose(strong, BLUE, CHANGED, request, LAST, Open()).mode == "seed"


def around(base: str | None, mask: str | None = None, last: Turn | None = LAST) -> Redraw:
    options = DrawOptions(base=base, mask=mask, technique=Technique(outpaint=Margins(left=64)))
    return choose(options, BLUE, CHANGED, Request("wider", "en"), last, Open())


def test_more_canvas_is_drawn_around_the_given_picture_or_the_last_one() -> None:
    assert around("i1") == Redraw("inpaint", "redraw_outpaint", "i1")
    assert around(None) == Redraw("inpaint", "redraw_outpaint", "p1")


def test_more_canvas_needs_a_picture_and_no_mask() -> None:
    with pytest.raises(BadInput) as alone:
        around(None, last=None)
    with pytest.raises(BadInput) as masked:
        around("i1", "i2")
    assert (alone.value.key, masked.value.key) == ("outpaint_alone", "outpaint_masked")
