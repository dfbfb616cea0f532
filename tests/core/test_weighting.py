"""The weight syntax: read as it is meant, written back, and never at a loss."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from danqing.core.weighting import LIMIT, Piece, escape, parse, plain, render

WORDS = st.text(alphabet="abc ,.", min_size=1, max_size=8).filter(str.strip)
SYNTAX = st.lists(st.sampled_from([*"ab (:)[]\\1.,\n-猫", "BREAK", " BREAK ", ":1.3)"]), max_size=30).map("".join)
NUMBERS = st.floats(0.01, 4).map(lambda value: round(value, 2))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a red hat", [("a red hat", 1.0)]),
        ("a (red) hat", [("a ", 1.0), ("red", 1.1), (" hat", 1.0)]),
        ("a (red:1.5) hat", [("a ", 1.0), ("red", 1.5), (" hat", 1.0)]),
        ("[fog], hill", [("fog", 0.909091), (", hill", 1.0)]),
        ("((hat)) [[fog]]", [("hat", 1.21), (" ", 1.0), ("fog", 0.826446)]),
        ("(a (hat:1.5) b:2)", [("a ", 2.0), ("hat", 3.0), (" b", 2.0)]),
        ("(one)(two)", [("onetwo", 1.1)]),
        (r"smile \(art\) \[x\] \\", [("smile (art) [x] \\", 1.0)]),
        (r"a\b", [("a\\b", 1.0)]),
        ("(open", [("open", 1.1)]),
        ("closed) here]", [("closed) here]", 1.0)]),
        ("ratio 16:9, x:1.5)", [("ratio 16:9, x:1.5)", 1.0)]),
        ("(x:1.2.3)", [("x:1.2.3", 1.1)]),
        ("(x: +1.5 )", [("x", 1.5)]),
        ("", []),
    ],
)
def test_reads_the_syntax(text: str, pieces: list[tuple[str, float]]) -> None:
    assert [(piece.text, piece.weight) for section in parse(text) for piece in section] == pieces


def test_breaks_make_sections_also_inside_brackets() -> None:
    assert parse("a hill BREAK a (boat BREAK sea:1.2)") == (
        (Piece("a hill"),),
        (Piece("a "), Piece("boat", 1.2)),
        (Piece("sea", 1.2),),
    )
    assert parse("BREAKFAST, breaks") == ((Piece("BREAKFAST, breaks"),),)
    assert parse("BREAK a BREAK BREAK") == ((Piece("a"),),)


def test_nothing_in_escaped_text_is_syntax() -> None:
    assert escape("a (b:1.5) [c]") == r"a \(b:1.5\) \[c\]"
    assert plain("a (red:1.5) hat BREAK sea") == "a red hat, sea"


@given(st.one_of(st.text(), SYNTAX))
@example("((" * 4000 + "x" + "))" * 4000)
@example(f"(x:{'9' * 400})")
@example("(BRE)(AK)x")
def test_any_text_is_read_and_what_was_read_is_written_and_read_the_same(text: str) -> None:
    sections = parse(text)
    assert all(abs(piece.weight) <= LIMIT for section in sections for piece in section)
    assert parse(render(sections)) == sections


@given(SYNTAX)
def test_escapes_survive(text: str) -> None:
    meant = " ".join(text.replace("BREAK", "break").split())
    for written in (escape(meant), render([[Piece(meant)]])):
        assert parse(written) == (((Piece(meant),) if meant else ()),)
    if meant:
        assert parse(f"({escape(meant)}:1.5)") == ((Piece(meant, 1.5),),)


@given(WORDS, st.lists(st.one_of(NUMBERS, st.just("("), st.just("[")), max_size=6))
def test_nested_weights_multiply(word: str, brackets: list[float | str]) -> None:
    text, product = word.strip(), 1.0
    for bracket in brackets:
        match bracket:
            case "(":
                text, product = f"({text})", product * 1.1
            case "[":
                text, product = f"[{text}]", product / 1.1
            case _:
                text, product = f"({text}:{bracket})", product * float(bracket)
    (piece,) = parse(text)[0]
    assert piece.text == word.strip()
    assert piece.weight == pytest.approx(min(product, LIMIT), abs=1e-6)
