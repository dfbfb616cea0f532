"""Chinese characters: what counts as one, and that this is said in one place."""

import re

import pytest

from danqing.core import script
from danqing.core.script import HAN, WIDE_HAN
from tests.architecture.source import here, modules


@pytest.mark.parametrize(
    ("letter", "usual", "wide"),
    [
        ("猫", True, True),
        ("㐀", True, True),
        ("䷀", True, False),
        ("\uf900", False, True),
        ("\U00020000", False, True),
        ("a", False, False),
        ("，", False, False),
        ("カ", False, False),
        ("한", False, False),
    ],
)
def test_what_is_a_chinese_character(letter: str, usual: bool, wide: bool) -> None:
    assert (bool(HAN.search(letter)), bool(WIDE_HAN.search(letter))) == (usual, wide)


def test_no_other_module_says_which_they_are() -> None:
    named = re.compile(r"\\u(3400|4e00|9fff)\b|[\u3400\u4e00]-\u9fff", re.IGNORECASE)
    own = re.compile(r"\\u2e80-\\u9fff")  # all that is written in East Asia, which is another question
    found = [here(path) for path in modules() if named.search(own.sub("", path.read_text(encoding="utf-8")))]
    assert found == [here(path) for path in modules() if path.name == script.__file__.rpartition("/")[2]]
