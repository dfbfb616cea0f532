"""The scripted writer: dialogues that the page, the API and the load proofs are developed with."""

import pytest

from danqing.core.codec import edit_to_json
from danqing.core.domain import STARTER
from danqing.core.errors import Cancelled
from danqing.core.history import SceneHistory, apply
from danqing.core.protocols import LanguageModel
from danqing.core.reading import Message
from danqing.core.scene import Scene
from danqing.language.opening import open_writer
from danqing.language.scripted import ScriptedWriter, scripted_edits
from danqing.language.wires.starter import write_answer
from danqing.models.catalog import find_model
from tests.language.wires.test_starter_grammar import admits

DIALOGUE = [
    ("draw a red cat on a house at night", "add add set"),
    ("make it blue", "set"),
    ("再加两只小兔子，在左边", "add"),
    ("the cat bigger", "set"),
    ("不要兔子了", "remove"),
    ("背景换成雪地", "set"),
    ("change the cat into a bird", "replace"),
    ("undo", "undo"),
    ("redo", "redo"),
    ("回到第二张", "goto"),
    ("画一只红色的小船在海上，像素风", "clear add set set"),
    ("a portrait of my grandmother", "omit"),
    ("four cats, a sun, a moon, a star and a tree under the stars", "clear add add add set"),
    ("move the sun to the left", "set"),
    ("重新开始", "clear"),
]


def test_a_dialogue() -> None:
    history = SceneHistory()
    for text, expected in DIALOGUE:
        edits = scripted_edits(history.present, text)
        assert " ".join(str(edit_to_json(edit)["op"]) for edit in edits) == expected, text
        assert admits(history.present, write_answer(history.present, edits), text), text
        history = apply(history, tuple(edits))
        assert len(history.present.subjects) <= STARTER.max_subjects
    assert history.present == Scene()


def test_is_in_the_catalogue_and_can_be_cancelled() -> None:
    writer = open_writer(find_model("scripted", "writer"))
    assert isinstance(writer, ScriptedWriter)
    assert isinstance(writer, LanguageModel)
    with pytest.raises(Cancelled):
        writer.complete([Message("user", '{"subjects":[]}\na cat')], cancelled=lambda: True)
