"""Words to be written: in capitals after a word that leads to them, with no quotation marks about them."""

import pytest

from tests.language.words import entities, told


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a poster reading LOST & FOUND in a forest", "LOST & FOUND"),
        ("a boat called SEA STAR, at night", "SEA STAR"),
        ("lettering on a table: MIND THE CAT", "MIND THE CAT"),
        ("海报，底部英文 OPEN 24 HOURS，猫", "OPEN 24 HOURS"),
        ("灯笼上写 GOOD LUCK!", "GOOD LUCK!"),
        ("一艘船，名叫 ORION", "ORION"),
    ],
)
def test_capitals_that_are_led_to(text: str, written: str) -> None:
    assert [e.name for e in entities(text) if e.group == "text"] == [written]


@pytest.mark.parametrize("text", ["A CAT CALLED MOON ON A TABLE", "a cat named Moon", "a NASA cat", "穿着 T 恤的猫"])
def test_other_capitals_are_not_written(text: str) -> None:
    assert all(e.group != "text" for e in entities(text))


def test_the_word_that_leads_to_the_text_is_no_action() -> None:
    assert told("a book reading MOON") == "subject book; text moon MOON"
