"""The benchmark's lessons: the same pictures every time, and each shows what it says."""

import random
from pathlib import Path

import numpy as np
import pytest
from benchmarks.lora.lessons import LESSONS, write_lesson

from danqing.core.domain import STARTER
from danqing.training.lora.dataset import read_folder


@pytest.mark.parametrize("name", LESSONS)
def test_lessons_are_deterministic(name: str, tmp_path: Path) -> None:
    lesson = LESSONS[name]
    for folder in ("one", "two"):
        write_lesson(lesson, tmp_path / folder)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 48
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    found = read_folder(tmp_path / "one", lesson.trigger, ((256, 256),))
    assert (len(found.photos), found.proposed, found.prefixed) == (24, 0, 0)


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_taught_is_unknown_to_the_starter(name: str) -> None:
    lesson, rng = LESSONS[name], random.Random(1)
    known = {*STARTER.names("kinds"), *STARTER.names("styles")}
    assert lesson.trigger not in known
    with_it, without = lesson.draw(rng, True), lesson.draw(rng, False)
    assert lesson.trigger in with_it.caption and lesson.trigger not in without.caption
    assert with_it.image.size == without.image.size == (256, 256)


def test_a_blueprint_is_blue() -> None:
    picture = LESSONS["style"].draw(random.Random(2), True).image
    red, _, blue = np.median(np.asarray(picture).reshape(-1, 3), axis=0)
    assert blue > red + 60
