"""The table of rules: ours is sound, a user's own comes before it, and what is wrong in it is named."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from danqing.core.errors import BadInput
from danqing.core.routing import Candidate, Wanted
from danqing.models.families import FAMILIES
from danqing.scheduling.rules import FILE, Rule, When, Who, rules_at

WANTED = Wanted("A photo of an owl", "en", styles=("ink-wash",), pixels=500_000)
MODEL = Candidate("owl", "sdxl", seconds=20.0)


def own(home: Path, text: str) -> Path:
    (home / FILE).write_text(text, "utf-8")
    return home


def test_our_rules_speak_of_every_family() -> None:
    named = {family for rule in rules_at(None).values() for family in rule.who.families}
    assert named == set(FAMILIES)


def test_a_rule_of_the_users_takes_the_place_of_ours(tmp_path: Path) -> None:
    found = rules_at(own(tmp_path, "[rule.photo]\npoints = 0\n\n[rule.mine]\npoints = 3\nwho = { models = ['owl'] }\n"))
    assert found["photo"].points == 0
    assert not found["photo"].applies(WANTED, MODEL)
    assert found["mine"].applies(WANTED, MODEL)
    assert set(rules_at(None)) < set(found)


def test_a_whole_copy_of_ours_changes_nothing(tmp_path: Path) -> None:
    text = (files("danqing.scheduling") / FILE).read_text("utf-8")
    assert rules_at(own(tmp_path, text)) == rules_at(None)
    assert tomllib.loads(text)["rule"].keys() == rules_at(None).keys()


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("[rule.a]\npoints = 'many'\n", "rule.a.points"),
        ("[rule.a]\npoints = nan\n", "rule.a.points"),
        ("[rule.a]\npoints = 1000\n", "rule.a.points"),
        ("[rule.a]\npoints = 1\nwhen = { moon = true }\n", "rule.a.when.moon"),
        ("[rule.a]\npoints = 1\nwho = { families = ['sd16'] }\n", "sd16"),
        ("[rule.a]\npoints = 1\nen = 'is nice'\n", "en and zh"),
        ("[rules.a]\npoints = 1\n", "rules"),
        ("[rule.a\n", "line 1"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, detail: str) -> None:
    with pytest.raises(BadInput) as refused:
        rules_at(own(tmp_path, text))
    assert refused.value.key == "router_file"
    for language in ("en", "zh"):
        message = refused.value.message(language)
        assert detail in message
        assert FILE in message


def test_a_file_of_bytes_is_no_table(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput):
        rules_at(tmp_path)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (When(), True),
        (When(words=("photo",)), True),
        (When(words=("PHOTO", "moon")), True),
        (When(words=("phot",)), False),
        (When(styles=("ink-wash",)), True),
        (When(styles=("gongbi",)), False),
        (When(languages=("zh",)), False),
        (When(lettering=("en",)), False),
        (When(pixels_from=500_000, pixels_to=500_000), True),
        (When(pixels_to=400_000), False),
        (When(characters_from=18), False),
        (When(tasks=("inpaint", "text-to-image")), True),
        (When(closed=False, excludes=False), True),
    ],
)
def test_all_that_is_given_must_hold(when: When, holds: bool) -> None:
    assert when.holds(WANTED) is holds


@pytest.mark.parametrize(
    ("who", "holds"),
    [
        (Who(seconds_to=30), True),
        (Who(seconds_from=30), False),
        (Who(suits=True), False),
        (Who(suits=False), False),
        (Who(before=False, resident=False, tight=False, closed=False), True),
        (Who(families=("sdxl",), models=("other",)), False),
    ],
)
def test_a_rule_speaks_of_some_models(who: Who, holds: bool) -> None:
    assert Rule(points=1, who=who).applies(WANTED, MODEL) is holds


def test_what_was_never_measured_is_neither_quick_nor_slow() -> None:
    unknown = Candidate("owl", "sdxl")
    assert not Who(seconds_to=1000).holds(WANTED, unknown)
    assert not Who(seconds_from=0).holds(WANTED, unknown)


def test_chinese_words_are_found_anywhere() -> None:
    assert When(words=("照片",)).holds(Wanted("一张照片", "zh"))
