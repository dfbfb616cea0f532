"""Whatever is edited in whatever order: undo gives the scene before, nothing is lost, JSON brings everything back."""

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from danqing.core.codec import dumps, edit_from_json, edit_to_json, history_from_json, history_to_json
from danqing.core.errors import EditInvalid
from danqing.core.history import SceneHistory, apply, diff
from danqing.core.scene import (
    LISTS,
    SETTING_FIELDS,
    SUBJECT_FIELDS,
    Add,
    Clear,
    GoTo,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Subject,
    Undo,
    Value,
)

WORDS = st.sampled_from(["cat", "red", "old man", "猫", "on", "16:9", "ink wash painting"])
IDS = st.sampled_from(["s1", "s2", "s3", "s4"])
NUMBERS = st.integers(1, 4)


def values(name: str) -> st.SearchStrategy[Value]:
    if name in LISTS:
        return st.lists(WORDS, max_size=3).map(tuple)
    if name == "weights":
        return st.lists(st.tuples(WORDS, st.sampled_from([0.5, 1.5])), max_size=2, unique_by=lambda p: p[0]).map(tuple)
    if name in ("count", "number", "seed"):
        return NUMBERS
    if name == "relation":
        return st.one_of(st.none(), st.builds(Relation, WORDS, st.tuples(IDS)))
    return WORDS if name == "kind" else st.one_of(st.none(), WORDS)


SUBJECTS = st.builds(
    Subject,
    IDS,
    WORDS,
    NUMBERS,
    **{name: values(name) for name in SUBJECT_FIELDS if name not in ("kind", "count", "relation")},
)
SETS = st.one_of(
    *(st.builds(Set, IDS, st.just(name), values(name)) for name in SUBJECT_FIELDS),
    *(st.builds(Set, st.just("scene"), st.just(name), values(name)) for name in SETTING_FIELDS),
)
EDITS: st.SearchStrategy[SceneEdit] = st.one_of(
    st.builds(Add, SUBJECTS), st.builds(Remove, IDS), st.builds(Replace, IDS, WORDS), SETS, SETS, st.builds(Clear)
)
TRAVEL: st.SearchStrategy[SceneEdit] = st.one_of(st.builds(Undo), st.builds(Redo), st.builds(GoTo, st.integers(1, 5)))
TURNS = st.lists(
    st.one_of(st.lists(EDITS, min_size=1, max_size=4), st.lists(TRAVEL, min_size=1, max_size=1)), max_size=12
)


def lived(turns: list[list[SceneEdit]]) -> list[SceneHistory]:
    """The history after each turn that fits; those that do not fit change nothing, as in a conversation."""
    histories = [SceneHistory()]
    for turn in turns:
        try:
            histories.append(apply(histories[-1], tuple(turn)))
        except EditInvalid:
            continue
    return histories


@settings(max_examples=150, deadline=None)
@given(TURNS)
def test_undo_gives_the_scene_before_and_redo_the_one_after(turns: list[list[SceneEdit]]) -> None:
    for before, after in pairwise(lived(turns)):
        if len(after.scenes) == len(before.scenes) or not before.scenes:
            continue
        undone = apply(after, (Undo(),))
        assert undone.present == before.present
        assert apply(undone, (Redo(),)).present == after.present


@settings(max_examples=150, deadline=None)
@given(TURNS)
def test_no_scene_is_ever_lost_and_each_can_be_gone_back_to(turns: list[list[SceneEdit]]) -> None:
    histories = lived(turns)
    for before, after in pairwise(histories):
        assert after.scenes[: len(before.scenes)] == before.scenes
    last = histories[-1]
    for number, scene in enumerate(last.scenes, 1):
        assert apply(last, (GoTo(number),)).present == scene


@settings(max_examples=150, deadline=None)
@given(TURNS)
def test_everything_comes_back_from_json(turns: list[list[SceneEdit]]) -> None:
    for turn in turns:
        for edit in turn:
            assert edit_from_json(json.loads(dumps(edit_to_json(edit)))) == edit
    history = lived(turns)[-1]
    assert history_from_json(json.loads(dumps(history_to_json(history)))) == history


@settings(max_examples=150, deadline=None)
@given(TURNS)
def test_a_scene_holds_together(turns: list[list[SceneEdit]]) -> None:
    for history in lived(turns):
        scene = history.present
        ids = [subject.id for subject in scene.subjects]
        assert len(set(ids)) == len(ids)
        for subject in scene.subjects:
            assert subject.relation is None or set(subject.relation.to) <= set(ids) - {subject.id}
            assert subject.relation is None or subject.position is None
        assert not diff(scene, scene)
        assert not scene.subjects or diff(Scene(), scene)
