"""Wildcards: what is drawn, how often, and that no text breaks them."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danqing.core.errors import BadInput
from danqing.language.library.wildcard_lists import WordLists, lists_at
from danqing.language.library.wildcards import MAX_DEPTH, MAX_DRAWS, check, expand, has_wildcards

OURS = lists_at(None)
PIECES = st.sampled_from(
    [
        "{",
        "}",
        "|",
        "｛",
        "｜",
        "｝",
        "__",
        "__colours__",
        "__颜色__",
        "__no__",
        "2::",
        "0::",
        "\\",
        "a",
        " ",
        "猫",
        "_",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join)


def one(text: str, seed: int | str = 1, lists: WordLists = OURS) -> str:
    """One draw."""
    return expand(text, seed, lists, 4000)


def lists(home: Path, **files: str) -> WordLists:
    """The package's word lists and these."""
    for name, text in files.items():
        path = home / "library" / "wildcards" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return lists_at(home)


def test_every_option_comes() -> None:
    assert {one("a {red|blue} cat", seed) for seed in range(30)} == {"a red cat", "a blue cat"}
    assert {one("一只｛红｜蓝｝猫", seed) for seed in range(30)} == {"一只红猫", "一只蓝猫"}


def test_options_may_be_empty_and_nested() -> None:
    drawn = {one("{|{dark|light} red |blue}!", seed) for seed in range(60)}
    assert drawn == {"!", "dark red!", "light red!", "blue!"}


def test_weights() -> None:
    drawn = Counter(one("{3::red|blue|0::never}", seed) for seed in range(2000))
    assert drawn["never"] == 0
    assert 2.5 < drawn["red"] / drawn["blue"] < 3.6
    assert one("{0::red|0::red}") == "red"


def test_lists_come_in_the_language_of_the_text() -> None:
    english, chinese = one("a __animals__", 5), one("一只__动物__", 5)
    assert english.isascii()
    assert not chinese.isascii()
    assert "一只" + {c.en: c.zh for c in OURS.named("animals").choices}[english.removeprefix("a ")] == chinese
    assert not one("画__animals__", 5).isascii()


def test_the_same_wildcard_twice_is_drawn_twice() -> None:
    drawn = [one("{a|b|c|d}{a|b|c|d}", seed) for seed in range(40)]
    assert any(pair[0] != pair[1] for pair in drawn)


def test_what_else_stands_in_the_text_shifts_nothing() -> None:
    for seed in range(20):
        assert one("{x|y} a __colours__ cat", seed).endswith(one("a __colours__ cat", seed))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\{a|b\}", "{a|b}"),
        (r"\__colours__", "__colours__"),
        ("{only one}", "{only one}"),
        ("{a {b} c}", "{a {b} c}"),
        ("a | b", "a | b"),
        ("} {", "} {"),
        ("{a|b", "{a|b"),
        (r"{a\|b}", "{a|b}"),
        ("I ___ you ____", "I ___ you ____"),
        ("(cat:1.2) [dog] \\(x\\)", "(cat:1.2) [dog] \\(x\\)"),
    ],
)
def test_what_is_no_wildcard_stays(text: str, plain: str) -> None:
    assert one(text) == plain
    assert not has_wildcards(text)


def test_own_lists(tmp_path: Path) -> None:
    own = lists(
        tmp_path,
        colours="# 我的颜色\nteal = 蓝绿\n\n# a remark\n",
        hats="{big|small} hat\n3::__colours__ cap",
        **{"clothes/shoes": "boots"},
    )
    assert one("__colours__", lists=own) == "teal"
    assert one("一双__我的颜色__的__clothes/shoes__", lists=own) == "一双蓝绿的boots"
    assert {one("__hats__", seed, own) for seed in range(60)} == {"big hat", "small hat", "teal cap"}


def test_unknown_lists_are_told_with_near_ones() -> None:
    with pytest.raises(BadInput, match=r"__colurs__\. Near it: colours"):
        one("a __colurs__ cat")
    with pytest.raises(BadInput, match="no word list"):
        check("{cat|__nothing__}", OURS)


def test_lists_within_themselves(tmp_path: Path) -> None:
    own = lists(tmp_path, one="__two__", two="fine\n{x|__one__}")
    with pytest.raises(BadInput, match="one → two → one"):
        check("__one__", own)
    for seed in range(20):
        try:
            assert one("__one__", seed, own) in ("fine", "x")
        except BadInput as error:
            assert error.code == "wildcard_cycle"


def test_what_grows_without_end_is_stopped(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(20)]
    own = lists(tmp_path, **{name: f"__n{number + 1}__ " * 2 for number, name in enumerate(names)}, n20="end")
    with pytest.raises(BadInput) as raised:
        one("__n0__", lists=own)
    assert raised.value.code == "wildcard_many"
    assert str(MAX_DRAWS) in str(raised.value)
    with pytest.raises(BadInput) as raised:
        one("{a|" * (MAX_DEPTH + 1))
    assert raised.value.code == "wildcard_deep"
    with pytest.raises(BadInput) as raised:
        expand("{aaaa|bbbb}" * 10, 1, OURS, 39)
    assert raised.value.code == "text_too_long"


def test_lists_deeper_than_allowed(tmp_path: Path) -> None:
    deep = {f"d{number}": f"__d{number + 1}__" for number in range(MAX_DEPTH + 2)}
    own = lists(tmp_path, **deep, **{f"d{MAX_DEPTH + 2}": "end"})
    for attempt in (check, lambda text, own: one(text, lists=own)):
        with pytest.raises(BadInput) as raised:
            attempt("__d0__", own)
        assert raised.value.code == "wildcard_deep"


def test_a_list_that_is_no_text(tmp_path: Path) -> None:
    lists(tmp_path, mine="x")
    (tmp_path / "library" / "wildcards" / "mine.txt").write_bytes(b"\xff\xff")
    with pytest.raises(BadInput, match=r"mine\.txt"):
        lists_at(tmp_path)


@given(TEXTS, st.integers(0, 2**53))
def test_any_text_is_drawn_alike_bounded_and_without_crash(text: str, seed: int) -> None:
    try:
        drawn = expand(text, seed, OURS, 200)
    except BadInput as error:
        assert error.code in ("wildcard_unknown", "wildcard_deep", "text_too_long", "wildcard_many")
        return
    assert len(drawn) <= max(200, len(text))
    assert drawn == expand(text, seed, OURS, 200)


@given(TEXTS)
def test_what_the_check_lets_through_can_be_drawn(text: str) -> None:
    try:
        check(text, OURS)
    except BadInput:
        return
    for seed in range(5):
        expand(text, seed, OURS, 10**6)


@given(st.text(alphabet=st.characters(exclude_characters="{}｛｝_\\|｜"), max_size=80))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert one(text) == text
