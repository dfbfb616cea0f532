"""Quantities without a number: in the prompts of both languages, and gone once there is a number."""

import pytest

from danqing.core.scene import Scene, Subject
from danqing.language.dialects import compose


def prompt(subject: Subject, dialect: str) -> str:
    return compose([Scene((subject,))], dialect, 1).text


@pytest.mark.parametrize(
    ("dialect", "start"),
    [
        ("sdxl", "a flock of white doves"),
        ("flux", "A flock of white doves."),
        ("qwen-image", "A flock of white doves."),
    ],
)
def test_in_a_prompt(dialect: str, start: str) -> None:
    dove = Subject("s1", "dove", 6, "white", attributes=("a flock of",))
    assert prompt(dove, dialect).startswith(start)


def test_a_number_that_is_set_takes_its_place() -> None:
    assert prompt(Subject("s1", "dove", 2, attributes=("a flock of",)), "sdxl").startswith("two doves,")


def test_one_deed_stands_before_the_noun_and_the_others_after_it() -> None:
    fox = Subject("s1", "fox", attributes=("running", "fluffy", "jumping", "slowly", "two of them red"))
    assert prompt(fox, "sdxl").startswith("running fluffy fox, jumping, slowly, two of them red")
