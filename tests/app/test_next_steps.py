"""Every kind of next step works: the bundled writer, or the rules, read its words as the edits that it stands for."""

from dataclasses import replace
from pathlib import Path

import pytest

from danqing import Studio
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Scene, Set
from danqing.core.types import DrawOptions
from danqing.engine.fake import FakePainter


def unlabelled(scene: Scene) -> Scene:
    return replace(scene, subjects=tuple(replace(subject, label=None) for subject in scene.subjects))


@pytest.mark.parametrize("text", ["夜空下的一艘红色小船", "a red cat"])
def test_the_starter_reads_and_draws_each(text: str, tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        talk = studio.create_conversation()
        turn = studio.submit(talk, text, DrawOptions(steps=1))
        scene = studio.result(turn).scene
        steps = studio.suggestions(turn)
        assert len(steps) == 4
        for step in steps:
            wanted = apply(SceneHistory((scene,), (-1,), 0), step.edits).present
            assert unlabelled(studio.generate_prompt(step.text, scene).scene) == unlabelled(wanted), step.text
        tapped = studio.submit(talk, steps[0].text, DrawOptions(steps=1), edits=steps[0].edits)
        drawn = studio.result(tapped)
        assert drawn.scene == apply(SceneHistory((scene,), (-1,), 0), steps[0].edits).present
        assert len(drawn.pictures) == 1


@pytest.mark.parametrize(
    "text",
    [
        "一位老渔夫在黎明的江边",
        "雨夜的街道上的一辆出租车",
        "a girl reading in a library",
        "a dragon at night, ink wash painting",
    ],
)
def test_the_rules_read_each_for_other_models(studio: Studio, text: str) -> None:
    from danqing.language.suggesting import suggest

    scene = studio.generate_prompt(text, dialect="sdxl", writer="composer").scene
    for language in ("zh", "en"):
        for step in suggest(scene, None, "sdxl", language):
            read = studio.generate_prompt(step.text, scene, dialect="sdxl", writer="composer").scene
            assert read == apply(SceneHistory((scene,), (-1,), 0), step.edits).present, step.text


def test_the_colour_before_is_not_offered(tmp_path: Path) -> None:
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        talk = studio.create_conversation()
        studio.draw("a red cat", conversation=talk)
        turn = studio.submit(talk, "make it blue")
        studio.result(turn)
        offered = [edit for step in studio.suggestions(turn) for edit in step.edits]
        assert "colour" in {getattr(edit, "field", "") for edit in offered}
        assert Set("s1", "colour", "red") not in offered


def test_nothing_is_offered_where_nothing_was_drawn(tmp_path: Path) -> None:
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as studio:
        talk = studio.create_conversation()
        asked = studio.submit(talk, "a red cat and a boat")
        studio.result(asked)
        assert studio.suggestions(asked)
        open_ = studio.submit(talk, "make it bigger")
        studio.result(open_)
        assert studio.suggestions(open_) == ()
