"""The picture model left open: chosen for each request among those of this machine, told, stored, overruled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from danqing import Studio
from danqing.app.routing import candidates
from danqing.app.shelf import Shelf
from danqing.core.domain import Domain
from danqing.core.errors import BadInput, TurnFailed
from danqing.core.events import ChosenShown, PromptReady
from danqing.core.routing import AUTO, Wanted
from danqing.core.settings import load
from danqing.core.technique import Technique
from danqing.core.types import DrawOptions, Settings
from danqing.engine.fake import FakePainter
from danqing.models.registry import add
from danqing.scheduling.rules import FILE
from tests.engine.folders import make_folder
from tests.models.files import change_json


class Open(FakePainter):
    """A double without a closed vocabulary."""

    id = "open"
    dialect = "sdxl"
    domain: Domain | None = None


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """With the starter and a model of a large family."""
    with Studio(tmp_path, painter=Open(), writer="composer") as opened:
        yield opened


def ready(studio: Studio, turn_id: str) -> PromptReady:
    return next(stored.event for stored in studio.events(turn_id) if isinstance(stored.event, PromptReady))


def drawn(studio: Studio, talk: str, text: str, options: DrawOptions) -> PromptReady:
    """What would be drawn; the choice is made before, so that nothing has to be."""
    turn_id = studio.submit(talk, text, options)
    found = ready(studio, turn_id)
    studio.cancel(turn_id)
    return found


def test_each_request_goes_to_its_model_and_says_why(studio: Studio) -> None:
    options = DrawOptions(painter=AUTO, steps=1)
    cat = drawn(studio, studio.create_conversation(), "a red cat", options)
    dragon = drawn(studio, studio.create_conversation(), "一条龙", options)
    assert (cat.painter, cat.dialect) == ("starter", "starter")
    assert (dragon.painter, dragon.dialect) == ("open", "sdxl")
    assert cat.chosen is not None
    assert cat.chosen.reason == "Drawn with starter, because it was made for just these things."
    assert dragon.chosen is not None
    assert dragon.chosen.reason.startswith("由 open 来画，因为它能画出")
    assert [score.painter for score in dragon.chosen.scores] == ["open", "starter"]
    assert "open-scene" in dragon.chosen.scores[0].rules


def test_the_choice_is_stored_and_told_in_the_pictures_settings(studio: Studio) -> None:
    turn_id = studio.submit(studio.create_conversation(), "a dragon", DrawOptions(painter=AUTO, steps=1))
    picture = studio.result(turn_id).pictures[0]
    assert picture.settings.painter == "open"
    made = studio.turn(turn_id).draft
    assert made is not None
    assert made.settings is not None
    assert made.settings.painter == "open"


def test_the_user_overrules_it(studio: Studio) -> None:
    told = drawn(studio, studio.create_conversation(), "a red cat", DrawOptions(painter="open", steps=1))
    assert (told.painter, told.chosen) == ("open", None)


def test_a_changed_picture_stays_with_its_model_until_that_cannot_go_on(studio: Studio) -> None:
    talk, options = studio.create_conversation(), DrawOptions(painter=AUTO, steps=1)
    assert drawn(studio, talk, "a red cat", options).painter == "starter"
    assert drawn(studio, talk, "make it blue", options).painter == "starter"
    assert drawn(studio, talk, "add a dragon", options).painter == "open"
    assert drawn(studio, talk, "make the cat red", options).painter == "open"


def test_a_prompt_of_ones_own_is_read_as_its_dialect(studio: Studio) -> None:
    picture = studio.generate_image("a dragon, masterpiece", painter=AUTO, steps=1)[0]
    assert (picture.settings.painter, picture.prompt.dialect) == ("open", "sdxl")


def test_looking_at_a_prompt_chooses_likewise(studio: Studio) -> None:
    shown = studio.show_prompt("a dragon", painter=AUTO)
    assert isinstance(shown.chosen, ChosenShown)
    assert (shown.chosen.painter, shown.dialect) == ("open", "sdxl")
    named = studio.show_prompt("a dragon", painter=AUTO, dialect="flux")
    assert (named.chosen, named.dialect) == (None, "flux")
    assert studio.show_prompt("a dragon").chosen is None


def test_what_nobody_can_draw_ends_the_turn_with_a_sentence(studio: Studio) -> None:
    options = DrawOptions(painter=AUTO, technique=Technique(highres=2.0))
    turn_id = studio.submit(studio.create_conversation(), "a red cat", options)
    with pytest.raises(TurnFailed) as failed:
        studio.result(turn_id)
    assert "open draws no second pass" in failed.value.message("en")
    assert failed.value.exit_code == 2


def test_a_wrong_file_of_rules_is_named(studio: Studio) -> None:
    (studio.settings.home / FILE).write_text("[rule.a]\npoints = 'x'\n", "utf-8")
    with pytest.raises(BadInput, match=r"rule\.a\.points"):
        studio.show_prompt("a cat", painter=AUTO)
    assert studio.show_prompt("a cat").chosen is None


def test_it_can_be_the_setting(tmp_path: Path) -> None:
    with Studio(tmp_path, writer="composer") as studio:
        assert studio.settings.painter == "starter"
        studio.models.choose(AUTO)
        assert load(tmp_path).painter == AUTO
        studio.prepare()
        told = drawn(studio, studio.create_conversation(), "a red cat", DrawOptions(steps=1))
        assert told.chosen is not None
        assert "only picture model" in told.chosen.reason
        with pytest.raises(BadInput):
            studio.models.choose(AUTO, "writer")


def test_models_in_folders_are_known_by_facts(tmp_path: Path) -> None:
    """Random weights in the official layouts: family, base of LoRAs, memory, pace; one that is damaged is none."""
    for family in ("sdxl", "sd2"):
        folder = make_folder(tmp_path / "models" / family, family)
        add(tmp_path, family, {"role": "painter", "folder": str(folder)})
        width = {"sdxl": 2048, "sd2": 1024}[family]  # as wide as the text is that their real weights read
        change_json(folder / "unet" / "config.json", cross_attention_dim=width)
    add(tmp_path, "gone", {"role": "painter", "folder": str(tmp_path / "nowhere")})
    shelf = Shelf(load(tmp_path, cpu=True))
    measured = Settings("sdxl", "", 0, 1, 1.0, *shelf.painter("sdxl").default_size)
    shelf.pace.measured("sdxl", measured, 2.0)
    wanted = Wanted("an owl", "en")
    found = {m.id: m for m in candidates(shelf, tmp_path, True, DrawOptions(painter=AUTO, steps=5), wanted)}
    assert set(found) == {"starter", "sdxl", "sd2"}
    assert (found["sdxl"].family, found["sdxl"].bases, found["sdxl"].closed) == ("sdxl", frozenset({"sdxl"}), False)
    assert (found["sd2"].family, found["sd2"].bases) == ("sd15", frozenset({"sd2"}))
    assert found["starter"].bases == {"starter"}
    assert found["starter"].closed
    assert found["sdxl"].seconds == 10.0
    assert found["sd2"].seconds is None
    assert all(model.needs > 0 and model.fits and not model.resident for model in found.values())
    shelf.warm_painter("starter")
    again = candidates(shelf, tmp_path, True, DrawOptions(painter=AUTO), wanted)
    assert [model.id for model in again if model.resident] == ["starter"]
    odd = candidates(shelf, tmp_path, True, DrawOptions(painter=AUTO, width=1024, height=1024), wanted)
    assert {model.id for model in odd if not model.takes} == {"starter"}
