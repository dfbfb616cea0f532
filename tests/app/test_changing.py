"""Pictures changed in a conversation: how they are made anew, what is asked back, and who reads a request."""

from pathlib import Path

import pytest

from danqing import Studio
from danqing.core.codec import edit_from_json
from danqing.core.errors import TurnFailed
from danqing.core.events import Asked, Finished, SceneChanged
from danqing.engine.fake import FakePainter


def test_asks_back_and_goes_on_with_what_was_chosen(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("a red cat and a boat", conversation=talk)
    turn = studio.submit(talk, "make it bigger")
    events = [stored.event for stored in studio.events(turn)]
    asked = next(event for event in events if isinstance(event, Asked))
    assert [choice.label for choice in asked.choices] == ["a red cat", "a boat"]
    assert isinstance(events[-1], Finished)
    assert not studio.turn(turn).pictures
    assert studio.conversation(talk).history.present.subjects[0].size is None, "nothing has changed yet"
    edits = [edit_from_json(edit) for edit in asked.choices[0].edits]
    chosen = studio.result(studio.submit(talk, "", edits=edits))
    assert chosen.scene.subjects[0].size == "large"
    assert len(chosen.pictures) == 1


def test_the_user_says_how_a_picture_is_made_anew(studio: Studio) -> None:
    talk = studio.create_conversation()
    first = studio.draw("a red cat", conversation=talk, seed=3)
    for mode, strength in (("seed", None), ("image", 0.6), ("inpaint", 0.85)):
        drawn = studio.draw("make it blue" if mode == "seed" else "make it green", conversation=talk, redraw=mode)
        assert drawn.settings is not None
        assert (drawn.settings.strength, drawn.settings.base is not None) == (strength, strength is not None)
        assert drawn.pictures[0].settings == drawn.settings, "it comes back from the store"
    assert studio.draw("make it black", conversation=talk, redraw="fresh").settings.seed != first.pictures[0].seed  # type: ignore[union-attr]


def test_a_prompt_of_ones_own_starts_from_a_picture_too(studio: Studio) -> None:
    (first,) = studio.generate_image("a red cat", seed=3)
    (second,) = studio.generate_image("a blue cat", base=first.id, strength=0.4)
    assert (second.settings.base, second.settings.strength) == (first.id, 0.4)
    with pytest.raises(TurnFailed) as caught:
        studio.generate_image("a blue cat", strength=0.4)
    assert (caught.value.code, caught.value.exit_code) == ("strength_alone", 2)


def test_why_a_picture_is_made_so_is_an_event(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("a red cat", conversation=talk)
    events = [stored.event for stored in studio.events(studio.submit(talk, "make it blue"))]
    changed = next(event for event in events if isinstance(event, SceneChanged))
    assert changed.redraw is not None
    assert (changed.redraw.mode, changed.writer) == ("seed", "scripted")
    assert "same seed" in changed.redraw.reason


def test_rules_stand_in_for_a_language_model_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with Studio(tmp_path / "home", painter=FakePainter(), writer=str(tmp_path / "none")) as studio:
        turn = studio.submit(studio.create_conversation(), "a red cat")
        changed = next(s.event for s in studio.events(turn) if isinstance(s.event, SceneChanged))
        assert changed.writer == "composer"
        assert changed.fallback is not None
        assert "config.json" in changed.fallback
