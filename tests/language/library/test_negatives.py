"""Negatives suit the family and the scene, and never name what is wanted."""

import pytest

from danqing.core.scene import Scene, Subject
from danqing.language import library
from danqing.language.library import negative_for


def of(*kinds: str) -> Scene:
    """A scene with these subjects."""
    return Scene(tuple(Subject(f"s{number}", kind) for number, kind in enumerate(kinds, start=1)))


@pytest.mark.parametrize("dialect", ["sd15", "sdxl", "sd3", "qwen-image", "another"])
def test_the_base_comes_first(dialect: str) -> None:
    assert negative_for(of("vase"), dialect).startswith("blurry, low quality")


@pytest.mark.parametrize("dialect", ["flux", "z-image", "starter"])
def test_nothing_for_models_that_read_none(dialect: str) -> None:
    assert negative_for(Scene(of("girl").subjects, style="line art"), dialect) == ""


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("girl", "extra fingers"),
        ("old men", "extra fingers"),
        ("female courier", "extra fingers"),
        ("orange cat", "extra legs"),
        ("pagoda", "distorted perspective"),
        ("perfume bottle", "scratches"),
    ],
)
def test_subjects_bring_their_theme(kind: str, words: str) -> None:
    assert words in negative_for(of(kind), "sdxl")
    assert words not in negative_for(of("vase"), "sdxl")


def test_words_in_the_picture_bring_theirs() -> None:
    assert "misspelled text" in negative_for(Scene(of("vase").subjects, text="Hello"), "sd3")


def test_a_style_excludes_its_opposite() -> None:
    assert "shading" in negative_for(Scene(of("vase").subjects, style="line art"), "sdxl")
    assert "shading" in negative_for(Scene(of("vase").subjects, medium="线稿"), "sdxl")
    assert "shading" in negative_for(Scene(of("vase").subjects, style="minimal, line art"), "sdxl")


def test_nothing_that_is_wanted() -> None:
    scene = Scene(of("vase").subjects, style="line art", lighting="soft shading", composition="cropped")
    terms = negative_for(scene, "sd15").split(", ")
    assert "shading" not in terms
    assert "cropped" not in terms
    assert "out of frame" in terms


def test_further_themes() -> None:
    assert "caption" in negative_for(of("vase"), "sdxl", ["clear-text"])
    assert "caption" not in negative_for(Scene(of("vase").subjects, text="Hi"), "sdxl", ["clear-text"])
    assert negative_for(of("vase"), "sdxl", ["no such theme"]) == negative_for(of("vase"), "sdxl")


def test_nothing_stands_twice() -> None:
    terms = negative_for(of("girl", "cat", "dragon"), "sd15").split(", ")
    assert len(terms) == len(set(terms))


def test_the_library_in_use_ends_with_its_block() -> None:
    bare = library.entries.Library({}, {"base": library.entries.Negative(en="b", words={"all": "bad"})}, {})
    with library.using(bare):
        assert negative_for(of("girl"), "sdxl") == "bad"
    assert negative_for(of("girl"), "sdxl") != "bad"
