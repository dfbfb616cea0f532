"""Edits applied to scenes: ids, relations, histories, and what a person sees as changed."""

import json

import pytest

from danqing.core.codec import (
    dumps,
    edit_from_json,
    edit_to_json,
    history_from_json,
    history_to_json,
    scene_from_json,
    scene_to_json,
)
from danqing.core.errors import EditInvalid
from danqing.core.history import Change, SceneHistory, apply, diff
from danqing.core.scene import (
    Add,
    Clear,
    GoTo,
    Omit,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Subject,
    Undo,
)

CAT_ON_HOUSE: tuple[SceneEdit, ...] = (
    Add(Subject("s1", "cat", colour="red", relation=Relation("on", ("s2",)))),
    Add(Subject("s2", "house")),
    Set("scene", "background", "night"),
)


def after(*turns: tuple[SceneEdit, ...]) -> SceneHistory:
    history = SceneHistory()
    for edits in turns:
        history = apply(history, edits)
    return history


def test_a_relation_may_point_ahead() -> None:
    scene = after(CAT_ON_HOUSE).present
    assert scene.subject("s1").relation == Relation("on", ("s2",))
    assert (scene.background, len(scene.subjects)) == ("night", 2)


def test_ids_are_renamed_to_the_next_free_ones() -> None:
    scene = after(CAT_ON_HOUSE, (Add(Subject("s9", "tree", relation=Relation("left of", ("s2",)))),)).present
    assert [s.id for s in scene.subjects] == ["s1", "s2", "s3"]
    assert scene.subject("s3").relation == Relation("left of", ("s2",))


