"""What the package brings is whole, and is found by every name it has."""

from collections import Counter

import pytest

from danqing.core.errors import BadInput
from danqing.language import library
from danqing.language.library.entries import names

OURS = library.at(None)
DIALECTS = {"sd15", "sdxl", "sd3", "flux", "qwen-image", "z-image"}


def test_there_are_enough() -> None:
    assert len(OURS.styles) >= 40
    assert len(OURS.presets) >= 12
    assert {"base", "people", "animals", "architecture", "product", "text"} <= set(OURS.negatives)


@pytest.mark.parametrize("id", OURS.styles)
def test_a_style_speaks_both_languages(id: str) -> None:
    style = OURS.styles[id]
    assert style.tags.isascii() or "ü" in style.tags
    assert style.en in style.tags
    assert not style.prose.isascii()
    assert not style.zh.isascii() or style.zh == "Q版"
    assert set(style.families) <= DIALECTS
    assert set(style.themes) <= set(OURS.negatives)


@pytest.mark.parametrize("id", OURS.presets)
def test_a_preset_names_what_exists(id: str) -> None:
    preset = OURS.presets[id]
    assert set(preset.themes) <= set(OURS.negatives)
    assert preset.zh
    if "style" in preset.fields:
        assert OURS.style(preset.fields["style"]).en == preset.fields["style"]
    for field, phrase in preset.fields.items():
        assert "," not in phrase
        assert field == "canvas" or OURS.chinese(phrase)


@pytest.mark.parametrize("entries", [OURS.styles, OURS.presets], ids=["styles", "presets"])
def test_no_name_means_two_things(entries: dict[str, library.entries.Entry]) -> None:
    words: Counter[str] = Counter()
    for id, entry in entries.items():
        words.update({word.casefold() for word in names({id: entry})})
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize("name", ["ink-wash", "Ink Wash Painting", "水墨画", "水墨", " sumi-e "])
def test_found_by_any_name(name: str) -> None:
    assert OURS.style(name) is OURS.styles["ink-wash"]


def test_unknown_names_are_told_with_near_ones() -> None:
    with pytest.raises(BadInput, match=r"no style called gongby\. Near it: gongbi"):
        OURS.style("gongby")
    with pytest.raises(BadInput, match="poster"):
        OURS.preset("postr")


def test_words_of_a_style() -> None:
    assert library.style_words("gongbi", "sd15", "zh").startswith("gongbi painting, fine ink outlines")
    assert library.style_words("gongbi", "qwen-image", "zh").startswith("工笔画风格")
    assert library.style_words("gongbi", "qwen-image", "en").startswith("gongbi painting")
    assert library.style_words("my aunt's style", "flux", "en") == "my aunt's style"


def test_words_of_several_styles() -> None:
    assert library.style_words("low poly, mine, neon", "sdxl", "en").startswith("low poly 3d art")
    assert library.style_words("low poly, mine", "sdxl", "en").endswith("clean colours, mine")
    assert library.style_words("水墨、mine", "z-image", "zh").endswith("留白自然，mine")


def test_what_was_said_is_kept() -> None:
    assert library.style_words("sumi-e", "sdxl", "en").startswith("sumi-e, ink wash painting")
    assert library.style_words("水墨", "sdxl", "zh").startswith("ink wash painting")
