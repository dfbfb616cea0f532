"""What a style and a preset bring: only what the request leaves open, and nothing where it travels or is unclear."""

from danqing.conversation.arranging import Arrangement
from danqing.core.history import SceneHistory
from danqing.core.scene import Add, Clear, Omit, Scene, SceneEdit, Set, Subject, Undo
from danqing.core.types import DrawOptions, Prompt
from danqing.engine.fake import FakePainter

CAT = Add(Subject("s1", "cat"))
POSTER = Arrangement(
    fields=(("style", "flat vector illustration"), ("canvas", "2:3")),
    called="扁平插画",
    steps=1.5,
    guidance=0.5,
    negative=lambda scene: f"blurry, no {scene.subjects[0].kind}s",
)
EMPTY = SceneHistory()


def brought(*read: SceneEdit, arrangement: Arrangement = POSTER, before: SceneHistory = EMPTY) -> list[SceneEdit]:
    """What comes after these edits."""
    return list(arrangement.edits(read, before))


def test_open_fields_are_filled() -> None:
    assert brought(CAT) == [Set("scene", "style", "flat vector illustration"), Set("scene", "canvas", "2:3")]


def test_what_was_said_stays() -> None:
    assert brought(CAT, Set("scene", "canvas", "16:9"), Set("scene", "medium", "watercolour")) == []


def test_what_an_earlier_turn_set_stays() -> None:
    before = SceneHistory((Scene(style="anime", canvas="1:1"),), (-1,), 0)
    assert brought(CAT, before=before) == []
    assert len(brought(Clear(), CAT, before=before)) == 2


def test_a_chosen_style_comes_before_all() -> None:
    chosen = Arrangement(style="gongbi painting", fields=POSTER.fields)
    assert brought(CAT, Set("scene", "style", "anime"), arrangement=chosen) == [
        Set("scene", "style", "gongbi painting"),
        Set("scene", "canvas", "2:3"),
    ]


def test_nothing_for_travel_or_what_cannot_be_drawn() -> None:
    before = SceneHistory((Scene(), Scene(style="anime")), (-1, 0), 1)
    assert brought(Undo(), before=before) == []
    assert brought(Omit("a zeppelin")) == []


def test_a_style_without_a_word_is_left_out_aloud() -> None:
    wanted = brought(CAT)
    assert POSTER.fitted([Omit("flat vector illustration")], wanted) == (Omit("扁平插画"),)
    assert POSTER.fitted([Set("scene", "style", "flat"), Omit("x")], wanted) == (Set("scene", "style", "flat"),)
    assert POSTER.fitted([], []) == ()


def test_steps_and_guidance_are_shares_of_the_painters_own() -> None:
    made = POSTER.options(DrawOptions(), FakePainter())
    assert (made.steps, made.guidance) == (12, 1.5)
    own = POSTER.options(DrawOptions(steps=3, guidance=9.0), FakePainter())
    assert (own.steps, own.guidance) == (3, 9.0)


def test_a_painter_without_guidance_gets_none() -> None:
    painter = FakePainter()
    painter.default_guidance = 0.0
    assert POSTER.options(DrawOptions(), painter).guidance is None


def test_negatives_follow_those_of_the_prompt() -> None:
    scene = Scene((CAT.subject,))
    made = Prompt("a cat", "blurry, dull", "sdxl")
    assert POSTER.prompt(made, scene, DrawOptions()).negative == "blurry, dull, no cats"
    assert POSTER.prompt(made, scene, DrawOptions(negative="")) is made
    assert Arrangement().prompt(made, scene, DrawOptions()) is made
