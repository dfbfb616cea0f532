"""Whatever a scene holds: no Han where none may be, nothing unwanted, all subjects, no more than the budget."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danqing.core.scene import Relation, Scene, Subject
from danqing.core.weighting import parse, plain, render
from danqing.language.dialects import COMPOSERS, compose
from danqing.language.dialects.budget import estimate
from danqing.language.dialects.nouns import mention, plural
from danqing.models.families import FAMILIES

HAN = re.compile(r"[\u3400-\u9fff]")
OPEN = sorted(set(COMPOSERS) - {"starter"})
ENGLISH = [dialect for dialect in OPEN if not FAMILIES[dialect].chinese]
KINDS = st.sampled_from(
    ["cat", "fox", "lady", "old man", "cup of tea", "robot (mk 2)", "glasses", "[x]", "leaf\\blade"]
)
PHRASES = st.sampled_from(
    (
        "red", "fluffy", "wearing a hat", "no wings", "in the rain", "(very:1.5) big", "BREAK", "猫", "毛茸茸的 coat",
        "with wings", "neon, foggy", "a sea of flowers", "night", "covers her ears", "16:9", "*bold* {json}", "teal",
    )
)  # fmt: skip
UNWANTED = st.sampled_from(["hat", "wings", "flower", "people", "文字", "fog", "teal"])
MAYBE = st.one_of(st.none(), PHRASES)
IDS = st.sampled_from(["s1", "s2", "s9"])
SUBJECTS = st.builds(
    Subject,
    id=st.just("s0"),
    kind=KINDS,
    count=st.integers(1, 30),
    colour=MAYBE,
    size=MAYBE,
    position=st.sampled_from([None, "left", "top right", "centre"]),
    relation=st.one_of(st.none(), st.builds(Relation, st.sampled_from(["on", "left of", "next to"]), st.tuples(IDS))),
    label=st.sampled_from([None, "猫", "小猫"]),
    material=MAYBE,
    attributes=st.lists(PHRASES, max_size=4).map(tuple),
    action=MAYBE,
)
SETTING = (
    "background", "style", "place", "time", "weather", "medium", "artist", "palette", "lighting", "composition", "mood",
)  # fmt: skip
WEIGHTS = st.lists(st.tuples(st.one_of(KINDS, PHRASES), st.sampled_from([0.5, 1.0, 1.5])), max_size=3).map(tuple)


@st.composite
def scenes(draw: st.DrawFn, most: int = 5) -> Scene:
    found = draw(st.lists(SUBJECTS, min_size=1, max_size=most))
    numbered = tuple(
        Subject(f"s{i}", *(getattr(s, name) for name in Subject.__slots__[1:])) for i, s in enumerate(found, 1)
    )
    setting = {name: draw(MAYBE) for name in SETTING}
    text = draw(st.sampled_from([None, 'say "hi" (now:2)', "生日快乐"]))
    unwanted = tuple(draw(st.lists(UNWANTED, max_size=3, unique=True)))
    return Scene(numbered, text=text, exclusions=unwanted, weights=draw(WEIGHTS), **setting)  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(scenes(), st.sampled_from(ENGLISH), st.sampled_from(["en", "zh"]))
def test_no_han_reaches_a_model_that_reads_none(scene: Scene, dialect: str, language: str) -> None:
    prompt = compose([scene], dialect, 1, "模糊, fog", "zh" if language == "zh" else "en")
    assert not HAN.search(prompt.text + prompt.negative)


@settings(max_examples=120, deadline=None)
@given(scenes(), st.sampled_from(OPEN))
def test_what_is_unwanted_is_never_wanted(scene: Scene, dialect: str) -> None:
    prompt = compose([scene], dialect, 1)
    assert not [phrase for phrase in scene.exclusions if mention(phrase).search(prompt.text)]
    if "people" in scene.exclusions:
        assert "people" in (prompt.negative or [part.text for part in prompt.dropped])


@settings(max_examples=120, deadline=None)
@given(scenes(), st.sampled_from(OPEN))
def test_every_subject_is_named(scene: Scene, dialect: str) -> None:
    prompt = compose([scene], dialect, 1)
    said = (plain(prompt.text) if FAMILIES[dialect].weights else prompt.text).lower()
    missing = [s.kind for s in scene.subjects if s.kind not in said and plural(s.kind) not in said]
    lost = {part.text for part in prompt.dropped if part.reason == "dropped_budget"}
    assert set(missing) <= lost


@settings(max_examples=60, deadline=None)
@given(scenes(most=40), st.sampled_from(OPEN))
def test_the_budget_is_kept_and_what_is_lost_is_told_of(scene: Scene, dialect: str) -> None:
    prompt = compose([scene], dialect, 1)
    text = plain(prompt.text) if FAMILIES[dialect].weights else prompt.text
    assert len(text.encode()) <= FAMILIES[dialect].budget or estimate(text) <= FAMILIES[dialect].budget
    assert prompt == compose([scene], dialect, 1)


@settings(max_examples=120, deadline=None)
@given(scenes(), st.sampled_from(["sd15", "sdxl"]))
def test_only_weights_of_the_scene_are_weights(scene: Scene, dialect: str) -> None:
    text = compose([scene], dialect, 1).text
    sections = parse(text)
    assert len(sections) == 1
    assert render(sections) == text
    weighed = [piece for piece in sections[0] if piece.weight != 1]
    wanted = [(mention(phrase), factor) for phrase, factor in scene.weights]
    assert all(any(p.fullmatch(piece.text) and piece.weight == f for p, f in wanted) for piece in weighed)


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("cat", "cats"),
        ("fox", "foxes"),
        ("lady", "ladies"),
        ("boy", "boys"),
        ("fisherman", "fishermen"),
        ("old woman", "old women"),
        ("wolf", "wolves"),
        ("sheep", "sheep"),
        ("glasses", "glasses"),
        ("cup of tea", "cups of tea"),
    ],
)
def test_plurals(noun: str, many: str) -> None:
    assert plural(noun) == many
    assert mention(noun).search(f"two {many} here")
    assert not mention(noun).search(f"{noun}-like")
