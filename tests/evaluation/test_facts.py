"""Facts in prompts: what counts as found, as unwanted, and the command that counts."""

import json

import pytest
from typer.testing import CliRunner

from danqing.cli.main import app
from danqing.core.types import Prompt
from danqing.evaluation.facts import DIALECTS, LANGUAGES, Row, holds, judge


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("two foxes", "fox", True),
        ("a (red hat:1.3)", "red hat", True),
        ("berries", "berry", True),
        ("a cat-like thing", "cat", False),
        ("scattered", "cat", False),
    ],
)
def test_a_word_is_found_as_a_word(text: str, word: str, found: bool) -> None:
    prompt = Prompt(text, "", "sd15")
    assert (judge(Row("", ((word,),), ()), prompt).missing == ()) is found


def test_unwanted_words_and_han_are_seen() -> None:
    row = Row("", (("cat", "kitten"),), (("people", "crowd"),))
    judged = judge(row, Prompt("a kitten in a crowd, without people", "猫", "flux"))
    assert (judged.missing, judged.unwanted, judged.han) == ((), ("crowd",), True)
    assert holds("a crowd", "crowd")


def test_the_command_counts_both_languages_and_all_dialects() -> None:
    done = CliRunner().invoke(app, ["eval", "facts", "--json"])
    assert done.exit_code == 0
    figures = json.loads(done.stdout)
    parts = [figures[f"{dialect}, {language}"] for dialect in DIALECTS for language in LANGUAGES]
    assert all(part["no Han characters"] == 1 and part["n"] > 300 and "facts found" in part for part in parts)
