"""Figures of recognition: what counts as found, and what is told of it."""

import pytest

from danqing.core.reading import Entity, Request
from danqing.evaluation.entities import Gold, Judged, figures, judge, run


def test_a_stretch_that_contains_the_other_is_right_and_each_counts_once() -> None:
    gold = [Gold("count", "two", 0, 3, "2"), Gold("weather", "no such thing", 4, 17)]
    judged = judge("two xyzzies", gold)
    assert [(w.text, e.name) for w, e in judged.pairs] == [("two", "2")]
    assert [g.type for g in judged.missed] == ["weather"]
    assert [e.group for e in judged.invented] == ["subject"]


def test_scores() -> None:
    right = (Gold("colour", "red", 0, 3), Entity("dark red", 0, 8, "colour", "dark red"))
    wrong = (Gold("count", "two", 9, 12, "2"), Entity("two", 9, 12, "count", "3"))
    missed, invented = (Gold("place", "there", 20, 25),), (Entity("there", 20, 25, "subject", "there"),)
    found = figures([Judged(Request("", "en"), (right, wrong), missed, invented)])
    assert found["all"] == {"precision": 0.6667, "recall": 0.6667, "F1": 0.6667, "n": 3}
    assert found["F1 of exact stretches"] == found["F1 with value"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["by type"]["place"]["F1"] == 0.0


def test_the_dev_half_tells_its_misses() -> None:
    told: list[str] = []
    found = run(False, told.append)
    assert found["half"] == "dev"
    assert found["en"]["all"]["n"] > 600
    assert all(line.startswith("{") for line in told)
