"""The planner: places obey the scene, edits move nothing else, and every plan can be said in the dialect."""

import random
from dataclasses import replace

import pytest

from danqing.core.domain import STARTER
from danqing.core.layout import EXTENTS
from danqing.core.scene import Relation, Scene, Subject
from danqing.language.dialects import compose
from danqing.language.dialects.completing import swallowed
from danqing.language.dialects.placing import box_of, lies, stands
from danqing.language.dialects.planner import plan
from danqing.language.dialects.starter import sentence
from danqing.training.starter.scenes import sample_scene


@pytest.mark.parametrize("position", STARTER.names("positions"))
@pytest.mark.parametrize("size", EXTENTS)
def test_every_position_is_kept(position: str, size: str) -> None:
    for seed in range(8):
        layout = plan(Scene((Subject("s1", "cat", size=size, position=position),)), STARTER, seed)
        assert lies(position, box_of(list(layout.placements)))


@pytest.mark.parametrize("relation", STARTER.names("relations"))
def test_every_relation_is_kept(relation: str) -> None:
    to = ("s2", "s3") if relation == "between" else ("s2",)
    others = tuple(Subject(name, kind) for name, kind in zip(to, ("house", "tree"), strict=False))
    for seed in range(12):
        layout = plan(Scene((Subject("s1", "cat", relation=Relation(relation, to)), *others)), STARTER, seed)
        boxes = {name: box_of([p for p in layout.placements if p.subject_id == name]) for name in ("s1", *to)}
        assert stands(relation, boxes["s1"], [boxes[name] for name in to])


def test_objects_stay_inside_and_apart() -> None:
    rng = random.Random(3)
    crowded = 0
    for seed in range(300):
        scene = sample_scene(rng)
        layout = plan(scene, STARTER, seed)
        assert len(layout.placements) == sum(s.count for s in scene.subjects)
        left, top, right, bottom = box_of(list(layout.placements))
        assert min(left, top) > -0.01
        assert max(right, bottom) < 1.01
        on = {s.id for s in scene.subjects if s.relation and s.relation.kind == "on"}
        for i, p in enumerate(layout.placements):
            for q in layout.placements[i + 1 :]:
                reach = (p.extent + q.extent) / 2 - (0.07 if {p.subject_id, q.subject_id} & on else 0.0)
                crowded += abs(p.x - q.x) < reach and abs(p.y - q.y) < reach
    assert crowded == 0


@pytest.mark.parametrize("kind", ["rabbit", "cat", "flower", "tree"])
@pytest.mark.parametrize("count", [2, 3])
def test_what_stands_on_the_ground_stands_side_by_side(kind: str, count: int) -> None:
    for seed in range(30):
        layout = plan(Scene((Subject("s1", kind, count),), "grass"), STARTER, seed)
        assert len({p.y for p in layout.placements}) == 1
        assert len({p.x for p in layout.placements}) == count


def test_a_narrow_place_takes_a_column_of_them() -> None:
    rabbits = Subject("s1", "rabbit", 3, size="medium", position="left")
    layout = plan(Scene((rabbits,), "grass"), STARTER, 1)
    assert lies("left", box_of(list(layout.placements)))


def test_what_flies_may_be_arranged_in_any_way() -> None:
    rows = {
        len({p.y for p in plan(Scene((Subject("s1", "star", 3),), "night"), STARTER, seed).placements})
        for seed in range(30)
    }
    assert rows == {1, 2, 3}


def test_a_change_of_colour_moves_nothing() -> None:
    scene = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "tree", count=2)), "grass", "flat")
    blue = replace(scene, subjects=(replace(scene.subjects[0], colour="blue"), scene.subjects[1]))
    for seed in range(20):
        before, after = plan(scene, STARTER, seed).placements, plan(blue, STARTER, seed).placements
        assert [(p.x, p.y, p.extent) for p in before] == [(p.x, p.y, p.extent) for p in after]
        assert {p.colour for p in after if p.subject_id == "s1"} == {"blue"}


def test_open_fields_are_filled_with_contrast() -> None:
    for seed in range(30):
        layout = plan(Scene((Subject("s1", "boat", colour="blue"),)), STARTER, seed)
        assert "blue" not in swallowed(layout.background)
        assert layout.style == "flat"


