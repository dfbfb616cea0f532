"""Conversations and turns: what went in comes back."""

import pytest

from danqing.core.errors import EditInvalid, LeaseLost, NotFound
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Set, Undo
from danqing.core.types import DrawOptions, Prompt
from danqing.store.gallery import Gallery
from tests.store.parts import Parts, a_draft, a_picture


def test_what_the_caller_gave_comes_back(parts: Parts) -> None:
    conversation = parts.conversations.create()
    options = DrawOptions(seed=2**53 - 1, steps=3, guidance=1.5, width=64, height=72, number=2, negative="雨")
    edits, prompt = (Undo(), Set("s1", "colour", "blue")), Prompt("a", "b", "starter")
    first = parts.conversations.submit(conversation, "一只猫 🐈", options, edits)
    second = parts.conversations.submit(conversation, "", DrawOptions(), None, prompt)
    turns = parts.conversations.conversation(conversation).turns
    assert [(turn.id, turn.number, turn.state) for turn in turns] == [(first, 1, "submitted"), (second, 2, "submitted")]
    assert (turns[0].text, turns[0].options, turns[0].edits) == ("一只猫 🐈", options, edits)
    assert (turns[1].edits, turns[1].prompt) == (None, prompt)


def test_the_draft_and_the_history_come_back(parts: Parts) -> None:
    turn_id = parts.accepted("猫")
    turn = parts.turns.turn(turn_id)
    assert turn.draft == a_draft("猫")
    history = parts.conversations.conversation(turn.conversation_id).history
    assert history == SceneHistory((a_draft("猫").scene,), (-1,), 0)


def test_unknown_ids_are_not_found(parts: Parts) -> None:
    with pytest.raises(NotFound):
        parts.conversations.submit("c-unknown", "a cat", DrawOptions())
    with pytest.raises(NotFound):
        parts.conversations.conversation("c-unknown")
    with pytest.raises(NotFound):
        parts.conversations.turn("t-unknown")


def test_a_title_takes_the_place_of_the_first_words(parts: Parts) -> None:
    conversation = parts.conversations.create()
    parts.submitted("一只红色的猫", conversation)
    assert [found.title for found in parts.conversations.page(5, 0)] == ["一只红色的猫"]
    parts.conversations.rename(conversation, "猫们")
    assert [found.title for found in parts.conversations.page(5, 0)] == ["猫们"]
    assert parts.conversations.conversation(conversation).title == "猫们"
    parts.conversations.rename(conversation, None)
    assert [found.title for found in parts.conversations.page(5, 0)] == ["一只红色的猫"]
    with pytest.raises(NotFound):
        parts.conversations.rename("c-unknown", "x")


@pytest.mark.parametrize(
    ("words", "found"), [("橘猫", ["猫"]), ("HOUSE", ["house"]), ("100%", ["house"]), ("_", []), ("", ["house", "猫"])]
)
def test_conversations_are_found_by_what_was_said_in_them(parts: Parts, words: str, found: list[str]) -> None:
    for first, second in (("猫", "换成橘猫"), ("house", "a house, 100% red")):
        conversation = parts.conversations.create()
        parts.submitted(first, conversation)
        parts.submitted(second, conversation)
    assert sorted(one.title for one in parts.conversations.page(5, 0, words)) == found


def test_going_back_changes_the_present_scene_only(parts: Parts) -> None:
    turn = parts.turns.turn(parts.accepted("猫"))
    parts.submitted("红色", turn.conversation_id)
    claim = parts.jobs.claim("language", "test")
    assert claim is not None
    draft = a_draft("猫")
    history = apply(parts.turns.conversation(turn.conversation_id).history, (Set("s1", "colour", "blue"),))
    parts.turns.accept(claim, draft, history, [])
    parts.conversations.go_to(turn.conversation_id, 1)
    after = parts.conversations.conversation(turn.conversation_id)
    assert (after.history.cursor, len(after.history.scenes), len(after.turns)) == (0, 2, 2)
    with pytest.raises(EditInvalid):
        parts.conversations.go_to(turn.conversation_id, 3)
    with pytest.raises(NotFound):
        parts.conversations.go_to("c-unknown", 1)


def test_nothing_stays_of_a_deleted_conversation(parts: Parts) -> None:
    claim, job = parts.drawing("猫")
    parts.pictures.add(claim, job, 0, a_picture(), 0.1)
    kept = parts.submitted("a house")
    parts.conversations.delete(parts.turns.turn(claim.turn_id).conversation_id)
    Gallery(parts.database, parts.folder).sweep()
    assert parts.files() == []
    assert [found.title for found in parts.conversations.page(5, 0)] == ["a house"]
    assert parts.turns.turn(kept).state == "submitted"
    with pytest.raises(NotFound):
        parts.events.list(claim.turn_id)
    with pytest.raises(NotFound):
        parts.conversations.delete("c-unknown")


def test_work_for_a_deleted_conversation_comes_to_nothing(parts: Parts) -> None:
    claim, job = parts.drawing("猫")
    assert not parts.jobs.cancel_requested(claim)
    parts.conversations.delete(parts.turns.turn(claim.turn_id).conversation_id)
    assert parts.jobs.cancel_requested(claim)
    with pytest.raises(LeaseLost):
        parts.pictures.add(claim, job, 0, a_picture(), 0.1)
    assert parts.files() == []
