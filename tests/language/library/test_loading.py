"""A user's own files: they win, they are seen when they change, and what is wrong with them is said."""

import re
from pathlib import Path

import pytest

from danqing.core.errors import BadInput
from danqing.core.scene import Scene, Subject
from danqing.language import library
from danqing.language.library.listing import listed
from danqing.language.library.wildcard_lists import lists_at

MINE = """
[style.mine]
en = "my style"
zh = "我的风格"
tags = "thick paint"

[style.gongbi]
en = "gongbi painting"
tags = "my gongbi"

[negative.base]
en = "Base"
words = { all = "ugly", flux = "" }
"""


def write(home: Path, text: str, name: str = "mine.toml") -> Path:
    """A file of the user's library."""
    path = home / "library" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_own_entries_win(tmp_path: Path) -> None:
    write(tmp_path, MINE)
    with library.using(library.at(tmp_path)):
        assert library.style_words("我的风格", "sdxl", "zh") == "thick paint"
        assert library.style_words("gongbi", "sdxl", "zh") == "my gongbi"
        assert library.negative_for(Scene((Subject("s1", "vase"),)), "sdxl") == "ugly"
    assert library.style_words("gongbi", "sdxl", "zh") != "my gongbi"


def test_own_entries_are_marked(tmp_path: Path) -> None:
    write(tmp_path, MINE)
    write(tmp_path, "# 我的\nred\n", "wildcards/mine.txt")
    found = listed(tmp_path)
    assert [entry.id for entry in found.styles if entry.own] == ["mine", "gongbi"]
    assert [entry.id for entry in found.wildcards if entry.own] == ["mine"]
    assert len(found.styles) == len(listed(None).styles) + 1


def test_a_change_is_seen(tmp_path: Path) -> None:
    path = write(tmp_path, MINE)
    assert library.at(tmp_path).style("mine").tags == "thick paint"
    path.write_text(MINE.replace("thick", "very thick"), encoding="utf-8")
    assert library.at(tmp_path).style("mine").tags == "very thick paint"
    path.unlink()
    assert library.at(tmp_path).find_style("mine") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[style.mine]\nen = "x"', "style.mine.tags"),
        ('[style.mine]\nen = ""\ntags = "x"', "style.mine.en"),
        ('[styles.mine]\nen = "x"', "styles"),
        ('[preset.mine]\nen = "x"\nscene = { colour = "red" }', "scene.colour"),
        ('[preset.mine]\nen = "x"\nsteps = 50', "preset.mine.steps"),
        ("[style.mine\nx = 1", "line 1"),
        ('[style.mine]\nen = "x"\ntags = "x"\nthemes = ["peple"]', "style.mine.themes: peple"),
        ('[preset.mine]\nen = "x"\nthemes = ["peple"]', "preset.mine.themes: peple"),
        ('[negative.mine]\nen = "x"\nwords = {}\nfields = ["wether"]', "fields: wether"),
    ],
)
def test_errors_name_file_and_entry(tmp_path: Path, text: str, told: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BadInput) as raised:
        library.at(tmp_path)
    assert raised.value.code == "library_file"
    assert str(path) in str(raised.value)
    assert told in str(raised.value)


def test_the_examples_of_the_docs_are_taken(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "prompts.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"```(toml|text)\n(.*?)```", page, re.DOTALL))
    write(tmp_path, blocks["toml"])
    write(tmp_path, blocks["text"], "wildcards/hats.txt")
    there = library.at(tmp_path)
    assert there.own == {"style.my-ink", "negative.pottery", "preset.postcard"}
    assert there.preset("明信片").fields["mood"] == "sunny"
    assert there.chinese("sunny") == "阳光明媚"
    assert len(lists_at(tmp_path).named("headwear").choices) == 3


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match=r"mine\.toml"):
        library.at(tmp_path)
