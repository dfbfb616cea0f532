"""The bundled models as a user meets them: what is asked for is drawn, and what cannot be is said."""

from collections.abc import Iterator

import pytest
from PIL import Image

from danqing import Studio
from danqing.core.scene import Scene, Subject
from danqing.models.catalog import starter_folder
from danqing.training.starter.package import LIMIT
from danqing.vision.critic import Critic


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as opened:
        yield opened


def test_the_first_picture(studio: Studio) -> None:
    drawing = studio.draw("夜空下的一艘红色小船", seed=7)
    assert drawing.scene == Scene((Subject("s1", "boat", colour="red", size="small"),), background="night")
    with Image.open(drawing.pictures[0].path) as picture:
        reading = Critic(starter_folder("critic")).read([picture])[0]
    assert [(seen.kind, seen.colour) for seen in reading.objects] == [("boat", "red")]
    assert (reading.background, reading.style) == ("night", "flat")


def test_a_conversation_in_two_languages(studio: Studio) -> None:
    talk = studio.create_conversation()
    for text in ("draw a small red boat on the sea", "make it blue", "再加两颗黄色的星星，在上面", "背景换成夜晚"):
        drawing = studio.draw(text, conversation=talk, seed=7)
    boat, stars = drawing.scene.subjects
    assert (boat.kind, boat.colour, boat.size) == ("boat", "blue", "small")
    assert (stars.kind, stars.colour, stars.count, stars.position) == ("star", "yellow", 2, "top")
    assert drawing.scene.background == "night"


def test_what_it_cannot_draw_is_said(studio: Studio) -> None:
    refused = studio.draw("a portrait of my grandmother")
    assert not refused.pictures
    assert "grandmother" in refused.left_out[0]
    assert "docs/models.md" in refused.reply
    partly = studio.draw("一条龙和一辆红色的汽车", seed=1)
    assert [(s.kind, s.colour) for s in partly.scene.subjects] == [("car", "red")]
    assert "龙" in partly.left_out[0]
    assert "龙" in partly.reply


def test_the_weights_fit_the_package() -> None:
    folder = starter_folder("painter").parent
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files if file.suffix == ".safetensors") <= LIMIT
    assert max(file.stat().st_size for file in files) <= 14_000_000
    assert {file.suffix for file in files if file.stat().st_size > 500_000} == {".safetensors"}


@pytest.mark.parametrize("role", ["painter", "writer", "critic"])
def test_every_model_has_a_card(role: str) -> None:
    card = (starter_folder("painter").parent / role / "README.md").read_text(encoding="utf-8")
    for heading in ("license: apache-2.0", "## Data", "## Recipe", "## Figures", "## Limits"):
        assert heading in card
