"""Requests that name a thing more than once: whoever reads them must not take the second name for a second thing."""

import random
import re
from collections.abc import Callable

import pytest

from danqing.core.domain import Language
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Scene
from danqing.language.preprocess import normalise
from danqing.training.starter.grammar import after_zh, again_en, again_zh, dialogue, first, noise
from danqing.training.starter.grammar.plan import Plan, Voice

Tell = Callable[[Voice], tuple[str, Plan]]
TELLERS: list[tuple[Language, Tell]] = [
    *(("zh", tell) for tell in dict.fromkeys((*again_zh.CHINESE, *after_zh.CHINESE))),
    *(("en", tell) for tell in dict.fromkeys(again_en.ENGLISH)),
]


def told(language: Language, tell: Tell, number: int = 200) -> list[tuple[str, Scene, Plan]]:
    rng, out = random.Random(3), []
    for _ in range(number):
        marked, plan = tell(Voice(rng))
        reading = first.finish(rng, marked.lstrip(".!"), language)
        scene = apply(SceneHistory(), first.plan_edits(plan, reading)).present
        out.append((reading.text, scene, plan))
    return out


@pytest.mark.parametrize(("language", "tell"), TELLERS, ids=lambda value: getattr(value, "__name__", value))
def test_every_thing_is_named_and_drawn_once(language: Language, tell: Tell) -> None:
    for text, scene, plan in told(language, tell):
        assert normalise(text) == text
        assert sorted(s.kind for s in scene.subjects) == sorted(t.kind for t in plan.things), text
        assert "<" not in text


def test_the_second_name_is_a_place() -> None:
    repeats = 0
    for text, scene, _ in told("zh", again_zh.beside, 500):
        match = re.search(r"(兔子|蘑菇|火箭|月亮|房子)[,。; ]在?\1", text)
        repeats += match is not None
        assert match is None or len(scene.subjects) > 1, text
        assert any(s.relation for s in scene.subjects), text
    assert repeats > 5


def test_colours_after_both_names_go_to_their_own() -> None:
    seen = 0
    for text, scene, _ in told("zh", after_zh.paired, 500):
        one, other = scene.subjects
        assert one.colour != other.colour
        match = re.search(r"(猫|船|花|云|伞|树)是(?:红|白|黑)的", text)
        if match:
            seen += 1
            colour = {"红": "red", "白": "white", "黑": "black"}[match[0][-2]]
            assert colour in (one.colour, other.colour), text
    assert seen > 3


def test_a_name_called_out_is_one_thing() -> None:
    for text, scene, _ in told("zh", after_zh.called):
        assert len(scene.subjects) == 1, text


def test_wrong_characters_are_rare_and_change_no_edit() -> None:
    rng = random.Random(1)
    texts = [noise.roughen(rng, "一只蓝色的兔子在左边", "zh") for _ in range(2000)]
    wrong = [text for text in texts if "一只蓝色的兔子在左边" not in text]
    assert 40 < len(wrong) < 200
    assert all("蓝" in text or "兰" in text or "篮" in text for text in wrong)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_they_are_part_of_what_is_learnt(language: Language) -> None:
    rng = random.Random(9)
    texts = [
        turn.text for _ in range(2500) for turn in dialogue(rng, language=language, turns=1) if turn.kind == "first"
    ]
    again = r"(兔子|房子|猫|树|船|花)[^,。;]*[,。;! ]在?\1" if language == "zh" else r"\ba (\w+)\b.*\bthe \1\b"
    assert sum(bool(re.search(again, text)) for text in texts) > 4
