"""Prompts looked at, and what wildcards, styles and presets do in a turn."""

from pathlib import Path

import pytest

from danqing import Studio
from danqing.app.prompting import DialectOnly, read_by, seen_by
from danqing.app.shelf import Shelf
from danqing.core.errors import BadInput, EditInvalid, ModelUnusable, NotFound, Refused
from danqing.core.events import Understood
from danqing.core.scene import Scene, Subject
from danqing.core.settings import load
from danqing.core.types import DrawOptions, Settings
from danqing.language.dialects import COMPOSERS


def understood(studio: Studio, turn_id: str) -> str:
    """The text that a turn understood."""
    return next(stored.event.text for stored in studio.events(turn_id) if isinstance(stored.event, Understood))


def test_a_prompt_is_shown_and_nothing_stored(studio: Studio) -> None:
    shown = studio.show_prompt("夜空下的两只红色的猫", seed=3)
    assert shown.prompt == "flat, night, 2 medium red cat at ei ji"
    assert (shown.language, shown.dialect, shown.writer) == ("zh", "starter", "scripted")
    assert shown.summary == "两只红色的猫，背景夜空"
    assert shown.scene["subjects"][0]["count"] == 2
    assert [edit["op"] for edit in shown.edits] == ["add", "set"]
    assert "红色" in [entity.text for entity in shown.entities]
    assert shown.settings is not None
    assert shown.settings.seed == 3
    assert studio.conversations() == []


def test_it_shows_what_a_turn_would_draw(studio: Studio) -> None:
    text = "a {red|blue|green|pink} __animals__ and a cat"
    shown = studio.show_prompt(text, seed=11)
    drawn = studio.draw(text, seed=11)
    assert drawn.prompt is not None
    assert (shown.prompt, shown.negative) == (drawn.prompt.text, drawn.prompt.negative)
    assert shown.prompt == studio.generate_prompt(text, seed=11).prompt.text  # type: ignore[union-attr]


def test_nothing_to_draw_is_said(studio: Studio) -> None:
    shown = studio.show_prompt("a zeppelin")
    assert shown.prompt is None
    assert shown.settings is None
    assert shown.left_out == ("a zeppelin",)
    assert "cannot draw" in shown.reply


def test_a_scene_is_changed(studio: Studio) -> None:
    scene = Scene((Subject("s1", "boat", colour="red"),), background="sea", mood="calm")
    shown = studio.show_prompt("make it blue", scene)
    assert shown.scene["subjects"][0]["colour"] == "blue"
    assert shown.scene["background"] == "sea"


@pytest.mark.parametrize("subject", [Subject("s1", "cat", count=-1), Subject("s1", "")])
def test_a_scene_that_is_none_is_refused(studio: Studio, subject: Subject) -> None:
    with pytest.raises(EditInvalid):
        studio.show_prompt("make it blue", Scene((subject,)))


def test_the_policy_holds(studio: Studio) -> None:
    with pytest.raises(Refused):
        studio.show_prompt("a nude")
    with pytest.raises(Refused):
        studio.show_prompt("a {nude|nude}")


@pytest.mark.parametrize("dialect", COMPOSERS)
def test_any_dialect_is_written(studio: Studio, dialect: str) -> None:
    shown = studio.show_prompt("two red cats at night", dialect=dialect, writer="composer")
    assert (shown.dialect, shown.writer, shown.fallback) == (dialect, "composer", None)


def test_an_unknown_dialect(studio: Studio) -> None:
    with pytest.raises(BadInput, match="starter"):
        studio.show_prompt("a cat", dialect="sd16")


def test_who_reads_for_another_dialect(tmp_path: Path) -> None:
    """The small model knows the starter's words only: the rules read where those do not suffice."""
    shelf = Shelf(load(tmp_path))
    open_, closed = DialectOnly("sdxl"), DialectOnly("starter")
    assert read_by(shelf, None, "scripted", open_) == "composer"
    assert read_by(shelf, None, "scripted", closed) == "scripted"
    assert read_by(shelf, "scripted", "composer", open_) == "scripted"
    assert read_by(shelf, None, "composer", open_) == "composer"
    assert seen_by(shelf, DrawOptions(painter="fake"), "starter").id == "fake"
    open_.check(Settings("sdxl", "composer", 1, 1000, 99.0, 8, 8))


