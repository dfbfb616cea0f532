"""Canonical English in Chinese, for replies."""

from pathlib import Path

import pytest

from danqing.language.vocabulary.translation import translate

WORDS = """
[subject]
zorblat = ["佐布拉", "布拉"]
quux = ["阔克斯"]
[attribute]
grumbly = ["气呼呼"]
[verb]
zapping = ["电着"]
"""


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("zorblat", "佐布拉"),
        ("zorblats", "佐布拉"),
        ("grumbly zorblat", "气呼呼佐布拉"),
        ("zapping a quux", "电着阔克斯"),
        ("next to", "旁边"),
        ("top left", "左上角"),
        ("gnarfling zorblat", "gnarfling zorblat"),
        ("已经是中文", "已经是中文"),
    ],
)
def test_terms_and_what_is_made_of_them(tmp_path: Path, text: str, chinese: str) -> None:
    own = tmp_path / "vocabulary.toml"
    own.write_text(WORDS, "utf-8")
    assert translate(text, "zh", own) == chinese
    assert translate(text, "en", own) == text
