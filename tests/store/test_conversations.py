"""Conversations and turns: what went in comes back."""

import pytest

from danqing.core.errors import NotFound
from danqing.core.history import SceneHistory
from danqing.core.scene import Set, Undo
from danqing.core.types import DrawOptions, Prompt
from tests.store.parts import Parts, a_draft


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
