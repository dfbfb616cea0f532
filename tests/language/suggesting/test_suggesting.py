"""What is offered after a picture: of the scene, in the words of the picture model, and never what is there already."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from danqing.core.codec import scene_from_json
from danqing.core.domain import STARTER, Language
from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Suggestion
from danqing.core.scene import Add, Scene, Set, Subject
from danqing.language.dialects.completing import swallowed
from danqing.language.suggesting import suggest

FIXTURES = Path(__file__).parents[2] / "fixtures"
SCENES = [
    scene
    for name in ("phrasing_zh", "phrasing_en")
    for line in (FIXTURES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    if (scene := scene_from_json(json.loads(line)["scene"])).subjects
]


def after(scene: Scene, step: Suggestion) -> Scene:
    return apply(SceneHistory((scene,), (-1,), 0), step.edits).present


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_to_four_steps_that_change_the_scene_within_the_vocabulary(language: Language) -> None:
    for scene in SCENES:
        steps = suggest(scene, STARTER, "starter", language)
        assert 2 <= len(steps) <= 4
        assert steps == suggest(scene, STARTER, "starter", language)
        assert len({step.text for step in steps}) == len(steps)
        for step in steps:
            found = after(scene, step)
            assert found != scene
            assert found.background in (None, *STARTER.names("backgrounds"))
            assert found.style in (None, *STARTER.names("styles"))
            assert {s.kind for s in found.subjects} <= set(STARTER.names("kinds"))
            assert {s.colour for s in found.subjects} <= {None, *STARTER.names("colours")}
            assert len(found.subjects) <= STARTER.max_subjects


def test_nothing_is_offered_that_would_hide_what_is_drawn() -> None:
    for scene in SCENES:
        for step in suggest(scene, STARTER, "starter", "en"):
            found = after(scene, step)
            if found.background != scene.background:
                assert not swallowed(found.background or "") & {s.colour for s in found.subjects}


def test_both_languages_offer_the_same() -> None:
    for scene in SCENES:
        english, chinese = (suggest(scene, STARTER, "starter", language) for language in ("en", "zh"))
        assert [step.edits for step in english] == [step.edits for step in chinese]


def test_each_row_is_of_another_kind() -> None:
    steps = suggest(Scene((Subject("s1", "cat", colour="red"),)), STARTER, "starter", "zh")
    assert [step.text for step in steps] == ["换成夜晚", "改成水彩风格", "再加一朵花", "把猫改成蓝色"]


def test_what_was_taken_is_not_offered_again() -> None:
    scene = Scene((Subject("s1", "cat"),))
    walk = [scene]
    for _ in range(6):
        walk.append(after(walk[-1], suggest(walk[-1], STARTER, "starter", "en")[0]))
    assert all(before != now for before, now in pairwise(walk))
    crowded = Scene(tuple(Subject(f"s{n}", kind) for n, kind in enumerate(("cat", "tree", "sun"), 1)))
    offered = [edit for step in suggest(crowded, STARTER, "starter", "en") for edit in step.edits]
    assert not any(isinstance(edit, Add) for edit in offered), "three things are the most"
    assert Set("scene", "background", "night") not in offered, "the sun does not shine at night"


def test_what_was_just_changed_is_not_offered_to_be_taken_back() -> None:
    cat, boat = Subject("s1", "cat", colour="blue"), Subject("s2", "boat")
    before = Scene((cat, boat), background="night", style="watercolour")
    now = Scene((replace(cat, colour="red"), boat), background="sea", style="pixel")
    back = {Set("s1", "colour", "blue"), Set("scene", "background", "night"), Set("scene", "style", "watercolour")}
    assert back & {edit for step in suggest(now, STARTER, "starter", "en") for edit in step.edits}
    steps = suggest(now, STARTER, "starter", "en", before)
    assert len(steps) == 4 and not back & {edit for step in steps for edit in step.edits}
    at_dusk, at_night = (Scene((Subject("s1", "dragon"),), time=time) for time in ("dusk", "night"))
    assert any(step.edits == (Set("scene", "time", "night"),) for step in suggest(at_dusk, None, "sdxl", "en"))
    assert all(
        step.edits != (Set("scene", "time", "night"),) for step in suggest(at_dusk, None, "sdxl", "en", at_night)
    )


@pytest.mark.parametrize(
    ("scene", "never"),
    [
        (Scene((Subject("s1", "girl"),), place="library", style="oil painting"), {"weather", "oil painting"}),
        (Scene((Subject("s1", "dragon"),), time="night", composition="close-up"), {"night", "composition"}),
        (Scene((Subject("s1", "taxi"),), place="street", weather="snow"), {"snow"}),
    ],
)
def test_open_vocabularies_are_offered_what_the_scene_lacks(scene: Scene, never: set[str]) -> None:
    steps = suggest(scene, None, "sdxl", "en")
    assert len(steps) == 4
    said = {word for step in steps for edit in step.edits if isinstance(edit, Set) for word in (edit.field, edit.value)}
    assert not said & never


def test_styles_that_a_family_draws_badly_are_not_offered() -> None:
    scene = Scene((Subject("s1", "mountain"),), style="ink wash painting")
    assert all("ink wash" not in step.text for step in suggest(scene, None, "sd15", "en"))


def test_an_empty_scene_has_no_next_step() -> None:
    assert suggest(Scene(), STARTER, "starter", "en") == ()
