"""Whole turns with the shipped doubles: what is drawn, said and kept."""

import threading
from pathlib import Path

import pytest

from danqing import Studio
from danqing.core.errors import (
    BadInput,
    Cancelled,
    NotFound,
    TurnFailed,
)
from danqing.core.events import Finished, PictureReady, SceneChanged, Step, is_terminal
from danqing.core.scene import Add, GoTo, Redo, Relation, Scene, SceneEdit, Set, Subject, Undo
from danqing.core.settings import load
from danqing.core.types import DrawOptions, Prompt
from danqing.engine.fake import FakePainter


def kinds(studio: Studio, turn_id: str) -> list[str]:
    """The types of a turn's events, repeated steps as one."""
    names = [stored.event.type for stored in studio.events(turn_id)]
    return [name for i, name in enumerate(names) if name != "step" or names[i - 1] != "step"]


def until(studio: Studio, turn_id: str, kind: type[Step | PictureReady]) -> None:
    """Waits for the first event of that kind."""
    for stored in studio.events(turn_id):
        if isinstance(stored.event, kind):
            return


def test_a_turn_from_text_to_file(studio: Studio) -> None:
    turn_id = studio.submit(studio.create_conversation(), "夜空下的一艘红色小船", DrawOptions(seed=5))
    assert kinds(studio, turn_id) == [
        "understood", "scene_changed", "text_delta", "prompt_ready", "queued", "step", "picture_ready", "finished",
    ]  # fmt: skip
    drawing = studio.result(turn_id)
    assert drawing.reply == "正在画：一艘红色的小船，背景夜空。"
    assert drawing.scene == Scene((Subject("s1", "boat", colour="red", size="small"),), background="night")
    assert [picture.seed for picture in drawing.pictures] == [5]
    assert studio.picture_bytes(drawing.pictures[0].id).startswith(b"\x89PNG")
    assert set(drawing.timings) == {"language_s", "draw_s", "encode_s", "total_s"}
    assert drawing.timings["total_s"] >= drawing.timings["draw_s"] > 0


def test_a_dialogue_keeps_scene_and_seed(studio: Studio) -> None:
    talk = studio.create_conversation()
    first = studio.draw("a red boat at night", conversation=talk)
    blue = studio.draw("make it blue", conversation=talk)
    undone = studio.draw("undo", conversation=talk)
    assert blue.scene.subjects[0].colour == "blue"
    assert blue.scene.background == "night"
    assert "boat: colour red → blue" in blue.reply
    assert undone.scene == first.scene
    assert first.settings and blue.settings and undone.settings
    assert first.settings.seed == blue.settings.seed == undone.settings.seed
    assert undone.pictures[0].sha256 != blue.pictures[0].sha256
    history = studio.conversation(talk).history
    assert (len(history.scenes), history.cursor) == (2, 0)


