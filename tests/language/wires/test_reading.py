"""What badly behaved language models answer: nothing of it but whole, clean edits reaches a scene."""

import json
from pathlib import Path

import pytest

from danqing.core.codec import dumps, edit_to_json
from danqing.core.errors import ModelUnusable
from danqing.core.scene import Add, Set, Subject
from danqing.language.wires.reading import is_phrase, read_edits

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures" / "answers" / "nasty.jsonl").read_text("utf-8").splitlines()
]
EDITS = (Add(Subject("s1", "cat", colour="red")), Set("scene", "time", "night"))
WRITTEN = dumps([edit_to_json(edit) for edit in EDITS])


@pytest.mark.parametrize("row", ROWS, ids=[f"{i}-{row['kind']}" for i, row in enumerate(ROWS)])
def test_nothing_leaks_and_what_is_good_is_read(row: dict[str, str]) -> None:
    try:
        edits = read_edits(row["output"])
    except ModelUnusable:
        assert not row["good"]
        return
    said = dumps([edit_to_json(edit) for edit in edits]).lower()
    assert not [leak for leak in row["leaks"] if leak in said]


def test_there_are_two_hundred() -> None:
    assert len(ROWS) == 200
    assert sum(bool(row["good"]) for row in ROWS) == 30


@pytest.mark.parametrize(
    "answer",
    [
        WRITTEN,
        f"<think>a [cat] or a dog?</think>{WRITTEN}",
        f"Sure! Here you are:\n```json\n{WRITTEN}\n```\nEnjoy!",
        f'{{"edits": {WRITTEN}}}',
        f'[{{"op":"add","id":"s1","kind":"dog"}}]\nNo, wait.\n{WRITTEN}',
        f'{WRITTEN}<|im_end|>\n<|im_start|>user\n[{{"op":"clear"}}]',
    ],
)
def test_edits_are_found_in_what_surrounds_them(answer: str) -> None:
    assert read_edits(answer) == EDITS


def test_one_foreign_value_spoils_the_list() -> None:
    with pytest.raises(ModelUnusable):
        read_edits('[{"op":"add","id":"s1","kind":"cat"},{"op":"add","id":"s2","kind":"Sorry, I cannot help"}]')


@pytest.mark.parametrize(
    "value", ["solar system", "a cat's eye", "stormy sea", "水墨画", "35mm lens", "f/1.8", "user's desk"]
)
def test_phrases_of_a_picture(value: str) -> None:
    assert is_phrase(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "I'm sorry",
        "{cat}",
        "none",
        "https://x.y",
        "a\nb",
        "see http://a",
        "抱歉，无法",
        "word " * 20,
        "…",
        "\u200b",
    ],
)
def test_no_phrases_of_a_picture(value: str) -> None:
    assert not is_phrase(value)
