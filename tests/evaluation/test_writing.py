"""The writer's evaluation: an oracle gets everything right, a mute one nothing."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from danqing.core.domain import STARTER
from danqing.core.reading import Constraint, Message
from danqing.core.scene import Omit, Scene
from danqing.evaluation import starter, writing
from danqing.language.scene_writer import SceneWriter
from danqing.language.wires.starter import StarterWire, write_answer
from danqing.training.starter.grammar import Turn, answer

FIXTURES = Path(__file__).parents[1] / "fixtures"


class Oracle:
    """A language model that knows the gold answer of each request."""

    id = "oracle"
    wire = "starter"
    context = 2048

    def __init__(self, answer: Callable[[str], str]) -> None:
        self._answer = answer

    def complete(
        self,
        messages: Sequence[Message],
        *,
        constraint: Constraint | None = None,
        max_new_tokens: int = 150,
        temperature: float = 0.0,
        cancelled: Callable[[], bool] = lambda: False,
        on_text: Callable[[str], None] | None = None,
    ) -> str:
        return self._answer(messages[-1].content.split("\n", 1)[1])

    def count(self, text: str) -> int:
        return len(text)


def quiet(_: str) -> None:
    """No report."""


@pytest.fixture(scope="module")
def gold() -> dict[str, Turn]:
    turns = [t for language in ("en", "zh") for t in writing.held_out_first(20, language)]
    return {t.text: t for t in (*turns, *(turn for _, _, turn in writing.held_out_edits(20)))}


def test_an_oracle_is_exactly_right(gold: dict[str, Turn]) -> None:
    writer = SceneWriter(Oracle(lambda text: answer(gold[text])), StarterWire(STARTER))
    assert writing.first_requests(writer, 20, "en", quiet)[0]["scene exactly right"] == 1.0
    assert writing.first_requests(writer, 20, "zh", quiet)[0]["scene exactly right"] == 1.0
    assert writing.edits(writer, 20, quiet)[0]["scene exactly right"] == 1.0


def test_one_that_omits_everything_refuses_and_recognises() -> None:
    writer = SceneWriter(Oracle(lambda text: write_answer(Scene(), [Omit(text)])), StarterWire(STARTER))
    figures, misses = writing.phrasing(writer, FIXTURES / "phrasing_en.jsonl", quiet)
    assert (figures["scene exactly right"], figures["refused"], len(misses)) == (0.0, 1.0, 100)
    assert writing.edge(writer, FIXTURES / "edge_zh.jsonl", quiet)[0]["recognised"] == 1.0


def test_an_unusable_answer_is_a_miss(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": "a cat", "scene": {"subjects": [{"id": "s1", "kind": "cat"}]}}) + "\n")
    writer = SceneWriter(Oracle(lambda _: "I would love to!"), StarterWire(STARTER))
    assert writing.phrasing(writer, path, quiet)[0] == {"scene exactly right": 0.0, "refused": 1.0, "n": 1}


def test_dialogues_go_on_with_the_writer_s_own_answers() -> None:
    writer = SceneWriter(Oracle(lambda text: write_answer(Scene(), [Omit(text[:1])])), StarterWire(STARTER))
    figures, _ = writing.dialogues(writer, FIXTURES / "dialogues.jsonl", quiet)
    assert figures["dialogues right"] == 0.0
    assert figures["n"] >= 60


@pytest.mark.parametrize("stem", [stem for _, *stems in starter.BY_HAND for stem in stems])
def test_hand_written_rows_have_their_requests(stem: str) -> None:
    assert (starter.FIXTURES / f"{stem}_zh.jsonl").exists()
