"""Normal form and language of a request."""

import pytest

from danqing.core.domain import Language
from danqing.language.preprocess import detect_language, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Draw   a\tRED  boat\n", "draw a red boat"),
        ("畫一隻紅色的貓", "画一只红色的猫"),
        ("ＡＢＣ，１２３！", "abc,123!"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("❤️ cat", "❤ cat"),
        ("👍🏽 猫", "👍🏽 猫"),
        ("a\u0000b\u0007", "ab"),
        ("㋀", "1月"),
        ("", ""),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normalise(text) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("draw a red boat", "en"),
        ("画一只红色的猫", "zh"),
        ("画一只red的cat", "zh"),
        ("a 红色 boat at night please", "en"),
        ("😀 123", "en"),
        ("", "en"),
        ("猫", "zh"),
    ],
)
def test_language(text: str, language: Language) -> None:
    assert detect_language(text) == language
