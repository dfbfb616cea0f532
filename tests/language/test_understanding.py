"""Words of the vocabulary are found where they stand, and only as whole words."""

import pytest

from danqing.core.domain import STARTER
from danqing.language.lexicon import recognise, words
from danqing.language.preprocess import normalise
from danqing.language.understanding import understand


def found(text: str) -> list[tuple[str, str]]:
    return [(entity.group, entity.name) for entity in recognise(normalise(text))]


def test_every_word_names_a_term_of_the_domain() -> None:
    groups = ("kinds", "colours", "sizes", "positions", "relations", "backgrounds", "styles")
    for word, (group, name) in words().items():
        assert word == word.lower().strip()
        if group in groups:
            assert name in STARTER.names(group), word
    for group in groups:
        known = {name for found_group, name in words().values() if found_group == group}
        assert known == set(STARTER.names(group)), group


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two RED cats", [("counts", "2"), ("colours", "red"), ("kinds", "cat")]),
        ("a caterpillar", [("counts", "1")]),
        ("two butterflies, three bunnies", [("counts", "2"), ("counts", "3"), ("kinds", "rabbit")]),
        ("两只橙色的小貓", [("counts", "2"), ("colours", "orange"), ("sizes", "small"), ("kinds", "cat")]),
        ("一辆小汽车", [("counts", "1"), ("kinds", "car")]),
        ("金鱼在左上角", [("kinds", "fish"), ("positions", "top left")]),
        ("星空下的帆船", [("backgrounds", "night"), ("kinds", "boat")]),
        ("cat on a white background", [("kinds", "cat"), ("relations", "on"), ("backgrounds", "plain white")]),
        ("蓝色背景，像素风", [("backgrounds", "plain blue"), ("styles", "pixel")]),
        ("花园", [("outside", "other")]),
        ("12 cats", [("kinds", "cat")]),
    ],
)  # fmt: skip
def test_the_longest_word_wins(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_positions_index_into_the_normal_form() -> None:
    request = understand("  Ａ　Red  CAT\u200b 和猫 ")
    assert request.text == "a red cat 和猫"
    assert request.said == "A Red CAT 和猫"
    for entity in request.entities:
        assert request.text[entity.start : entity.end] == entity.text


@pytest.mark.parametrize(("text", "language"), [("a red cat", "en"), ("一只红猫", "zh"), ("画一只 cat", "zh")])
def test_language(text: str, language: str) -> None:
    assert understand(text).language == language


def test_what_was_typed_keeps_its_length() -> None:
    request = understand("一隻 CAT，İ")  # the last letter grows in lower case
    assert request.said == ""
    assert understand("一隻 CAT").said == "一隻 CAT"


def test_nothing_is_found_in_nothing() -> None:
    assert recognise("") == ()
