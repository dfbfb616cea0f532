"""The settings of language models reach the model that is opened and the writer over it."""

from collections.abc import Sequence
from pathlib import Path

from danqing.app.shelf import Shelf
from danqing.core.protocols import Cancelled, OnText
from danqing.core.reading import Constraint, Earlier, Message, Request
from danqing.core.scene import Scene, Set
from danqing.core.settings import load
from danqing.engine.fake import FakePainter
from danqing.language.local.transformers_llm import TransformersLanguageModel


class Noting:
    """A language model that notes what it is asked and never answers."""

    id = "noting"
    wire = "general"
    context = 100_000

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, float]] = []

    def complete(
        self,
        messages: Sequence[Message],
        *,
        constraint: Constraint | None = None,
        max_new_tokens: int = 150,
        temperature: float = 0.0,
        cancelled: Cancelled = lambda: False,
        on_text: OnText | None = None,
    ) -> str:
        shown = [message.content for message in messages if message.content.startswith("earlier")]
        self.asked.append((len(shown), max_new_tokens, temperature))
        return ""

    def count(self, text: str) -> int:
        return len(text)


def test_answers_turns_and_temperature_are_settings(tmp_path: Path) -> None:
    model = Noting()
    settings = load(tmp_path, max_new_tokens=77, temperature=0.4, history_turns=5, writer="noting")
    history = [Earlier(f"earlier {i}", (Set("scene", "time", "night"),), Scene()) for i in range(9)]
    found = Shelf(settings, model).writer("", FakePainter.domain).write(history, Scene(), Request("a red cat", "en"))
    assert model.asked == [(5, 77, 0.0), (5, 77, 0.4)]
    assert found.fallback is not None
    assert found.fallback.code == "writer_failed"


def test_the_quantisation_is_a_setting(tmp_path: Path) -> None:
    settings = load(tmp_path, quantisation="nf4", cpu=True, writer="starter")
    model = Shelf(settings)._language_model("starter")
    assert isinstance(model, TransformersLanguageModel)
    assert (model.quantisation, model.device) == ("nf4", "cpu")
