"""Subjects that find no room, and what earlier turns tell."""

import pytest

from danqing.conversation.checking import check_given
from danqing.conversation.editing import started_from, within
from danqing.conversation.history import earlier, last_drawn
from danqing.conversation.wording import Words
from danqing.core.domain import STARTER
from danqing.core.errors import EditInvalid
from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Earlier, Request
from danqing.core.scene import Add, Clear, GoTo, Relation, Remove, Replace, Scene, SceneEdit, Set, Subject
from danqing.core.types import Conversation, Draft, DrawOptions, Prompt, Settings, Turn

SETTINGS = Settings("fake", "scripted", 5, 4, 3.0, 64, 64)


def history(*kinds: str) -> SceneHistory:
    return apply(SceneHistory(), tuple(Add(Subject(f"s{i}", kind)) for i, kind in enumerate(kinds, 1)))


def test_what_fits_stays_as_it_is() -> None:
    edits = (Clear(), Add(Subject("s1", "cat")), Add(Subject("s2", "sun")), Set("scene", "style", "neon"))
    assert within(STARTER, history("cat", "fish", "bird"), edits, Words(STARTER, "en")) == (edits, ())
    many = tuple(Add(Subject(f"s{i}", "cat")) for i in range(1, 9))
    assert within(None, SceneHistory(), many, Words(STARTER, "en")) == (many, ())


def test_what_finds_no_room_is_left_out_in_words() -> None:
    edits = (Add(Subject("s4", "car", colour="red")), Add(Subject("s5", "sun")))
    kept, left = within(STARTER, history("cat", "fish"), edits, Words(STARTER, "zh"))
    assert kept == edits[:1]
    assert left == ("一个太阳",)
    kept, left = within(STARTER, history("cat", "fish", "bird"), (Remove("s1"), *edits), Words(STARTER, "en"))
    assert kept == (Remove("s1"), edits[0])
    assert left == ("a sun",)


def test_edits_that_name_what_was_left_out_go_with_it() -> None:
    edits = (
        Add(Subject("s4", "sun")),
        Set("s4", "colour", "red"),
        Set("s1", "relation", Relation("on", ("s4",))),
        Set("s2", "relation", Relation("on", ("s1",))),
    )
    full = history("cat", "fish", "bird")
    kept, _ = within(STARTER, full, edits, Words(STARTER, "en"))
    assert kept == edits[3:]
    cats = (Add(Subject(f"s{i}", "cat", relation=Relation("on", ("s4",)))) for i in (1, 2, 3))
    first: tuple[SceneEdit, ...] = (Clear(), *cats, edits[0])
    kept, left = within(STARTER, full, first, Words(STARTER, "en"))
    assert all(edit.subject.relation is None for edit in kept if isinstance(edit, Add))
    assert left == ("a sun",)
    assert len(apply(full, kept).present.subjects) == 3


def turn(number: int, text: str, draft: bool = True, settings: Settings | None = SETTINGS) -> Turn:
    made = Draft(Request(text, "en"), (Clear(),), (), Scene(), "", Prompt("p", "", "d"), settings) if draft else None
    return Turn(f"t{number}", "c", number, text, "finished", DrawOptions(), 0.0, draft=made)


def test_the_writer_sees_earlier_turns_that_came_to_something() -> None:
    turns = (
        turn(1, "one"),
        turn(2, "failed", draft=False),
        turn(3, ""),
        turn(4, "four", settings=None),
        turn(5, "now"),
    )
    past = Conversation("c", 0.0, SceneHistory(), turns)
    assert earlier(past, turns[4]) == [Earlier(text, (Clear(),), Scene()) for text in ("one", "four")]
    assert last_drawn(past, turns[4], Scene()) == turns[2]
    assert last_drawn(past, turns[4], Scene((Subject("s1", "cat"),))) == turns[2], "another scene: the last at all"
    assert last_drawn(past, turns[0], Scene()) is None


@pytest.mark.parametrize(
    "edit",
    [
        Add(Subject("s1", "")), Add(Subject("s1", "dragon")), Add(Subject("s1", "cat", count=0)),
        Add(Subject("s1", "cat", count=100_000)), Add(Subject("s1", "cat", position="nowhere")),
        Add(Subject("s1", "cat", size="x")), Add(Subject("s1", "cat", relation=Relation("on", ()))),
        Set("s1", "count", "abc"), Set("s1", "count", None), Set("s1", "kind", 5), Set("s1", "kind", None),
        Set("s1", "relation", "on"), Set("s1", "colour", Relation("on", ("s2",))), Set("scene", "background", 7),
        Replace("s1", "dragon"),
    ],
)  # fmt: skip
def test_values_that_no_scene_can_hold_are_bad_input(edit: SceneEdit) -> None:
    with pytest.raises(EditInvalid):
        check_given(STARTER, [edit])


def test_a_model_without_vocabulary_takes_any_word_but_no_crowd() -> None:
    check_given(None, [Add(Subject("s1", "dragon", colour="ultraviolet")), Set("s1", "colour", None)])
    with pytest.raises(EditInvalid):
        check_given(None, [Add(Subject("s1", "dragon", count=100_000))])


def test_edits_start_where_travel_leads() -> None:
    one = history("cat")
    two = apply(one, (Set("s1", "colour", "red"),))
    assert started_from(two, [Set("s1", "size", "small")]) == two.present
    assert started_from(two, [GoTo(1), Set("s1", "size", "small")]) == one.present
