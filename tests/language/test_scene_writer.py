"""Whatever the model's weights are, its answer is a list of edits that fit the scene."""

import random
from collections.abc import Sequence

import pytest

from danqing.core.domain import STARTER
from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.history import SceneHistory, apply
from danqing.core.protocols import Cancelled, OnText
from danqing.core.reading import Constraint, Earlier, Message
from danqing.core.scene import Add, GoTo, Omit, Redo, Scene, Set, Subject, Undo
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.scene_writer import SceneWriter
from danqing.language.scripted import ScriptedWriter
from danqing.language.understanding import understand
from danqing.language.wires.general import GeneralWire
from danqing.language.wires.starter import StarterWire, read_answer, write_answer

REQUESTS = ("a red cat", '把"猫"换成\\兔子', "undo", "my grandmother and two boats at night 🙂")


def random_scene(dice: random.Random) -> Scene:
    ids = [f"s{i}" for i in sorted(dice.sample(range(1, 6), dice.randint(0, STARTER.max_subjects)))]
    subjects = [Subject(i, dice.choice(STARTER.names("kinds")), dice.randint(1, 4)) for i in ids]
    return Scene(tuple(subjects), dice.choice([None, "night"]), dice.choice([None, "pixel"]))


class Warm:
    """The same model at another temperature: answers of all kinds."""

    id = "warm"
    wire = "starter"
    context = 2048

    def __init__(self, model: TransformersLanguageModel) -> None:
        self._model = model
        self.answers: list[str] = []

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
        answer = self._model.complete(messages, constraint=constraint, max_new_tokens=max_new_tokens, temperature=2.0)
        self.answers.append(answer)
        return answer

    def count(self, text: str) -> int:
        return len(text)


@pytest.mark.parametrize("seed", range(24))
def test_random_weights_write_edits_that_parse_and_fit(seed: int, model: TransformersLanguageModel) -> None:
    import torch

    torch.manual_seed(seed)
    dice = random.Random(seed)
    scene, request, warm = random_scene(dice), understand(dice.choice(REQUESTS)), Warm(model)
    found = SceneWriter(warm, StarterWire(STARTER)).write([Earlier("a cat", (Undo(),), Scene())], scene, request)
    assert found.edits
    assert all(text and text in request.text for text in found.left_out)
    if warm.answers[0].endswith("]"):
        assert read_answer(write_answer(scene, found.edits)) == found.edits
        if not isinstance(found.edits[0], (Undo, Redo, GoTo)):
            apply(SceneHistory((scene,), (-1,), 0), found.edits)


def test_the_same_request_gets_the_same_edits(model: TransformersLanguageModel) -> None:
    writer = SceneWriter(model, StarterWire(STARTER))
    request = understand("two red cats on a house")
    assert writer.write([], Scene(), request) == writer.write([], Scene(), request)


def test_the_scripted_writer_enters_by_the_same_door() -> None:
    writer = SceneWriter(ScriptedWriter(), StarterWire(STARTER))
    found = writer.write([], Scene(), understand("Two RED cats, a dog, at night"))
    assert found.edits == (
        Add(Subject("s1", "cat", 2, "red")),
        Set("scene", "background", "night"),
        Omit("dog"),
    )
    assert found.left_out == ("dog",)


def test_an_empty_request_never_reaches_the_model(model: TransformersLanguageModel) -> None:
    with pytest.raises(BadInput):
        SceneWriter(model, StarterWire(STARTER)).write([], Scene(), understand(" \u200b "))


class Stubborn:
    """Says nothing of use unless it is asked warmly; notes how it was asked."""

    id = "stubborn"
    wire = "general"
    context = 4096

    def __init__(self, when_warm: str) -> None:
        self._when_warm = when_warm
        self.asked: list[tuple[int, float]] = []

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
        self.asked.append((max_new_tokens, temperature))
        return self._when_warm if temperature else "I am sorry"

    def count(self, text: str) -> int:
        return len(text) // 3


def test_a_useless_answer_is_asked_for_once_more_and_warmer() -> None:
    model = Stubborn('[{"op":"set","id":"scene","field":"time","value":"night"}]')
    found = SceneWriter(model, GeneralWire(), 99, again=0.7).write([], Scene(), understand("at night"))
    assert found.edits == (Set("scene", "time", "night"),)
    assert model.asked == [(99, 0.0), (99, 0.7)]


@pytest.mark.parametrize(("again", "times"), [(0.0, 1), (0.7, 2)])
def test_it_is_not_asked_for_ever(again: float, times: int) -> None:
    model = Stubborn("I am still sorry")
    with pytest.raises(ModelUnusable):
        SceneWriter(model, GeneralWire(), again=again).write([], Scene(), understand("at night"))
    assert len(model.asked) == times