def test_a_writer_that_cannot_be_opened_is_told_of_in_its_turn(tmp_path: Path) -> None:
    (tmp_path / "writer").mkdir()
    shelf = Shelf(load(tmp_path))
    assert not shelf.is_small(str(tmp_path / "writer"))
    with pytest.raises(ModelUnusable):
        shelf.warm_writer(str(tmp_path / "writer"))


def test_a_seed_draws_the_same_wildcards_again(studio: Studio) -> None:
    texts = ["a {red|blue|green|pink|white} cat"] * 12
    first = studio.draw_many(texts)
    assert len({drawing.scene for drawing in first}) > 1
    seeds = [drawing.settings.seed for drawing in first if drawing.settings]
    again = [studio.draw(text, seed=seed) for text, seed in zip(texts, seeds, strict=True)]
    assert [drawing.scene for drawing in again] == [drawing.scene for drawing in first]


def test_the_choice_is_visible_and_the_request_kept(studio: Studio) -> None:
    turn_id = studio.submit(studio.create_conversation(), "a {red|red} __动物__", DrawOptions(seed=1))
    assert understood(studio, turn_id).startswith("a red ")
    assert "{" not in understood(studio, turn_id)
    assert studio.turn(turn_id).text == "a {red|red} __动物__"


def test_a_later_turn_keeps_the_seed_of_its_picture(studio: Studio) -> None:
    talk = studio.create_conversation()
    first = studio.draw("a red cat", conversation=talk, seed=5)
    second = studio.draw("make it {blue|green}", conversation=talk)
    assert first.settings and second.settings
    assert second.settings.seed == 5
    assert second.scene.subjects[0].colour in ("blue", "green")


def test_wrong_wildcards_and_names_are_said_before_anything_is_stored(studio: Studio) -> None:
    talk = studio.create_conversation()
    for text, options in (
        ("a {cat|__nothing__}", DrawOptions()),
        ("a cat", DrawOptions(style="gongbo")),
        ("a cat", DrawOptions(preset="postr")),
    ):
        with pytest.raises(BadInput, match="Near it"):
            studio.submit(talk, text, options)
    assert studio.conversation(talk).turns == ()
    with pytest.raises(NotFound):
        studio.submit("nowhere", "a {red|blue} cat")


def test_a_style_that_the_model_knows_under_another_name(studio: Studio) -> None:
    drawing = studio.draw("一只水彩的猫", style="像素")
    assert drawing.scene.style == "pixel"
    assert drawing.left_out == ()


def test_a_style_that_the_model_cannot_draw_is_said(studio: Studio) -> None:
    drawing = studio.draw("一只猫", preset="scroll")
    assert drawing.left_out == ("水墨画",)
    assert "水墨画" in drawing.reply
    assert drawing.pictures


def test_a_preset_fills_what_is_open(studio: Studio) -> None:
    drawing = studio.draw("a red cat", preset="Logo")
    assert drawing.scene.background == "plain white"
    assert drawing.settings is not None
    assert drawing.settings.guidance == pytest.approx(3.3)
    assert studio.draw("a red cat at night", preset="logo").scene.background == "night"


def test_own_presets_and_lists(tmp_path: Path, studio: Studio) -> None:
    folder = tmp_path / "library" / "wildcards"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("two red cats\n", encoding="utf-8")
    (tmp_path / "library" / "mine.toml").write_text(
        '[preset.mine]\nen = "Mine"\nscene = { background = "sea" }\nsteps = 2\n', encoding="utf-8"
    )
    drawing = studio.draw("__mine__", preset="mine")
    assert drawing.prompt is not None
    assert "sea, 2 medium red cat" in drawing.prompt.text
    assert drawing.settings is not None
    assert drawing.settings.steps == 16
    assert [preset.id for preset in studio.library().presets if preset.own] == ["mine"]
