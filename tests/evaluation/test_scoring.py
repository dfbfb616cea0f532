"""Scores: the truth is all right, and each fault costs exactly its own attribute."""

import random
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from danqing.core.layout import Layout, Placement
from danqing.core.scene import Relation, Scene, Subject
from danqing.evaluation.painting import Task, pixel_rules, tasks
from danqing.evaluation.scoring import same, score, shares
from danqing.training.starter.renderer import render
from danqing.vision.critic import Reading


def truth(task: Task) -> Reading:
    return Reading(task.layout.placements, task.layout.background, task.layout.style)


@pytest.mark.parametrize("subjects", [1, 2, 3])
def test_the_truth_is_all_right(subjects: int) -> None:
    rows = [score(t.scene, t.layout, truth(t)) for t in tasks(80, subjects, "seen")]
    assert set(shares(rows).values()) == {1.0}


def test_tasks_are_the_same_each_time_and_hold_out_pairs() -> None:
    assert tasks(5, 2, "seen") == tasks(5, 2, "seen")
    assert tasks(5, 1, "held_out")[0].prompt != tasks(5, 1, "seen")[0].prompt


SCENE = Scene(
    (Subject("s1", "cat", colour="red", size="small", position="left"), Subject("s2", "tree")), "grass", "flat"
)
CAT = Placement("s1", "cat", "red", 0.2, 0.5, 0.17)
TREE = Placement("s2", "tree", "green", 0.7, 0.5, 0.27)
LAYOUT = Layout((CAT, TREE), "grass", "flat")


@pytest.mark.parametrize(
    ("reading", "wrong"),
    [
        (Reading((CAT, TREE), "sea", "flat"), {"background"}),
        (Reading((CAT, TREE), "grass", "pixel"), {"style"}),
        (Reading((replace(CAT, colour="pink"), TREE), "grass", "flat"), {"colour"}),
        (Reading((replace(CAT, extent=0.4), TREE), "grass", "flat"), {"size"}),
        (Reading((replace(CAT, x=0.6), TREE), "grass", "flat"), {"position"}),
        (Reading((CAT, replace(CAT, y=0.8), TREE), "grass", "flat"), {"count"}),
        (Reading((CAT, TREE, replace(TREE, kind="sun")), "grass", "flat"), {"nothing else"}),
        (Reading((CAT,), "grass", "flat"), {"kind", "count", "colour", "size"}),
    ],
)
def test_each_fault_costs_its_attribute(reading: Reading, wrong: set[str]) -> None:
    result = score(SCENE, LAYOUT, reading)
    assert {name for name, right in result.items() if not right} == wrong | {"all"}


def test_a_relation_is_judged_by_what_is_seen() -> None:
    scene = Scene((Subject("s1", "cat", relation=Relation("left of", ("s2",))), Subject("s2", "tree")))
    assert score(scene, LAYOUT, Reading((CAT, TREE), "grass", "flat"))["relation"]
    swapped = (replace(CAT, x=0.9), replace(TREE, x=0.3))
    assert not score(scene, LAYOUT, Reading(swapped, "grass", "flat"))["relation"]


def test_subjects_of_one_kind_are_told_apart_by_place() -> None:
    scene = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "cat", colour="blue")))
    blue = Placement("s2", "cat", "blue", 0.7, 0.5, 0.17)
    layout = Layout((CAT, blue), "grass", "flat")
    assert score(scene, layout, Reading((CAT, blue), "grass", "flat"))["all"]
    exchanged = (replace(CAT, colour="blue"), replace(blue, colour="red"))
    assert not score(scene, layout, Reading(exchanged, "grass", "flat"))["colour"]


def test_pixel_rules_agree_with_rendered_truth() -> None:
    rows = [
        pixel_rules(t.layout, Image.fromarray(render(t.layout, np.random.default_rng(i))))
        for i, t in enumerate(tasks(150, 1, "seen"))
    ]
    for name in ("pixel colour", "pixel background"):
        judged = [row[name] for row in rows if name in row]
        assert judged
        assert sum(judged) >= 0.95 * len(judged)


def test_pixel_rules_see_a_wrong_colour() -> None:
    red = Layout((Placement("s1", "circle", "red", 0.5, 0.5, 0.43),), "plain white", "flat")
    blue = replace(red, placements=(replace(red.placements[0], colour="blue"),), background="plain yellow")
    picture = Image.fromarray(render(blue, np.random.default_rng(1)))
    assert pixel_rules(red, picture) == {"pixel colour": False, "pixel background": False}


def test_scenes_are_the_same_whatever_their_ids_and_order() -> None:
    one = Scene((Subject("s1", "cat", relation=Relation("on", ("s2",))), Subject("s2", "house")), "night")
    other = Scene((Subject("s4", "house"), Subject("s7", "cat", relation=Relation("on", ("s4",)))), "night")
    assert same(one, other)
    assert not same(one, replace(other, background=None))
    assert not same(one, Scene((Subject("s1", "cat"), Subject("s2", "house")), "night"))
    rng = random.Random(1)
    for task in tasks(30, 3, "seen"):
        shuffled = list(task.scene.subjects)
        rng.shuffle(shuffled)
        assert same(task.scene, replace(task.scene, subjects=tuple(shuffled)))
