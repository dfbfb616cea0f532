"""The hand-written requests in ``fixtures/`` are well formed: scenes parse and stay inside the starter vocabulary."""

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from danqing.core.codec import scene_from_json, scene_to_json
from danqing.core.domain import STARTER
from danqing.core.scene import Scene

FIXTURES = Path(__file__).parent / "fixtures"
PHRASING = ("phrasing_zh", "phrasing_en")
EDGE = ("edge_zh", "edge_en")
FRESH = ("fresh_zh", "fresh_edge_zh", "fresh2_zh", "fresh2_edge_zh", "fresh2_en", "fresh2_edge_en")


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _turns(name: str) -> list[dict[str, Any]]:
    return [turn for dialogue in _lines(name) for turn in dialogue["turns"]] if name == "dialogues" else _lines(name)


def _scenes(name: str) -> list[Scene]:
    return [scene_from_json(turn["scene"]) for turn in _turns(name)]


def _check(scene: Scene) -> None:
    ids = [s.id for s in scene.subjects]
    assert len(ids) <= STARTER.max_subjects
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids, key=lambda i: int(i.removeprefix("s")))
    assert scene.background is None or scene.background in STARTER.names("backgrounds")
    assert scene.style is None or scene.style in STARTER.names("styles")
    for subject in scene.subjects:
        assert subject.kind in STARTER.names("kinds")
        assert 1 <= subject.count <= STARTER.max_count
        assert subject.colour is None or subject.colour in STARTER.names("colours")
        assert subject.size is None or subject.size in STARTER.names("sizes")
        assert subject.position is None or subject.position in STARTER.names("positions")
        relation = subject.relation
        if relation is None:
            continue
        assert subject.position is None
        assert relation.kind in STARTER.names("relations")
        assert len(relation.to) == len(set(relation.to)) == (2 if relation.kind == "between" else 1)
        assert set(relation.to) <= set(ids) - {subject.id}


@pytest.mark.parametrize("name", [*PHRASING, *EDGE, *FRESH, "dialogues"])
def test_every_scene_is_inside_the_domain(name: str) -> None:
    for turn in _turns(name):
        assert set(turn) == {"text", "scene"}
        assert turn["text"] == turn["text"].strip() != ""
        scene = scene_from_json(turn["scene"])
        assert scene_to_json(scene) == turn["scene"], turn["text"]
        _check(scene)


@pytest.mark.parametrize("name", [*PHRASING, *EDGE, *FRESH])
def test_ids_count_up_from_one(name: str) -> None:
    for scene in _scenes(name):
        assert [s.id for s in scene.subjects] == [f"s{i + 1}" for i in range(len(scene.subjects))]


@pytest.mark.parametrize("name", PHRASING)
def test_phrasing_is_wide(name: str) -> None:
    scenes = _scenes(name)
    subjects = [s for scene in scenes for s in scene.subjects]
    assert Counter(len(scene.subjects) for scene in scenes) == {1: 50, 2: 32, 3: 18}
    assert {s.kind for s in subjects} == set(STARTER.names("kinds"))
    assert {s.count for s in subjects} == set(range(1, STARTER.max_count + 1))
    assert {s.colour for s in subjects} - {None} == set(STARTER.names("colours"))
    assert {s.size for s in subjects} - {None} == set(STARTER.names("sizes"))
    assert {s.position for s in subjects} - {None} == set(STARTER.names("positions"))
    assert {s.relation.kind for s in subjects if s.relation} == set(STARTER.names("relations"))
    assert {scene.background for scene in scenes} - {None} == set(STARTER.names("backgrounds"))
    assert {scene.style for scene in scenes} - {None} == set(STARTER.names("styles"))


@pytest.mark.parametrize("name", EDGE)
def test_edge_is_mostly_outside(name: str) -> None:
    scenes = _scenes(name)
    assert len(scenes) == 100
    assert sum(scene == Scene() for scene in scenes) == 75
    assert sum(bool(scene.subjects) for scene in scenes) == 25


def test_dialogues() -> None:
    dialogues = _lines("dialogues")
    assert Counter(d["language"] for d in dialogues) == {"zh": 10, "en": 10}
    assert all(3 <= len(d["turns"]) <= 6 for d in dialogues)


def test_texts_are_unique() -> None:
    texts = Counter(
        unicodedata.normalize("NFKC", line["text"]).casefold()
        for name in (*PHRASING, *EDGE, *FRESH)
        for line in _lines(name)
    )
    assert [text for text, times in texts.items() if times > 1] == []
    openings = Counter(tuple(turn["text"] for turn in d["turns"]) for d in _lines("dialogues"))
    assert max(openings.values()) == 1


DEV = [f"{name}_{language}" for name in ("first", "outside", "edits") for language in ("en", "zh")]


@pytest.mark.parametrize("name", DEV)
def test_development_set(name: str) -> None:
    for line in _lines(f"dev/{name}"):
        for data in (line["scene"], *line.get("before", ())):
            scene = scene_from_json(data)
            assert scene_to_json(scene) == data, line["text"]
            _check(scene)
        assert all(piece in line["text"] for piece in line.get("omit", ()))
