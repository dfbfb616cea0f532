"""Entities as a whole: ordered, inside the text, apart; mixed languages; what words imply; the user's own words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danqing.core.errors import BadInput
from danqing.language.entities import entities
from danqing.language.preprocess import normalise, typed
from danqing.language.understanding import understand
from tests.language.words import entities as found
from tests.language.words import told

PIECES = st.sampled_from(
    "a the cat dog red dark blue , . no without and with a pair of in on left of table ( ) ((moon)) :1.5) reading "
    "两 只 猫 狗 红 深 蓝色 的 在 桌子 上 不要 没有 和 、 ， 。 戴着 帽子 第二张 “ ” 写着 16:9 它 刚才 那 个 貔貅 · "
    "莫奈 风 頭髮 \u200b İ".split()
)
PIECES_JOINED = st.lists(PIECES, max_size=25).map("".join)
PIECES_SPACED = st.lists(PIECES, max_size=25).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), PIECES_JOINED, PIECES_SPACED))
def test_entities_are_ordered_apart_and_where_they_say(text: str) -> None:
    normal = normalise(text)
    at = 0
    for entity in found(text):
        assert at <= entity.start < entity.end <= len(normal)
        assert normal[entity.start : entity.end] == entity.text
        assert entity.name
        at = entity.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_what_was_typed_is_as_long_as_the_normal_form(text: str) -> None:
    normal = normalise(text)
    said = typed(text, normal)
    assert said == "" or len(said) == len(normal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("画一只 fluffy 的猫", "count 一只 1; attribute fluffy; subject 猫 cat"),
        ("a 红色 boat", "colour 红色 red; subject boat"),
        ("一隻戴著紅帽子的貓", "count 一只 1; attribute 戴著红帽子 wearing red hat; subject 猫 cat"),
    ],
)
def test_mixed_languages_and_traditional_characters(text: str, expected: str) -> None:
    assert told(text) == expected


def test_what_a_word_implies_comes_with_it() -> None:
    assert [e.implies for e in found("晚霞下的湖")] == [("time=evening",), (), ()]


def test_the_users_words_win(tmp_path: Path) -> None:
    own = tmp_path / "vocabulary.toml"
    own.write_text('[subject]\nzorblat = ["佐布拉", "猫"]\n', "utf-8")
    assert [(e.group, e.name) for e in understand("佐布拉和猫", own).entities] == [("subject", "zorblat")] * 2
    own.write_text('[style]\n"our house style" = ["佐布拉"]\n', "utf-8")
    assert [(e.group, e.name) for e in understand("佐布拉", own).entities] == [("style", "our house style")]


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    own = tmp_path / "vocabulary.toml"
    own.write_text("[subject\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        entities("cat", own=own)
    assert str(own) in caught.value.message("en")


def test_without_a_file_nothing_is_missed(tmp_path: Path) -> None:
    assert entities("no file", own=tmp_path / "none.toml") == entities("no file")


@pytest.mark.parametrize(
    "text", ["一只" + "猫的" * 1900, "(" * 4000, "爱德华·霍珀" * 660, "no cat, " * 500, "not so " * 570]
)
def test_long_requests_are_read(text: str) -> None:
    entities(normalise(text))
