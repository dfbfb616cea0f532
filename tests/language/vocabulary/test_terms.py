"""Word lists: what is read, what is refused, and the forms that code adds."""

import os
from pathlib import Path

import pytest

from danqing.core.errors import BadInput
from danqing.language.preprocess import normalise
from danqing.language.vocabulary import terms
from danqing.language.vocabulary.terms import Vocabulary, read, vocabulary


def listed(folder: Path, text: str, name: str = "things.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def name(known: Vocabulary, word: str) -> str | None:
    term = known.get(word)
    return term.name if term is not None else None


def test_an_entry_is_a_term_under_each_of_its_words(tmp_path: Path) -> None:
    found = read(
        [listed(tmp_path, '[place]\n"snowy peak" = { words = ["雪峰", "Snow Peak"], implies = ["weather=snow"] }\n')]
    )
    term = found["snowy peak"]
    assert (term.type, term.name, term.implies, term.theme) == ("place", "snowy peak", ("weather=snow",), "things")
    assert found["雪峰"] is found["Snow Peak"] is term
    assert term.chinese == "雪峰"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[subject\n", "vocabulary_file"),
        ('[animal]\ncat = ["猫"]\n', "vocabulary_type"),
        ("subject = 1\n", "vocabulary_type"),
        ('[subject]\ncat = "猫"\n', "vocabulary_entry"),
        ("[subject]\ncat = [1]\n", "vocabulary_entry"),
        ('[subject]\ncat = [""]\n', "vocabulary_entry"),
        ('[subject]\ncat = { word = ["猫"] }\n', "vocabulary_entry"),
        ('[subject]\ncat = { words = ["猫"], implies = ["night"] }\n', "vocabulary_implies"),
        ('[subject]\ncat = { words = ["猫"], implies = ["colour=red"] }\n', "vocabulary_implies"),
        ('[subject]\ncat = ["猫"]\nlion = ["猫"]\n', "vocabulary_twice"),
        ('[subject]\ncat = ["猫"]\n[place]\ncat = ["猫咖"]\n', "vocabulary_twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(tmp_path: Path, text: str, key: str) -> None:
    path = listed(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        read([path])
    assert caught.value.key == key
    assert str(path) in caught.value.message("zh")


def test_a_word_in_two_files_is_refused(tmp_path: Path) -> None:
    one, two = (
        listed(tmp_path, '[subject]\ncat = ["猫"]\n'),
        listed(tmp_path, '[subject]\nlion = ["猫"]\n', "wild.toml"),
    )
    with pytest.raises(BadInput, match=r"subject\.lion"):
        read([one, two])


def test_forms_are_known_unless_they_are_words_of_their_own(tmp_path: Path) -> None:
    text = '[subject]\nwolf = ["狼"]\nfly = []\n[attribute]\nflying = ["飞"]\n[verb]\nriding = ["骑"]\n'
    known = Vocabulary(read([listed(tmp_path, text)]), {})
    found = {word: known.get(word) for word in ("wolves", "rides", "rode", "flies", "fly", "flew", "wolfs", "xyz")}
    assert {word: term and (term.type, term.name) for word, term in found.items()} == {
        "wolves": ("subject", "wolf"),
        "rides": ("verb", "riding"),
        "rode": ("verb", "riding"),
        "flies": ("subject", "fly"),
        "fly": ("subject", "fly"),
        "flew": ("attribute", "flying"),
        "wolfs": ("subject", "wolf"),
        "xyz": None,
    }


def test_hyphens_are_spaces(tmp_path: Path) -> None:
    known = Vocabulary(read([listed(tmp_path, '[style]\nlow-poly = ["低多边形"]\n')]), {})
    assert name(known, "low poly") == "low-poly"


@pytest.mark.parametrize(
    ("word", "kept"), [("红灯笼", False), ("木桥", False), ("木马", True), ("小狗", True), ("老狗", True)]
)
def test_a_noun_with_its_looks_is_read_as_two_words(tmp_path: Path, word: str, kept: bool) -> None:
    text = """
[subject]
lantern = ["灯笼", "红灯笼"]
bridge = ["桥"]
"wooden bridge" = ["木桥"]
"rocking horse" = ["木马"]
horse = ["马"]
[colour]
red = ["红"]
[material]
wooden = ["木"]
[size]
small = ["小"]
[attribute]
old = ["老"]
"""
    things = listed(tmp_path, text)
    animals = listed(tmp_path, '[subject]\ndog = ["狗", "小狗", "老狗"]\n', "mammals.toml")
    assert (Vocabulary(read([things, animals]), {}).get(word) is not None) is kept


def test_the_houses_lists_hold_together() -> None:
    known = terms._house()
    for word, term in known.items():
        assert word.lower() == normalise(word), f"{term.theme}: {word}"
    assert len(vocabulary()) == len({id(term) for term in known.values()})


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    own = listed(tmp_path, '[subject]\nzorblat = ["佐布拉"]\n')
    assert name(vocabulary(own), "佐布拉") == "zorblat"
    own.write_text('[subject]\nquux = ["佐布拉"]\n', "utf-8")
    os.utime(own, (1, 1))
    assert name(vocabulary(own), "佐布拉") == "quux"


def test_two_spellings_of_one_word_are_one(tmp_path: Path) -> None:
    text = '[subject]\nbridge = ["桥"]\n"wooden bridge" = ["wooden-bridge"]\n[material]\nwooden = ["木"]\n'
    assert name(Vocabulary(read([listed(tmp_path, text)]), {}), "wooden bridge") is None
