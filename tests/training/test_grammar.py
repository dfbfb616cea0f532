"""The grammar: every turn it makes is valid, reproducible and in normal form."""

import random

import pytest

from danqing.core.codec import edit_from_json, edit_to_json
from danqing.core.domain import STARTER, Language
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Add, Clear, GoTo, Omit, Redo, Remove, Replace, Set, Undo
from danqing.language.preprocess import normalise
from danqing.language.wires.starter import SYSTEM, read_request
from danqing.training.starter.grammar import Turn, answer, dialogue, is_held_out, messages


def _dialogues(language: Language, number: int = 400) -> list[tuple[Turn, ...]]:
    rng = random.Random(7)
    return [dialogue(rng, language=language) for _ in range(number)]


@pytest.fixture(scope="module", params=["en", "zh"])
def dialogues(request: pytest.FixtureRequest) -> list[tuple[Turn, ...]]:
    language: Language = request.param
    return _dialogues(language)


def test_edits_lead_from_before_to_after(dialogues: list[tuple[Turn, ...]]) -> None:
    for turns in dialogues:
        history = SceneHistory()
        for turn in turns:
            assert turn.before == history.present
            history = apply(history, turn.edits)
            assert turn.after == history.present


def test_added_ids_count_up_from_the_highest_before_the_turn(dialogues: list[tuple[Turn, ...]]) -> None:
    for turns in dialogues:
        for turn in turns:
            fresh = [edit.subject for edit in turn.edits if isinstance(edit, Add)]
            highest = 0 if Clear() in turn.edits else int(turn.before.next_id[1:]) - 1
            assert [subject.id for subject in fresh] == [f"s{highest + 1 + i}" for i in range(len(fresh))]
            if not any(isinstance(edit, Remove) for edit in turn.edits):  # what a removal frees is used again
                assert all(subject in turn.after.subjects for subject in fresh), turn


def test_what_is_left_out_is_quoted_from_the_text(dialogues: list[tuple[Turn, ...]]) -> None:
    for turns in dialogues:
        for turn in turns:
            assert turn.edits, turn.text
            assert all(edit.text and edit.text in turn.text for edit in turn.edits if isinstance(edit, Omit)), turn


def test_texts_are_in_normal_form(dialogues: list[tuple[Turn, ...]]) -> None:
    for turns in dialogues:
        for turn in turns:
            assert turn.text
            assert normalise(turn.text) == turn.text


def test_values_are_in_the_vocabulary(dialogues: list[tuple[Turn, ...]]) -> None:
    groups = {
        "colour": "colours",
        "size": "sizes",
        "position": "positions",
        "background": "backgrounds",
        "style": "styles",
    }
    for turns in dialogues:
        for turn in turns:
            for edit in turn.edits:
                assert edit_from_json(edit_to_json(edit)) == edit
                if isinstance(edit, Set) and edit.field in groups and edit.value is not None:
                    assert edit.value in STARTER.names(groups[edit.field])
            assert all(1 <= subject.count <= STARTER.max_count for subject in turn.after.subjects)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_operation_and_kind_occurs(language: Language) -> None:
    turns = [turn for turns in _dialogues(language, 900) for turn in turns]
    operations = {type(edit) for turn in turns for edit in turn.edits}
    assert operations == {Add, Set, Remove, Replace, Clear, Undo, Redo, GoTo, Omit}
    kinds = {edit.subject.kind for turn in turns for edit in turn.edits if isinstance(edit, Add)}
    assert kinds == set(STARTER.names("kinds"))


def test_the_same_dice_give_the_same_dialogue() -> None:
    assert dialogue(random.Random(3)) == dialogue(random.Random(3))
    assert len(dialogue(random.Random(3), turns=6)) == 6


def test_one_text_in_fifty_is_held_out() -> None:
    held = sum(is_held_out(f"text {i}") for i in range(10_000))
    assert 150 < held < 250


def test_messages_show_three_earlier_turns_and_the_scene() -> None:
    turns = dialogue(random.Random(5), language="en", turns=6)
    shown = messages(turns[:5], turns[5])
    assert [message.role for message in shown] == ["system", *["user", "assistant"] * 3, "user"]
    assert shown[0].content == SYSTEM
    assert shown[1].content == turns[2].text
    assert shown[2].content == answer(turns[2])
    assert read_request(shown[-1]) == (turns[5].before, turns[5].text)
