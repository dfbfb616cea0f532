"""Two hundred answers of badly behaved language models, from the request to the prompt: nothing leaks."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from danqing import Studio
from danqing.core.reading import Message
from danqing.core.types import Prompt

FIXTURE = Path(__file__).parents[1] / "fixtures" / "answers" / "nasty.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FIXTURE.read_text("utf-8").splitlines()]
DIALECTS = ("starter", "sdxl", "flux", "qwen-image")
"""One of each kind: a closed vocabulary, tags, English prose, Chinese prose."""
ASKED = {"en": "a red cat on a wooden boat at night", "zh": "木船上的一只红猫，夜晚"}


class Nasty:
    """A language model that answers whatever it is told to."""

    id = "nasty"
    context = 8192
    wire = "general"
    answer = ""

    def complete(self, messages: Sequence[Message], **_: object) -> str:
        assert messages
        return self.answer

    def count(self, text: str) -> int:
        return len(text)


@pytest.fixture(scope="module")
def model() -> Nasty:
    return Nasty()


@pytest.fixture(scope="module")
def studio(model: Nasty, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home"), painter="fake", writer=model) as opened:
        yield opened


@pytest.fixture(scope="module")
def by_rules(studio: Studio) -> dict[tuple[str, str], Prompt | None]:
    """What the rules alone make of the two requests."""
    return {
        (language, dialect): studio.generate_prompt(text, dialect=dialect, writer="composer", seed=1).prompt
        for language, text in ASKED.items()
        for dialect in DIALECTS
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_answer_leaks_into_a_prompt(
    dialect: str, studio: Studio, model: Nasty, by_rules: dict[tuple[str, str], Prompt | None]
) -> None:
    assert len(ROWS) == 200
    read = 0
    for row in ROWS:
        model.answer = row["output"]
        made = studio.generate_prompt(ASKED[row["request"]], dialect=dialect, seed=1).prompt
        rules = by_rules[row["request"], dialect]
        assert made is not None
        assert rules is not None
        said = f"{made.text}\n{made.negative}".lower()
        assert not [leak for leak in row["leaks"] if leak in said], (row["kind"], made)
        read += made != rules
        if row["good"]:
            chinese = dialect == "qwen-image" and row["request"] == "zh"
            assert all(word in said for word in (("猫", "红") if chinese else ("cat", "red")))
    assert 0 < read < 100  # good answers are used, all others give way to the rules
