"""Turns that are refused, fail or are interrupted: what is said, and what stays whole."""

from pathlib import Path
from typing import NoReturn

import pytest

from danqing import Studio
from danqing.core.errors import (
    BadInput,
    ModelUnusable,
    NotFound,
    Refused,
    StoreFailed,
    TurnFailed,
    UnknownModel,
)
from danqing.core.types import DrawOptions, Prompt
from danqing.engine.fake import FakePainter
from tests.store.parts import FullDisk


def test_the_policy_refuses_text_and_prompt(studio: Studio) -> None:
    drawing = studio.draw("draw a naked woman")
    assert (drawing.refused, drawing.pictures) == (True, ())
    assert "explicit sexual content" in drawing.reply
    assert "色情" in studio.draw("画一个裸体").reply
    with pytest.raises(Refused):
        studio.generate_prompt("a nude")
    with pytest.raises(Refused):
        studio.generate_image("a swastika on a nazi flag")
    assert studio.draw("a cat", negative="nude").refused


@pytest.mark.parametrize(
    ("text", "options", "key"),
    [
        ("", {}, "text_empty"), (" \n\t ", {}, "text_empty"), ("\x00\x07\x1b", {}, "text_empty"),
        ("\u200b\u200e", {}, "text_empty"), ("猫" * 100_000, {}, "text_too_long"),
        ("a cat", {"steps": -1}, "setting_invalid"), ("a cat", {"steps": 0}, "setting_invalid"),
        ("a cat", {"number": 0}, "setting_invalid"), ("a cat", {"number": 17}, "setting_invalid"),
        ("a cat", {"seed": -5}, "setting_invalid"), ("a cat", {"guidance": float("nan")}, "setting_invalid"),
        ("a cat", {"width": 100_000, "height": 64}, "size_invalid"),
        ("a cat", {"width": -8, "height": 64}, "size_invalid"),
        ("a cat", {"width": 100, "height": 100}, "size_invalid"), ("a cat", {"width": 64}, "size_invalid"),
        ("a cat", {"painter": "no-such"}, "model_unknown"), ("a cat", {"writer": "no-such"}, "model_unknown"),
        ("a cat", {"negative": "x" * 5000}, "negative_too_long"), ("a cat", {"embedding": "some"}, "choice_invalid"),
    ],
)  # fmt: skip
def test_bad_input_is_said_before_anything_is_stored(
    studio: Studio, text: str, options: dict[str, object], key: str
) -> None:
    talk = studio.create_conversation()
    with pytest.raises(BadInput) as caught:
        studio.draw(text, conversation=talk, **options)
    assert caught.value.code == key
    assert caught.value.message("zh") != caught.value.message("en")
    assert studio.conversation(talk).turns == ()


def test_odd_characters_are_taken(studio: Studio) -> None:
    drawing = studio.draw("a red\x00 cat 🐈\ud800 ＡＢＣ\u202e")
    assert drawing.scene.subjects[0].kind == "cat"


def test_a_size_that_this_painter_cannot_draw_fails_with_the_exit_code_of_bad_use(studio: Studio) -> None:
    with pytest.raises(TurnFailed) as caught:
        studio.draw("一只猫", width=4096, height=4096)
    assert (caught.value.code, caught.value.exit_code) == ("size_invalid", 2)
    assert "无法绘制" in caught.value.message("en")


def test_a_full_disk_fails_the_turn_and_the_next_one_works(tmp_path: Path) -> None:
    disk = FullDisk(room=0)
    with Studio(tmp_path, painter="fake", writer="scripted", disk=disk) as studio:
        with pytest.raises(TurnFailed) as caught:
            studio.draw("一只猫")
        assert (caught.value.code, caught.value.retryable) == ("disk_full", True)
        assert "腾出空间" in caught.value.message("zh")
        assert list((tmp_path / "pictures").iterdir()) == []
        disk.room = 1
        assert studio.draw("a cat").pictures


class Broken(FakePainter):
    """A painter with a bug."""

    id = "broken"

    def draw(self, *_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError("one over nothing")


def test_a_bug_is_a_sentence_and_the_worker_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Studio(tmp_path, painter=Broken(), writer="scripted") as studio:
        with pytest.raises(TurnFailed) as caught:
            studio.draw("a cat")
        assert caught.value.code == "internal"
        assert "ZeroDivisionError" in caught.value.message("en")
        assert studio.draw("a cat", painter="fake").pictures
    assert "Traceback" not in "".join(capfd.readouterr())


def test_unknown_things_and_models(studio: Studio, tmp_path: Path) -> None:
    for look in (studio.turn, studio.conversation, studio.picture, studio.picture_bytes, studio.result):
        with pytest.raises(NotFound):
            look("x-unknown")
    with pytest.raises(NotFound):
        studio.submit("c-unknown", "a cat")
    with pytest.raises(UnknownModel):
        studio.submit(studio.create_conversation(), "a cat", DrawOptions(painter="/no/such/folder"))


def test_a_second_studio_on_the_folder_is_refused(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(StoreFailed) as caught:
        Studio(tmp_path, painter="fake", writer="scripted")
    assert caught.value.code == "folder_busy"


def test_models_that_cannot_work_are_named_at_once(tmp_path: Path) -> None:
    with Studio(tmp_path, painter="fake", writer="scripted") as studio:
        with pytest.raises(UnknownModel):
            studio.prepare(painter="nothing")
        with pytest.raises(ModelUnusable):
            studio.prepare(writer=str(tmp_path))
        studio.prepare()
    studio.close()


def test_ctrl_c_takes_back_every_request_of_many(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(turn_id: str, refusal_raises: bool = False) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(studio, "result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        studio.draw_many(["a red boat"] * 4, steps=150, number=16)
    for summary in studio.conversations():
        (turn,) = studio.conversation(summary.id).turns
        assert [stored.event.type for stored in studio.events(turn.id)][-1] == "cancelled"


def test_a_negative_prompt_loses_what_cannot_be_stored(studio: Studio) -> None:
    drawn = studio.draw("a red boat", negative="blur\ud800red\x00")
    assert drawn.prompt and drawn.prompt.negative == "blurred"
    (picture,) = studio.generate_image(Prompt("a boat", "blur\udfff", "starter"))
    assert picture.prompt.negative == "blur"


def test_the_words_of_a_picture_pass_the_list_spaced_out_too(studio: Studio) -> None:
    for prompt, negative in (("n u d e", None), ("a boat", "裸 体")):
        with pytest.raises(Refused):
            studio.generate_image(prompt, negative=negative)
