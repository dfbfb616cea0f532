"""Asking back: only where it is unclear and matters, with choices that do what they say."""

import pytest

from danqing.conversation.asking import aimed_at, question
from danqing.conversation.wording import Words
from danqing.core.domain import STARTER
from danqing.core.reading import Earlier
from danqing.core.scene import Add, Clear, Remove, Scene, SceneEdit, Set, Subject
from tests.language.composing.marked import request

CATS = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "cat", colour="black"), Subject("s3", "boat")))
PAIR = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "boat")))
BIGGER = (Set("s1", "size", "large"),)


def asked(
    marked: str, scene: Scene, edits: tuple[SceneEdit, ...] = BIGGER, history: tuple[Earlier, ...] = ()
) -> list[str] | None:
    found = question(request(marked), scene, edits, history, Words(STARTER, "en"))
    return None if found is None else [choice.label for choice in found.choices]


@pytest.mark.parametrize(
    ("marked", "scene", "labels"),
    [
        ("make the {subject|cat} bigger", CATS, ["a red cat", "a black cat"]),
        ("make {reference|it} bigger", PAIR, ["a red cat", "a boat"]),
        ("bigger", PAIR, ["a red cat", "a boat"]),
        ("大一点", PAIR, ["a red cat", "a boat"]),
    ],
)
def test_asks_which_one(marked: str, scene: Scene, labels: list[str]) -> None:
    assert asked(marked, scene) == labels


@pytest.mark.parametrize(
    ("marked", "scene", "edits"),
    [
        ("make the {subject|cat} bigger", PAIR, BIGGER),
        ("the {colour|red} one bigger", CATS, BIGGER),
        ("the {colour|red} {subject|cat} bigger", CATS, BIGGER),
        ("the first {subject|cat} bigger", CATS, BIGGER),
        ("第二只{subject|猫|cat}大一点", CATS, BIGGER),
        ("both bigger", PAIR, (*BIGGER, Set("s2", "size", "large"))),
        ("a {subject|sun}", PAIR, (Add(Subject("s3", "sun")),)),
        ("start over", PAIR, (Clear(),)),
        ("at {time|night}", PAIR, (Set("scene", "background", "night"),)),
        ("bigger", Scene((Subject("s1", "cat"),)), BIGGER),
    ],
)
def test_does_not_ask_where_it_is_clear(marked: str, scene: Scene, edits: tuple[SceneEdit, ...]) -> None:
    assert asked(marked, scene, edits) is None


def test_it_is_what_the_last_turn_was_about() -> None:
    about_one = (Earlier("…", (Set("s1", "colour", "red"),), PAIR),)
    about_two = (Earlier("…", (Add(Subject("s1", "cat")), Add(Subject("s2", "boat"))), Scene()),)
    assert asked("make {reference|it} bigger", PAIR, history=about_one) is None
    assert asked("make {reference|it} bigger", PAIR, history=about_two) == ["a red cat", "a boat"]


def test_what_it_shall_become_does_not_point_at_anything() -> None:
    edits = (Set("s2", "colour", "red"),)
    assert asked("make {reference|it} {colour|red}", PAIR, edits) == ["a red cat", "a boat"]


def test_a_choice_carries_the_edits_of_its_subject() -> None:
    found = question(request("remove {reference|it}"), PAIR, (Remove("s1"),), (), Words(STARTER, "zh"))
    assert found is not None
    assert found.text == "Which one do you mean?"
    assert [choice.edits for choice in found.choices] == [(Remove("s1"),), (Remove("s2"),)]
    assert [choice.label for choice in found.choices] == ["一只红色的猫", "一艘船"]


def test_what_was_painted_over_is_what_is_meant() -> None:
    boat_bigger = (Set("s2", "size", "large"),)
    assert aimed_at("s2", request("make {reference|it} bigger"), PAIR, BIGGER) == boat_bigger
    assert aimed_at("s2", request("make the {subject|cat} bigger"), CATS, BIGGER) == boat_bigger
    assert aimed_at("s2", request("make the {colour|red} {subject|cat} bigger"), CATS, BIGGER) is None
    assert aimed_at("s3", request("make the {subject|cat} bigger"), CATS, BIGGER) is None
    assert aimed_at(None, request("make {reference|it} bigger"), PAIR, BIGGER) is None
