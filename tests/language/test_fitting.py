"""Open words into a closed vocabulary, and rules in the place of a language model that fails."""

import pytest

from danqing.core.domain import STARTER
from danqing.core.errors import BadInput, Cancelled, DanqingError, ModelUnusable
from danqing.core.protocols import Writer
from danqing.core.reading import Interpretation, Request
from danqing.core.scene import Add, Omit, Relation, Remove, Replace, Scene, SceneEdit, Set, Subject
from danqing.language.composing.composer import Composer
from danqing.language.fallback import FallbackWriter
from danqing.language.fitting import fit
from tests.language.composing.marked import request

NOTHING = Request("", "en")


def test_words_of_the_vocabulary_stay_and_an_open_model_takes_all() -> None:
    edits = (Add(Subject("s1", "cat", 2, "red", "small", "left")), Set("scene", "background", "night"), Remove("s1"))
    assert fit(STARTER, edits, NOTHING) == edits
    strange = (Add(Subject("s1", "dragon", attributes=("scaly",))),)
    assert fit(None, strange, NOTHING) == strange


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Add(Subject("s1", "kitten", 9, "crimson", "tiny")), [Add(Subject("s1", "cat", 4, "red", "small"))]),
        (Add(Subject("s1", "cat", attributes=("smiling",))), [Add(Subject("s1", "cat")), Omit("smiling")]),
        (Add(Subject("s1", "dragon", label="龙")), [Omit("龙")]),
        (Replace("s1", "bunny"), [Replace("s1", "rabbit")]),
        (Replace("s1", "dragon"), [Omit("dragon")]),
        (Set("scene", "time", "night"), [Set("scene", "background", "night")]),
        (Set("scene", "style", "pixel art"), [Set("scene", "style", "pixel")]),
        (Set("scene", "style", "oil painting"), [Omit("oil painting")]),
        (Set("scene", "exclusions", ("people",)), []),
        (Set("s1", "material", "glass"), [Omit("glass")]),
        (Set("s1", "count", 7), [Set("s1", "count", 4)]),
        (Set("s1", "relation", Relation("behind", ("s2",))), []),
        (Set("s1", "attributes", ("wet", "old")), [Omit("wet"), Omit("old")]),
    ],
)
def test_the_nearest_word_or_left_out(edit: SceneEdit, expected: list[SceneEdit]) -> None:
    assert list(fit(STARTER, (edit,), NOTHING)) == expected


def test_left_out_in_the_words_of_the_user_and_without_relations_to_strangers() -> None:
    said = request("{subject|猫|cat}在{subject|长城|great wall}{position|上|on}")
    found = fit(STARTER, Composer().write([], Scene(), said).edits, said)
    assert found == (Add(Subject("s1", "cat")), Omit("长城"))


class Answers:
    """A writer that answers so, or raises."""

    def __init__(self, answer: tuple[SceneEdit, ...] | DanqingError) -> None:
        self.answer = answer

    def write(self, *_: object) -> Interpretation:
        if isinstance(self.answer, DanqingError):
            raise self.answer
        return Interpretation(self.answer, (), "model")


@pytest.mark.parametrize(
    "answer",
    [ModelUnusable("writer_failed"), (Remove("s7"),), (Set("s1", "shape", "round"),)],
    ids=["none", "id", "field"],
)
def test_rules_write_where_a_model_gives_nothing_usable(answer: tuple[SceneEdit, ...] | DanqingError) -> None:
    writer: Writer = FallbackWriter(lambda: Answers(answer), Composer())
    found = writer.write([], Scene(), request("a {subject|cat}"))
    assert found.edits == (Add(Subject("s1", "cat")),)
    assert found.writer == "composer"
    assert isinstance(found.fallback, DanqingError)


def test_a_model_that_cannot_be_opened_is_replaced_too() -> None:
    def opened() -> Writer:
        raise ModelUnusable("writer_small")

    found = FallbackWriter(opened, Composer()).write([], Scene(), request("a {subject|cat}"))
    assert found.fallback is not None
    assert "danqing models add" in found.fallback.message("zh")


def test_a_good_answer_stands_and_what_is_no_failure_passes() -> None:
    edits = (Add(Subject("s1", "dragon")),)
    found = FallbackWriter(lambda: Answers(edits), Composer()).write([], Scene(), request("a {subject|cat}"))
    assert (found.edits, found.writer, found.fallback) == (edits, "model", None)
    for error in (Cancelled(), BadInput("text_empty")):
        with pytest.raises(type(error)):
            FallbackWriter(lambda error=error: Answers(error), Composer()).write([], Scene(), NOTHING)  # type: ignore[misc]
