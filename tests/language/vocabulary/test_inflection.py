"""English forms by rules."""

import pytest

from danqing.language.vocabulary.inflection import IRREGULAR, compared, forms, plural, singular, unaccented

PLURALS = [
    "cats",
    "boxes",
    "berries",
    "leaves",
    "firemen",
    "geese",
    "dishes",
    "old women",
    "buses",
    "toys",
    "potatoes",
    "fish",
]
NOUNS = ["cat", "box", "berry", "leaf", "fireman", "goose", "dish", "old woman", "bus", "toy", "potato", "fish"]


@pytest.mark.parametrize(("noun", "several"), list(zip(NOUNS, PLURALS, strict=True)))
def test_plurals(noun: str, several: str) -> None:
    assert plural(noun) == several


@pytest.mark.parametrize("noun", [*(n for n in NOUNS if n != "bus"), *IRREGULAR])
def test_the_singular_of_a_plural_is_the_noun(noun: str) -> None:
    assert singular(plural(noun)) == noun


@pytest.mark.parametrize("word", ["glass", "cactus", "grass", "iris", "gas", "cat", "physics"])
def test_what_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("ing", "some"),
    [
        ("running", {"run", "runs", "ran"}),
        ("making", {"make", "makes", "maked"}),
        ("jumping", {"jump", "jumps", "jumped"}),
        ("carrying", {"carry", "carries", "carried"}),
        ("reading a book", {"read a book", "reads a book"}),
        ("lying", {"lie", "lies", "lay"}),
        ("smiling", {"smile", "smiles", "smiled"}),
    ],
)
def test_forms_of_verbs(ing: str, some: set[str]) -> None:
    assert some <= set(forms(ing))


@pytest.mark.parametrize("word", ["red", "king", "ring", "spring"])
def test_what_is_no_verb_has_no_forms(word: str) -> None:
    assert forms(word) == ()


@pytest.mark.parametrize(
    ("word", "plain"), [("bigger", "big"), ("foggiest", "foggy"), ("darker", "dark"), ("red", None)]
)
def test_comparisons(word: str, plain: str | None) -> None:
    assert compared(word) == plain


def test_accents_are_left_out() -> None:
    assert [unaccented(word) for word in ("café", "beksiński", "małgorzata", "cat")] == [
        "cafe",
        "beksinski",
        "malgorzata",
        "cat",
    ]