@pytest.mark.parametrize(
    "edits",
    [
        (Set("s7", "colour", "red"),),
        (Set("s1", "flavour", "sweet"),),
        (Set("scene", "colour", "red"),),
        (Remove("s9"),),
        (Set("s1", "relation", Relation("on", ("s1",))),),
        (Set("s1", "relation", Relation("on", ("s8",))),),
        (GoTo(0),),
        (GoTo(5),),
        (Redo(),),
        (Undo(),),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edits: tuple[SceneEdit, ...]) -> None:
    with pytest.raises(EditInvalid):
        apply(after(CAT_ON_HOUSE), edits)


def test_a_place_is_either_a_position_or_a_relation() -> None:
    history = after(CAT_ON_HOUSE, (Set("s1", "position", "left"),))
    assert (history.present.subject("s1").position, history.present.subject("s1").relation) == ("left", None)
    history = apply(history, (Set("s1", "relation", Relation("above", ("s2",))),))
    assert (history.present.subject("s1").position, history.present.subject("s1").relation) == (
        None,
        Relation("above", ("s2",)),
    )


def test_removing_a_subject_drops_what_points_to_it() -> None:
    assert after(CAT_ON_HOUSE, (Remove("s2"),)).present.subjects == (Subject("s1", "cat", colour="red"),)


def test_replace_keeps_everything_but_the_kind() -> None:
    rabbit = after(CAT_ON_HOUSE, (Replace("s1", "rabbit"),)).present.subject("s1")
    assert rabbit == Subject("s1", "rabbit", colour="red", relation=Relation("on", ("s2",)))


def test_undo_redo_goto_and_branches() -> None:
    history = after(CAT_ON_HOUSE, (Set("s1", "colour", "blue"),), (Set("s1", "colour", "green"),))
    undone = apply(history, (Undo(),))
    assert undone.present.subject("s1").colour == "blue"
    assert apply(undone, (Redo(),)).present.subject("s1").colour == "green"
    branch = apply(undone, (Set("s1", "colour", "pink"),))
    assert len(branch.scenes) == 4
    assert apply(branch, (Undo(),)).present.subject("s1").colour == "blue"
    assert apply(branch, (GoTo(3),)).present.subject("s1").colour == "green"


def test_undo_and_an_edit_in_one_turn() -> None:
    history = after(CAT_ON_HOUSE, (Set("s1", "colour", "blue"),), (Undo(), Set("s1", "size", "large")))
    assert (history.present.subject("s1").colour, history.present.subject("s1").size) == ("red", "large")
    assert history.parents[history.cursor] == 0


def test_what_changes_nothing_adds_no_scene() -> None:
    history = after(CAT_ON_HOUSE)
    assert apply(history, (Omit("a dog"),)) == history
    assert apply(SceneHistory(), (Omit("a dog"),)) == SceneHistory()


def test_clear_begins_anew() -> None:
    assert after(CAT_ON_HOUSE, (Clear(), Add(Subject("s1", "sun")))).present == Scene((Subject("s1", "sun"),))


def test_the_diff_names_each_change_once() -> None:
    history = after(CAT_ON_HOUSE)
    changed = apply(history, (Set("s1", "colour", "blue"), Remove("s2"), Set("scene", "style", "pixel")))
    assert [(c.id, c.field) for c in diff(history.present, changed.present)] == [
        ("s2", "subject"),
        ("s1", "colour"),
        ("s1", "relation"),
        ("scene", "style"),
    ]
    assert diff(Scene(), Scene((Subject("s1", "sun"),))) == (
        Change("s1", "sun", "subject", after=Subject("s1", "sun")),
    )


def test_edits_and_histories_survive_json() -> None:
    edits: tuple[SceneEdit, ...] = (
        *CAT_ON_HOUSE,
        Set("s1", "relation", Relation("between", ("s2", "s3"))),
        Set("s1", "count", 3),
        Remove("s2"),
        Replace("s1", "fish"),
        Clear(),
        Undo(),
        Redo(),
        GoTo(2),
        Omit("外婆"),
    )
    assert tuple(edit_from_json(edit_to_json(e)) for e in edits) == edits
    history = after(CAT_ON_HOUSE, (Set("s1", "colour", "blue"),), (Undo(),))
    assert history_from_json(history_to_json(history)) == history


@pytest.mark.parametrize(
    "data", [{}, {"op": "fly"}, {"op": "add"}, {"op": "set", "id": "s1"}, {"op": "goto", "number": "x"}]
)
def test_broken_edits_are_told(data: dict[str, object]) -> None:
    with pytest.raises(EditInvalid):
        edit_from_json(data)


def test_lineage_follows_the_branch() -> None:
    cat, blue, night = Scene((Subject("s1", "cat"),)), Scene((Subject("s1", "cat", colour="blue"),)), Scene((), "night")
    history = SceneHistory((cat, blue, night), (-1, 0, 0), 2)
    assert history.lineage == (cat, night)
    assert SceneHistory((cat, blue), (-1, 0), 1).lineage == (cat, blue)
    assert SceneHistory().lineage == (Scene(),)


def test_the_whole_vocabulary_comes_back_from_json() -> None:
    subject = Subject(
        "s1", "cat", 2, "red", "small", None, Relation("on", ("s2",)), "猫咪", "glass", ("smiling", "old"), "running"
    )
    scene = Scene(
        (subject, Subject("s2", "roof")),
        style="ink wash painting",
        place="Kyoto",
        time="night",
        weather="rain",
        exclusions=("people", "text"),
        weights=(("red hat", 1.5),),
        canvas="16:9",
        number=3,
        seed=7,
        base="p1",
    )
    assert scene_from_json(json.loads(dumps(scene_to_json(scene)))) == scene
    edits: tuple[SceneEdit, ...] = (
        Add(subject),
        Set("s1", "attributes", ("wet",)),
        Set("scene", "weights", (("cat", 0.5),)),
        Set("scene", "exclusions", None),
        Replace("s1", "dog", "狗"),
    )
    assert tuple(edit_from_json(json.loads(dumps(edit_to_json(edit)))) for edit in edits) == edits


def test_an_open_list_is_empty_and_a_new_kind_takes_its_own_label() -> None:
    history = apply(SceneHistory(), (Add(Subject("s1", "cat", label="猫", attributes=("wet",))),))
    after = apply(history, (Set("s1", "attributes", None), Replace("s1", "dog"), Set("scene", "exclusions", None)))
    assert after.present == Scene((Subject("s1", "dog"),))
    fields = [(change.field, change.before, change.after) for change in diff(history.present, after.present)]
    assert fields == [("kind", "cat", "dog"), ("attributes", ("wet",), ())]
