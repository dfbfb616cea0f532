"""Chinese phrases in English: what a person excludes reaches models that read no Chinese."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from danqing.language.into_english import into_english
from danqing.language.preprocess import normalise


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("模糊", "blurry"),
        ("低質量", "low quality"),
        ("多余的手指", "extra fingers"),
        ("红色的汽车", "red car"),
        ("奇怪的帽子", "strange hat"),
        ("(模糊:1.3)", "(blurry:1.3)"),
        ("[水印]", "[watermark]"),
        ("blurry背景", "blurry background"),
        ("佐布拉", "佐布拉"),
        ("红色的佐布拉", "红色的佐布拉"),
        ("already English", "already English"),
    ],
)
def test_piece_by_piece_or_not_at_all(chinese: str, english: str) -> None:
    assert into_english(chinese) == english


def test_the_users_own_words_count(tmp_path: Path) -> None:
    own = tmp_path / "vocabulary.toml"
    own.write_text('[subject]\nzorblat = ["佐布拉"]\n', "utf-8")
    assert into_english("红色的佐布拉", own) == "red zorblat"


def test_no_word_of_the_list_stands_twice() -> None:
    listed = tomllib.loads((files("danqing.language") / "unwanted.toml").read_text("utf-8"))
    words = [normalise(word) for entry in listed.values() for word in entry]
    assert sorted(words) == sorted(set(words))
