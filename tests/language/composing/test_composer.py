"""Edits by rules: new pictures, changes of what is there, travel, and nothing where nothing was said."""

from collections.abc import Sequence

import pytest

from danqing.core.codec import edit_to_json
from danqing.core.history import SceneHistory, apply
from danqing.core.protocols import Writer
from danqing.core.reading import Earlier
from danqing.core.scene import Add, Clear, GoTo, Omit, Relation, Remove, Replace, Scene, SceneEdit, Set, Subject, Undo
from danqing.language.composing.composer import Composer, compose
from tests.language.composing.marked import request

SHOWN = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "boat")), exclusions=("text",))


def edits(marked: str, scene: Scene = SHOWN, history: Sequence[Earlier] = ()) -> list[SceneEdit]:
    found = compose(history, scene, request(marked))
    apply(SceneHistory((Scene(), scene, scene), (-1, 0, 1), 2), tuple(found))  # they fit
    return found


def test_a_first_request() -> None:
    found = edits("{count|两只|2}{subject|猫|cat}在{subject|船|boat}{position|上|on}，{time|夜晚|night}", Scene())
    assert found == [
        Add(Subject("s1", "cat", 2, relation=Relation("on", ("s2",)), label="猫")),
        Add(Subject("s2", "boat", label="船")),
        Set("scene", "time", "night"),
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("make the {subject|cat} {colour|blue}", [Set("s1", "colour", "blue")]),
        ("{colour|blue} please", [Set("s2", "colour", "blue")]),
        ("去掉{subject|船|boat}", [Remove("s2")]),
        ("不要{exclusion|船|boat}", [Remove("s2")]),
        ("no {exclusion|people}", [Set("scene", "exclusions", ("text", "people"))]),
        ("把{subject|猫|cat}换成{subject|狗|dog}", [Replace("s1", "dog", "狗")]),
        ("{subject|cat} into a {colour|black} {subject|dog}", [Replace("s1", "dog"), Set("s1", "colour", "black")]),
        ("去掉{reference|刚才那只猫|subject:cat}", [Remove("s1")]),
        ("再加{count|两只|2}{subject|狗|dog}", [Add(Subject("s3", "dog", 2, label="狗"))]),
        ("in {place|Kyoto}, at {time|night}", [Set("scene", "place", "Kyoto"), Set("scene", "time", "night")]),
        ("draw a {subject|dog}", [Clear(), Add(Subject("s1", "dog"))]),
        ("the {subject|cat} {size|bigger}", [Set("s1", "size", "large")]),
        ("{reference|刚才那只猫|subject:cat}改成{colour|白色|white}", [Set("s1", "colour", "white")]),
        ("undo", [Undo()]),
        ("back to the {reference|second picture|picture:2}", [GoTo(2)]),
        ("{reference|第二张|picture:2}改成{time|傍晚|dusk}", [GoTo(2), Set("scene", "time", "dusk")]),
    ],
)  # fmt: skip
def test_changes(marked: str, expected: list[SceneEdit]) -> None:
    assert edits(marked) == expected


def test_it_is_what_was_touched_last() -> None:
    history = [Earlier("…", (Set("s1", "size", "small"),), SHOWN)]
    assert edits("make {reference|it} {colour|blue}", history=history) == [Set("s1", "colour", "blue")]


def test_attributes_grow() -> None:
    scene = Scene((Subject("s1", "cat", attributes=("wet",)),))
    assert edits("the {subject|cat} {attribute|smiling}", scene) == [Set("s1", "attributes", ("wet", "smiling"))]


def test_the_composer_is_a_writer_and_says_what_it_did_not_understand() -> None:
    composer: Writer = Composer()
    found = composer.write([], Scene(), request("hm"))
    assert (found.edits, found.left_out, found.writer) == ((Omit("hm"),), ("hm",), "composer")
    assert [edit_to_json(e)["op"] for e in composer.write([], Scene(), request("a {subject|cat}")).edits] == ["add"]
