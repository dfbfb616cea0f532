"""What nobody knows stands in the same sentences as what can be drawn, is quoted there, and is made anew each time."""

import random

import pytest

from danqing.core.domain import STARTER, Language
from danqing.core.scene import Add, Omit, SceneEdit
from danqing.training.starter.grammar import (
    dialogue,
    first,
    fresh_en,
    fresh_zh,
    lexicon_en,
    lexicon_zh,
    outside_en,
    outside_nouns_en,
    outside_nouns_zh,
    outside_zh,
)
from danqing.training.starter.grammar.speech import SPEECHES
from danqing.training.starter.grammar.turns import MIXED, OUTSIDE_FIRST

LANGUAGES: tuple[Language, ...] = ("en", "zh")
KINDS = {
    "en": {word for row in lexicon_en.KINDS.values() for word in row},
    "zh": {word for table in (lexicon_zh.KINDS, lexicon_zh.SHORT) for row in table.values() for word in row},
}
KNOWN = {"en": fresh_en.known_words(), "zh": fresh_zh.known_words()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_made_up_nouns_are_new_and_none_is_known(language: Language) -> None:
    rng, make = random.Random(1), (fresh_en if language == "en" else fresh_zh).made_up
    words = [make(rng) for _ in range(20_000)]
    assert len(set(words)) > 18_000
    assert not KNOWN[language].intersection(words)
    # Of a compound the head says what it is, so that an unknown one hides no known thing.
    heads = {word.split()[-1] for word in words} if language == "en" else {w[i:] for w in words for i in range(len(w))}
    assert not KINDS[language] & heads


def test_no_listed_noun_is_a_known_word() -> None:
    for word in {*outside_nouns_zh.LOOKALIKES, *(word for group in outside_nouns_zh.ALL for word in group)}:
        assert word not in KNOWN["zh"]
    for word in {*outside_nouns_en.LOOKALIKES, *(word for group in outside_nouns_en.ALL for word in group)}:
        assert word.replace("-", " ") not in KINDS["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shares_are_those_asked_for(language: Language) -> None:
    rng, number = random.Random(4), 4000
    kinds = [dialogue(rng, language=language, turns=1)[0].kind for _ in range(number)]
    outside = kinds.count("outside")
    assert abs(outside / number - OUTSIDE_FIRST) < 0.025
    assert abs(kinds.count("mixed") / (number - outside) - MIXED) < 0.025
    assert set(kinds) == {"first", "mixed", "outside"}


def _asked(language: Language, share: float) -> list[tuple[str, tuple[SceneEdit, ...]]]:
    """Requests with such a share of strangers alone."""
    rng = random.Random(8)
    return [first.strange(rng, language, share) for _ in range(1500)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_strangers_alone_nothing_is_drawn(language: Language) -> None:
    apart = 0
    for text, edits in _asked(language, 1.0):
        quoted = [edit.text for edit in edits if isinstance(edit, Omit)]
        assert quoted, text
        assert all(piece and piece in text for piece in quoted), text
        assert not any(isinstance(edit, Add) for edit in edits), text
        colours = "红黄蓝绿紫白黑" if language == "zh" else ("red", "yellow", "blue", "green", "white", "black")
        apart += any(c in text and not any(c in piece for piece in quoted) for c in colours)
    assert apart > 100  # a colour said apart from the noun, as of things that can be drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_strangers_the_known_things_are_drawn(language: Language) -> None:
    for text, edits in _asked(language, 0.5):
        subjects = [edit.subject for edit in edits if isinstance(edit, Add)]
        assert subjects, text
        assert any(isinstance(edit, Omit) for edit in edits), text
        ids = [subject.id for subject in subjects]
        assert ids == [f"s{i + 1}" for i in range(len(ids))]
        for subject in subjects:
            assert subject.kind in STARTER.names("kinds")
            assert not subject.relation or set(subject.relation.to) <= set(ids), text


@pytest.mark.parametrize(
    ("language", "marked", "words", "quoted"),
    [
        ("zh", "\ue100一只红色的苛蛙,\ue101两只猫", {0: "苛蛙"}, "[一只红色的苛蛙],两只猫"),
        ("zh", "\ue100苛蛙,绿的,放在左边", {0: "苛蛙"}, "[苛蛙],绿的,放在左边"),
        ("en", "\ue100two red ponies on \ue101a cat", {0: "pony"}, "[two red ponies] on a cat"),
        (
            "en",
            "two glorps: \ue100one red, \ue101one blue",
            {0: "glorp", 1: "glorp"},
            "two [glorps]: one red, one blue",
        ),
        ("en", "\ue100a glorp \ue000with a hat\ue001", {0: "glorp"}, "[a glorp with a hat]"),
        ("en", "\ue100one \ue000striped\ue001 glorp", {0: "glorp"}, "[one striped glorp]"),
    ],
)
def test_what_is_quoted_of_a_stranger(language: Language, marked: str, words: dict[int, str], quoted: str) -> None:
    text = SPEECHES[language].strangers(random.Random(0), 1.0).quoted(marked, words)
    shown = text.replace("\ue000", "[").replace("\ue001", "]")
    assert "".join(c for c in shown if not "\ue100" <= c <= "\ue1ff") == quoted


def test_odd_nouns_are_made_anew_about_half_of_the_time() -> None:
    for outside, nouns in ((outside_en, outside_nouns_en), (outside_zh, outside_nouns_zh)):
        listed = {word.replace("-", " ") for group in (*nouns.ALL, nouns.LOOKALIKES) for word in group}
        rng = random.Random(6)
        fresh = sum(outside.noun(rng) not in listed for _ in range(4000))
        assert 0.35 < fresh / 4000 < 0.55
