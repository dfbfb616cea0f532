"""The writer's wire: what it reads and writes, and what is made of an answer that is not whole."""

import random

import pytest

from danqing.core.codec import dumps
from danqing.core.errors import EditInvalid, ModelUnusable
from danqing.core.reading import Earlier
from danqing.core.scene import Add, Clear, Omit, Relation, Remove, Replace, Scene, Set, Subject
from danqing.language.wires.starter import compose_messages, read_answer, read_request, write_answer

SHOWN = Scene((Subject("s1", "cat"), Subject("s3", "house", 2, relation=Relation("left of", ("s1",)))), "night")


def test_ids_say_what_they_name() -> None:
    edits = (
        Set("s3", "relation", Relation("between", ("s1", "s4"))),
        Remove("s1"),
        Replace("s3", "tree"),
        Add(Subject("s4", "rabbit", 2)),
        Set("scene", "background", "sea"),
    )
    answer = write_answer(SHOWN, edits)
    assert answer == (
        '[{"op":"set","id":"house3","field":"relation","value":{"kind":"between","to":["cat1","rabbit4"]}},'
        '{"op":"remove","id":"cat1"},{"op":"replace","id":"house3","kind":"tree"},'
        '{"op":"add","id":"rabbit4","count":2},{"op":"set","id":"scene","field":"background","value":"sea"}]'
    )
    assert read_answer(answer) == edits


def test_what_the_scene_has_is_named_with_its_colour() -> None:
    cats = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "cat", colour="blue"), Subject("s3", "tree")))
    edits = (
        Remove("s1"),
        Set("s2", "colour", "green"),
        Set("s3", "relation", Relation("on", ("s2",))),
        Add(Subject("s4", "cat", colour="red", relation=Relation("left of", ("s2",)))),
    )
    answer = write_answer(cats, edits)
    assert answer == (
        '[{"op":"remove","id":"red cat1"},{"op":"set","id":"blue cat2","field":"colour","value":"green"},'
        '{"op":"set","id":"tree3","field":"relation","value":{"kind":"on","to":["blue cat2"]}},'
        '{"op":"add","id":"cat4","colour":"red","relation":{"kind":"left of","to":["blue cat2"]}}]'
    )
    assert read_answer(answer) == edits
    shown = compose_messages((), cats, "x")[-1]
    assert shown.content == '{"subjects":[{"id":"red cat1"},{"id":"blue cat2"},{"id":"tree3"}]}\nx'
    assert read_request(shown) == (cats, "x")


def test_a_colour_of_several_words_keeps_its_field() -> None:
    scene = Scene((Subject("s1", "cat", colour="pale blue"),))
    shown = compose_messages((), scene, "x")[-1]
    assert '"id":"cat1","colour":"pale blue"' in shown.content
    assert read_request(shown) == (scene, "x")


def test_after_clear_names_are_those_of_the_new_picture() -> None:
    edits = (Clear(), Add(Subject("s1", "sun")), Add(Subject("s2", "tree", relation=Relation("below", ("s1",)))))
    answer = write_answer(SHOWN, edits)
    assert '"to":["sun1"]' in answer
    assert read_answer(answer) == edits


def test_the_writer_sees_the_scene_and_three_earlier_turns() -> None:
    earlier = [Earlier(str(i), (Set("s1", "count", i),), SHOWN) for i in range(5)]
    messages = compose_messages(earlier, SHOWN, "a cat\nand more")
    assert [m.content for m in messages[1:-1:2]] == ["2", "3", "4"]
    assert messages[-2].content == '[{"op":"set","id":"cat1","field":"count","value":4}]'
    assert read_request(messages[-1]) == (SHOWN, "a cat\nand more")


def test_every_gold_turn_comes_back_from_the_wire() -> None:
    from danqing.training.starter.grammar import answer, dialogue, messages

    dice = random.Random(11)
    for turn in (turn for _ in range(100) for turn in dialogue(dice)):
        assert read_answer(answer(turn)) == turn.edits
        assert read_request(messages((), turn)[-1]) == (turn.before, turn.text)


def test_reads_back_what_it_writes() -> None:
    edits = (Add(Subject("s1", "cat", relation=Relation("on", ("s2",)))), Add(Subject("s2", "house")), Omit('a "b" \\'))
    assert read_answer(write_answer(Scene(), edits)) == edits


def test_an_answer_cut_short_keeps_its_whole_edits() -> None:
    edits = (Add(Subject("s1", "cat")), Omit('say "hi" twice'))
    answer = write_answer(Scene(), edits)
    assert read_answer(answer[: answer.index("omit")]) == edits[:1]
    assert read_answer(answer[: answer.index("hi") + 3]) == (edits[0], Omit('say "hi'))


@pytest.mark.parametrize("answer", ["", "sorry", "{}", "[]", "[1]", '[{"op":"ad'])
def test_no_edit_in_an_answer_is_an_error(answer: str) -> None:
    with pytest.raises(ModelUnusable):
        read_answer(answer)


def test_an_edit_of_another_shape_is_an_error() -> None:
    with pytest.raises(EditInvalid):
        read_answer(dumps([{"op": "paint"}]))
