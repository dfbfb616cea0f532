"""What a LoRA taught the closed vocabulary: its trigger reaches the prompt, named or not, and nothing else changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from danqing import Studio
from danqing.app.adding import Wanted
from danqing.app.build import understanding
from danqing.app.routing import router_for
from danqing.app.shelf import Shelf
from danqing.core.domain import STARTER
from danqing.core.history import SceneHistory
from danqing.core.routing import AUTO
from danqing.core.technique import LoraUse, Technique
from danqing.core.types import Conversation, DrawOptions, Turn
from danqing.engine.fake import FakePainter
from danqing.models.registry import add
from tests.models.files import write_weights

PLACE = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
LANTERN = Technique(loras=(LoraUse("lantern"),))


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home"), painter=FakePainter(), writer="starter") as opened:
        for word in ("lantern", "sks dog", "blueprint"):
            entry = {"role": "lora", "folder": "/nowhere.safetensors", "base": "starter", "trigger": word}
            add(opened.settings.home, word.replace(" ", "-"), entry)
        add(opened.settings.home, "silent", {"role": "lora", "folder": "/nowhere.safetensors"})
        yield opened


@pytest.mark.parametrize(
    ("lora", "text", "prompt"),
    [
        ("lantern", "a red lantern at night", "flat, night, 1 large red lantern at "),
        ("lantern", "画一个红色的lantern，夜空", "flat, night, 1 large red lantern at "),
        ("lantern", "three small Lanterns left of a house", "flat, grass, 3 small blue lantern at "),
        ("lantern", "a boat at sea", "lantern, flat, sea, 1 large green boat at "),
        ("sks-dog", "雪地里的sks dog", "flat, snow, 1 large green sks dog at "),
        ("blueprint", "blueprint风格的小船", "blueprint, flat, sea, 1 small green boat at "),
        ("blueprint", "a boat in blueprint style", "blueprint, flat, sea, 1 large green boat at "),
        ("silent", "a boat at sea", "flat, sea, 1 large green boat at "),
    ],
)
def test_the_trigger_reaches_the_prompt(studio: Studio, lora: str, text: str, prompt: str) -> None:
    made = studio.generate_prompt(text, seed=1, technique=Technique(loras=(LoraUse(lora),)))
    assert made.prompt is not None and made.prompt.text.startswith(prompt)
    assert made.left_out == ()


def test_without_the_lora_the_word_is_left_out(studio: Studio) -> None:
    made = studio.generate_prompt("a cat and a red lantern", seed=1)
    assert made.prompt is not None and "lantern" not in made.prompt.text
    assert made.left_out == ("a red lantern",)


def test_what_was_taught_is_edited_like_anything_else(studio: Studio) -> None:
    talk = studio.create_conversation()
    studio.draw("a red lantern at night", conversation=talk, technique=LANTERN)
    for text in ("make it blue", "move the lantern to the left"):
        drawn = studio.draw(text, conversation=talk, technique=LANTERN)
    lantern = drawn.scene.subjects[0]
    assert (len(drawn.scene.subjects), lantern.kind) == (1, "lantern")
    assert (lantern.colour, lantern.position) == ("blue", "left")
    assert drawn.prompt is not None and drawn.prompt.text.count("blue lantern at") == 1


def test_words_of_the_vocabulary_are_not_taught_again() -> None:
    assert STARTER.knowing(("boat", "neon", "lantern")).taught == ("lantern",)


def test_the_router_knows_for_which_model_a_lora_was_learnt(studio: Studio, tmp_path: Path) -> None:
    shapes = {f"unet.{PLACE}.lora_A.weight": (4, 160), f"unet.{PLACE}.lora_B.weight": (160, 4)}
    told = {"modelspec.trigger_phrase": "lamp", "danqing.base": "starter"}
    place = write_weights(tmp_path / "lamp.safetensors", shapes, metadata=told)
    studio.models.add(Wanted(str(place), "lamp"))
    route = router_for(Shelf(studio.settings), studio.settings.home, cpu=True)
    options = DrawOptions(painter=AUTO, technique=Technique(loras=(LoraUse("lamp"),)))
    asked = Turn("", "", 1, "a red lamp", "submitted", options, 0.0)
    request = understanding("a red lamp", studio.settings)
    choice = route(asked, Conversation("", 0.0, SceneHistory()), request)
    assert choice is not None and choice.painter == "starter"
    assert "open-scene" not in choice.scores[0].rules
