"""Pieces of an answer are whole characters, and together they are the answer."""

from collections.abc import Sequence

from danqing.language.local.transcript import Transcript
from danqing.language.thoughts import Thoughts


def spell(tokens: Sequence[int]) -> bytes:
    return bytes(tokens)


def test_half_a_character_is_never_shown() -> None:
    pieces: list[str] = []
    transcript = Transcript(spell, on_text=pieces.append)
    for byte in "a猫🙂é".encode() + "两".encode()[:2]:
        transcript.take([byte])
    assert transcript.close() == "a猫🙂é"
    assert pieces == ["a", "猫", "🙂", "é"]


def test_bytes_that_are_no_text_do_no_harm() -> None:
    transcript = Transcript(spell)
    transcript.take([0xFF, *b"ok"])
    assert transcript.close() == "\ufffdok"


def test_thinking_is_not_shown_and_its_end_is_known() -> None:
    pieces: list[str] = []
    transcript = Transcript(spell, Thoughts(), pieces.append)
    ends = []
    for token in b"<think>hm</think>\n\nyes":
        transcript.take([token])
        ends.append(transcript.end_of_thinking)
    assert set(ends) == {"", "</think>"}
    assert ends[-1] == ""
    assert transcript.close() == "yes" == "".join(pieces)


def test_an_answer_before_a_stray_end_of_thinking_is_taken_back() -> None:
    transcript = Transcript(spell, Thoughts())
    transcript.take(b"the user wants")
    transcript.take(b" a cat</think>yes")
    assert transcript.close() == "yes"