def test_more_than_the_canvas_holds_is_made_smaller() -> None:
    giants = tuple(Subject(f"s{i}", kind, count=4, size="large") for i, kind in enumerate(("cat", "house", "tree"), 1))
    layout = plan(Scene(giants), STARTER, 1)
    assert len(layout.placements) == 12
    assert {p.extent for p in layout.placements} == {EXTENTS["small"]}


def test_a_circle_of_relations_is_drawn_all_the_same() -> None:
    scene = Scene(
        (
            Subject("s1", "cat", relation=Relation("left of", ("s2",))),
            Subject("s2", "tree", relation=Relation("left of", ("s1",))),
        )
    )
    assert len(plan(scene, STARTER, 1).placements) == 2


def test_the_prompt_is_deterministic_and_says_it_all() -> None:
    scene = Scene((Subject("s1", "star", count=3, colour="yellow", size="small"),), "night", "pixel")
    prompt = compose([scene], "starter", 5)
    assert prompt == compose([scene], "starter", 5)
    assert prompt.text.startswith("pixel, night, 3 small yellow star at ")
    assert len(prompt.text.rsplit(" at ", 1)[1].split()) == 3
    assert sentence(plan(scene, STARTER, 5)) == prompt.text


def test_an_empty_scene_has_no_layout() -> None:
    with pytest.raises(ValueError, match="without subjects"):
        plan(Scene(), STARTER, 1)


CAT = Subject("s1", "cat", colour="black")
STARS = Subject("s2", "star", 2, position="top")
BOAT = Subject("s3", "boat", colour="red")


@pytest.mark.parametrize("seed", range(20))
def test_what_an_edit_does_not_touch_stays(seed: int) -> None:
    first = Scene((CAT,))
    before = plan(first, STARTER, seed)
    more = Scene((CAT, STARS))
    after = plan(more, STARTER, seed, [first])
    assert after.placements[0] == before.placements[0]
    assert after.background == before.background
    last = plan(Scene((replace(CAT, colour="white"), STARS, BOAT), "night"), STARTER, seed, [first, more])
    assert [(p.x, p.y, p.extent) for p in last.placements[:3]] == [(p.x, p.y, p.extent) for p in after.placements]
    assert last.placements[1].colour == after.placements[1].colour, "open before and after: the same one"


@pytest.mark.parametrize("seed", range(20))
def test_what_an_edit_touches_moves_and_the_rest_makes_room(seed: int) -> None:
    first = Scene((CAT, BOAT))
    moved = Scene((replace(CAT, position="top left"), BOAT))
    before, after = plan(first, STARTER, seed), plan(moved, STARTER, seed, [first])
    assert after.placements[1] == before.placements[1]
    assert lies("top left", box_of(after.placements[:1]))
    crowd = Scene((replace(CAT, count=4, size="medium"), BOAT, replace(STARS, count=4, position=None)))
    full = plan(crowd, STARTER, seed, [first])
    assert len(full.placements) == 9, "nothing is left out where the old places leave no room"


def test_another_picture_begins_anew() -> None:
    scene = Scene((Subject("s1", "house"),))
    assert plan(scene, STARTER, 3, [Scene((CAT, BOAT))]) == plan(scene, STARTER, 3)
    assert plan(scene, STARTER, 3, [Scene()]) == plan(scene, STARTER, 3)


def test_an_open_background_outlasts_a_style() -> None:
    cat = Scene((Subject("s1", "cat", colour="red"),))
    ground = plan(cat, STARTER, 1).background
    assert plan(replace(cat, style="watercolour"), STARTER, 1, [cat]).background == ground
    assert plan(replace(cat, style="neon"), STARTER, 1, [cat]).background == "night"


def test_an_open_background_gives_way_to_a_colour_it_would_swallow() -> None:
    boat = Scene((Subject("s1", "boat", colour="red"),))
    assert plan(boat, STARTER, 1).background == "sea"
    blue = Scene((Subject("s1", "boat", colour="blue"),))
    assert plan(blue, STARTER, 1, [boat]).background != "sea"
