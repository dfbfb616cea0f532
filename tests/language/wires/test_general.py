"""The wire of any language model: what it is shown in how much room, and that its schema admits what it should."""

import json

import pytest

from danqing.core.codec import dumps, edit_to_json
from danqing.core.errors import ModelUnusable
from danqing.core.reading import Earlier, Entity, Request
from danqing.core.scene import Add, Clear, Relation, Remove, Replace, Scene, SceneEdit, Set, Subject, Undo
from danqing.language.local.decoding import new_matcher
from danqing.language.wires.general import GeneralWire
from tests.language.wires.test_starter_grammar import byte_tokenizer

SHOWN = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "boat")), place="harbour")
REQUEST = Request("藏青的船", "zh", (Entity("藏青", 0, 2, "colour", "navy blue"),), "藏青的船")
HISTORY = [Earlier(f"request number {i}", (Set("s1", "count", i + 1),), SHOWN) for i in range(9)]


def size(text: str) -> int:
    return len(text)


def shown(room: int) -> list[str]:
    return [m.content for m in GeneralWire().messages(HISTORY, SHOWN, REQUEST, room, size)]


def test_scene_hints_and_request_are_always_there() -> None:
    contents = shown(1)
    assert len(contents) == 2
    assert contents[-1] == (
        'Scene: {"subjects":[{"id":"s1","kind":"cat","colour":"red"},{"id":"s2","kind":"boat"}],"place":"harbour"}\n'
        "Hints: colour 藏青 = navy blue\nRequest: 藏青的船"
    )


def test_with_room_there_are_turns_a_summary_and_examples() -> None:
    contents = shown(100_000)
    assert contents[-7:-1:2] == ["request number 6", "request number 7", "request number 8"]
    assert "request number 0 / request number 1" in contents[0]
    assert "request number 6" not in contents[0]
    assert any("橘猫" in content for content in contents[1:-7])


@pytest.mark.parametrize("room", [2600, 2800, 3000, 3400, 4000, 6000])
def test_never_more_than_the_room(room: int) -> None:
    contents = shown(room)
    assert sum(map(len, contents)) <= room
    later = [c for c in contents[1:-1] if c.startswith("request")]
    assert later == sorted(later)
    assert not later or later[-1] == "request number 8", "the newest turns come first"


def admits(scene: Scene, edits: list[SceneEdit]) -> bool:
    answer = dumps([edit_to_json(edit) for edit in edits])
    matcher = new_matcher(byte_tokenizer(), GeneralWire().constraint(scene, REQUEST))
    tokens = byte_tokenizer().tokenize_str(answer)
    return bool(matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting())


FULL = Subject("s3", "tabby cat", 2, "red", "small", "left", Relation("on", ("s1",)), "猫", "glass", ("wet",), "asleep")


@pytest.mark.parametrize(
    "edits",
    [
        [Add(Subject("s3", "old man"))],
        [Clear(), Add(Subject("s3", "dog")), Set("scene", "style", "ink wash painting")],
        [Set("s1", "colour", None), Set("s2", "attributes", ("old", "wooden")), Set("s1", "count", 3)],
        [Set("s1", "relation", Relation("on", ("s2",))), Remove("s2"), Replace("s1", "dog")],
        [Set("scene", "exclusions", ("people",)), Set("scene", "number", 4), Set("scene", "canvas", "16:9")],
        [Undo()],
    ],
)
def test_the_schema_admits_edits(edits: list[SceneEdit]) -> None:
    assert admits(SHOWN, edits)


def test_every_field_of_a_new_subject_is_in_the_schema() -> None:
    schema = GeneralWire().constraint(SHOWN, REQUEST).schema
    add = schema["items"]["anyOf"][0]
    assert set(edit_to_json(Add(FULL))) == set(add["properties"])


@pytest.mark.parametrize("edits", [[Remove("s9")], [Set("s9", "colour", "red")], [Set("s1", "count", 0)]])
def test_the_schema_does_not_admit_what_is_not_there(edits: list[SceneEdit]) -> None:
    assert not admits(SHOWN, edits)


def test_reads_what_it_asks_for_and_refuses_the_rest() -> None:
    wire = GeneralWire()
    edits = (Add(FULL), Set("scene", "weather", "rain"))
    assert wire.read(json.dumps([edit_to_json(e) for e in edits]), SHOWN, REQUEST) == edits
    with pytest.raises(ModelUnusable):
        wire.read("I am a language model.", SHOWN, REQUEST)