def test_edits_can_be_given_without_words(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("a red boat", conversation=talk)
    for edits, colour in (
        ([Set("s1", "colour", "green")], "green"), ([Undo()], "red"), ([Redo()], "green"), ([GoTo(1)], "red"),
    ):  # fmt: skip
        drawing = studio.result(studio.submit(talk, "", edits=edits))
        assert drawing.scene.subjects[0].colour == colour
        assert len(drawing.pictures) == 1


def test_a_button_speaks_the_language_of_the_dialogue(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("一只红色的猫", conversation=talk)
    assert studio.result(studio.submit(talk, "", edits=[Set("s1", "colour", "blue")])).reply.startswith("正在修改")
    with pytest.raises(TurnFailed) as caught:
        studio.result(studio.submit(talk, "", edits=[GoTo(7)]))
    assert "没有第 7 张" in caught.value.message("en")


def test_an_edit_that_does_not_fit_changes_nothing(studio: Studio) -> None:
    talk = studio.create_conversation()
    wrong: list[tuple[list[SceneEdit], str]] = [
        ([Undo()], "undo_impossible"),
        ([Redo()], "redo_impossible"),
        ([GoTo(4)], "goto_impossible"),
        ([Set("s9", "colour", "red")], "edit_invalid"),
    ]
    for edits, code in wrong:
        with pytest.raises(TurnFailed) as caught:
            studio.result(studio.submit(talk, "", edits=edits))
        assert (caught.value.code, caught.value.exit_code) == (code, 2)
    assert studio.conversation(talk).history.scenes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [("a portrait of my grandmother", "docs/models.md"), ("给我奶奶画一张肖像", "docs/models.md")],
)
def test_outside_the_domain_nothing_is_drawn_and_the_reply_says_what_could_be(
    studio: Studio, text: str, said: str
) -> None:
    drawing = studio.draw(text)
    assert drawing.pictures == ()
    assert drawing.left_out
    assert said in drawing.reply
    assert ("猫" in drawing.reply) == (text[0] == "给")
    assert drawing.timings["total_s"] > 0


def test_clearing_the_canvas_draws_nothing(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("a red boat", conversation=talk)
    drawing = studio.draw("start over", conversation=talk)
    assert (drawing.pictures, drawing.scene) == ((), Scene())
    assert "empty" in drawing.reply


def test_many_pictures_of_one_turn_have_their_own_seeds(studio: Studio) -> None:
    drawing = studio.draw("a cat", number=3, seed=10)
    assert [(p.index, p.seed) for p in drawing.pictures] == [(0, 10), (1, 11), (2, 12)]
    assert len({p.sha256 for p in drawing.pictures}) == 3
    again = studio.draw("a cat", number=3, seed=10)
    assert [p.sha256 for p in again.pictures] == [p.sha256 for p in drawing.pictures]


def test_draw_many_keeps_the_order(studio: Studio) -> None:
    drawings = studio.draw_many(["a cat", "一只鸟", "a fish"])
    assert [drawing.scene.subjects[0].kind for drawing in drawings] == ["cat", "bird", "fish"]


def test_prompt_and_picture_as_separate_steps(studio: Studio) -> None:
    made = studio.generate_prompt("a red boat", seed=3)
    assert made.prompt is not None
    assert "red boat" in made.prompt.text
    changed = studio.generate_prompt("make it blue", made.scene)
    assert changed.scene.subjects[0].colour == "blue"
    pictures = studio.generate_image(made.prompt, seed=3, number=2)
    assert [picture.prompt for picture in pictures] == [made.prompt] * 2
    assert len(studio.generate_image("flat, night, 1 small red boat at hi")) == 1


def test_cancel_in_the_queue_and_in_mid_drawing(slow: Studio) -> None:
    talk = slow.create_conversation()
    drawing = slow.submit(talk, "a cat", DrawOptions(steps=100))
    until(slow, drawing, Step)
    waiting = slow.submit(talk, "a dog and a red fish", DrawOptions(steps=100))
    assert slow.cancel(waiting)
    assert slow.cancel(drawing)
    for turn_id in (drawing, waiting):
        with pytest.raises(Cancelled):
            slow.result(turn_id)
        assert slow.turn(turn_id).pictures == ()
        assert not slow.cancel(turn_id)
    assert slow.draw("a cat", conversation=talk, steps=2).pictures
    with pytest.raises(NotFound):
        slow.cancel("t-unknown")


def test_what_was_drawn_before_a_cancel_is_kept(slow: Studio) -> None:
    turn_id = slow.submit(slow.create_conversation(), "a cat", DrawOptions(steps=4, number=16))
    until(slow, turn_id, PictureReady)
    slow.cancel(turn_id)
    with pytest.raises(Cancelled):
        slow.result(turn_id)
    assert 1 <= len(slow.turn(turn_id).pictures) < 16


def test_closing_puts_the_present_job_back(tmp_path: Path) -> None:
    with Studio(tmp_path, painter=FakePainter(delay=0.03), writer="scripted") as first:
        drawing = first.submit(first.create_conversation(), "a cat", DrawOptions(steps=100))
        until(first, drawing, Step)
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as second:
        assert len(second.result(drawing).pictures) == 1


def test_followers_resume_in_the_middle(slow: Studio) -> None:
    turn_id = slow.submit(slow.create_conversation(), "a cat", DrawOptions(steps=12))
    seen = [next(slow.events(turn_id))]
    while not is_terminal(seen[-1].event):
        seen.append(next(slow.events(turn_id, after=seen[-1].number)))
    assert seen == list(slow.events(turn_id))
    assert [stored.number for stored in seen] == list(range(1, len(seen) + 1))
    steps = [stored.event for stored in seen if isinstance(stored.event, Step)]
    assert steps[0].preview and steps[0].preview.startswith("data:image/jpeg;base64,")
    assert (steps[-1].step, steps[-1].eta_s) == (12, 0.0)


def test_too_many_subjects_are_left_out(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("a cat, a fish and a bird", conversation=talk)
    more: list[SceneEdit] = [Add(Subject("s4", "car", colour="red")), Set("s1", "relation", Relation("on", ("s4",)))]
    drawing = studio.result(studio.submit(talk, "再加一辆红色的汽车", edits=more))
    assert drawing.left_out == ("一辆红色的汽车",)
    assert len(drawing.scene.subjects) == 3


def test_turns_submitted_from_many_threads_are_all_drawn(studio: Studio) -> None:
    turns: list[str] = []

    def submit() -> None:
        for _ in range(5):
            turns.append(studio.submit(studio.create_conversation(), "a cat"))

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for turn_id in turns:
        events = [stored.event for stored in studio.events(turn_id)]
        assert isinstance(events[-1], Finished)
        assert sum(isinstance(event, PictureReady) for event in events) == 1
        assert sum(isinstance(event, SceneChanged) for event in events) == 1


def test_a_prompt_of_ones_own_leaves_the_scene_alone(studio: Studio) -> None:
    talk = studio.create_conversation()
    before = studio.draw("a red boat", conversation=talk).scene
    turn_id = studio.submit(talk, "", prompt=Prompt("flat, night, 1 small red boat at hi", "", "starter"))
    assert studio.result(turn_id).pictures
    assert studio.conversation(talk).history.present == before


def test_conversations_are_listed_newest_first(studio: Studio) -> None:
    old, empty, prompted = (studio.create_conversation() for _ in range(3))
    studio.result(studio.submit(prompted, "", prompt=Prompt("flat, night, 1 small red boat at hi", "", "starter")))
    studio.draw("a cat", conversation=old)
    studio.draw("夜空下的\n  一艘红色小船" + "，还有一只猫" * 20, conversation=old)
    listed = studio.conversations()
    assert [summary.id for summary in listed] == [old, prompted, empty]
    assert [summary.title for summary in listed] == ["a cat", "flat, night, 1 small red boat at hi", ""]
    assert [summary.turns for summary in listed] == [2, 1, 0]
    assert listed[0].updated_at > listed[0].created_at
    assert listed[2].updated_at == listed[2].created_at
    assert studio.conversations(limit=1, offset=1) == [listed[1]]
    assert studio.conversations(offset=3) == []
    for limit, offset in ((0, 0), (201, 0), (50, -1), (50, 2**70)):
        with pytest.raises(BadInput):
            studio.conversations(limit, offset)


def test_long_titles_are_shortened_to_one_line(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("夜空下的\n  一艘红色小船" + "，还有一只猫" * 20, conversation=talk)
    (summary,) = studio.conversations()
    assert summary.title.startswith("夜空下的 一艘红色小船，")
    assert summary.title.endswith("…")
    assert len(summary.title) == 60


class Loading(FakePainter):
    """Weights that take a while."""

    id = "loading"

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.loaded = threading.Event(), False

    def load(self) -> None:
        self.begun.set()
        self.loaded = True


@pytest.mark.parametrize("preload", [True, False])
def test_models_are_opened_in_the_background(tmp_path: Path, preload: bool) -> None:
    painter = Loading()
    settings = load(tmp_path, writer="scripted", preload=preload)
    with Studio(painter=painter, settings=settings) as studio:
        studio.prepare()
        assert painter.begun.wait(5 if preload else 0.3) is preload
        turn_id = studio.submit(studio.create_conversation(), "a cat")
        assert ("model_loading" in kinds(studio, turn_id)) is not preload


def test_going_back_shows_the_picture_that_was_there(studio: Studio) -> None:
    talk = studio.create_conversation()
    first = studio.draw("a red boat", conversation=talk)
    other = studio.draw("draw a cat", conversation=talk)
    assert first.settings and other.settings and first.settings.seed != other.settings.seed
    back = studio.result(studio.submit(talk, "", edits=[GoTo(1)]))
    again = studio.result(studio.submit(talk, "", edits=[GoTo(2)]))
    assert [back.settings, again.settings] == [first.settings, other.settings]
    assert back.pictures[0].prompt == first.pictures[0].prompt
