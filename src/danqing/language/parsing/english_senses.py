"""English words of several senses: square, flat, glass, painting. What stands beside them tells which is meant."""

from collections.abc import Callable

from danqing.language.parsing.reader import DESCRIBING, Reader
from danqing.language.vocabulary.terms import Term
from danqing.language.vocabulary.themes import ANIMALS, PEOPLE

_Fits = Callable[[Reader, int], bool]


def sense(reader: Reader, i: int) -> None:
    """Gives token ``i`` the kind that it has here, where it is such a word."""
    token = reader.at(i)
    for fits, kind, value in _SENSES.get(token.text, ()):
        if fits(reader, i):
            token.kind, token.term = kind, Term(kind, value or token.text) if kind != "unknown" else None
    if token.is_han:
        return
    if token.kind == "unknown" and token.text.endswith("ly") and reader.kind(i + 1) in ("mood", "attribute", "colour"):
        token.kind = "intensifier"  # oddly wholesome
    if token.kind == "mood" and _is_of_somebody(reader, i):
        token.kind, token.term = "attribute", Term("attribute", token.text)


def _is_a_place(reader: Reader, i: int) -> bool:
    """Whether a square is one of a town: a public square, in a square."""
    described = reader.is_next(i) and reader.kind(i - 1) in ("unknown", "place")
    return described or (
        reader.kind(i - 1) == "determiner" and reader.at(i - 2).text in ("in", "on", "across", "around")
    )


def _is_a_thing(reader: Reader, i: int) -> bool:
    """Whether a word that is also a shape or a style ends a noun phrase here: a red square, a council flat."""
    if reader.kind(i) not in ("canvas", "style"):
        return False
    led = reader.kind(i - 1) in ("determiner", "number", "colour", "size", "subject", "unknown", "time")
    after = reader.at(i + 1)
    ends = after.kind in ("mark", "relation", "with") or after.text in ("is", "are", "in", "and", "above", "below")
    asked = reader.at(i - 1).text in ("as", "please")
    return led and reader.is_next(i) and ends and not asked


def _is_at_work(reader: Reader, i: int) -> bool:
    """Whether somebody before token ``i`` draws something: a robot drawing a heart."""
    return reader.kind(i - 1) == "subject" and reader.is_next(i) and reader.kind(i + 1) in ("determiner", "number")


def _is_picture(reader: Reader, i: int) -> bool:
    return reader.kind(i - 1) in ("determiner", "artist", "style") or reader.at(i + 1).text == "of"


def _is_of_a_wall(reader: Reader, i: int) -> bool:
    """Whether wallpaper is told with its looks: striped wallpaper, wallpaper with roses."""
    if reader.kind(i) != "canvas":
        return False
    return reader.at(i + 1).text == "with" or (reader.kind(i - 1) in ("attribute", "colour") and reader.is_next(i))


def _is_of_whom(reader: Reader, i: int) -> bool:
    """Whether night is a part of what somebody or a vehicle is called: a night nurse, a night train."""
    term = reader.at(i + 1).term
    themes = (*PEOPLE, "vehicles")
    return term is not None and term.type == "subject" and reader.is_next(i + 1) and term.theme in themes


def _is_before_thing(reader: Reader, i: int) -> bool:
    """Whether what follows is a thing or a ground, which it gives its colour."""
    following = reader.at(i + 1)
    return reader.is_next(i + 1) and (following.kind == "subject" or following.text in ("background", "backdrop"))


def _is_painted(reader: Reader, i: int) -> bool:
    """Whether sky or water is told with its colour: a gold sky, the water is green."""
    being = reader.at(i + 1).text in ("is", "are", "in") and reader.kind(i + 2) == "colour"
    return being or (reader.kind(i - 1) == "colour" and reader.is_next(i))


def _is_of_somebody(reader: Reader, i: int) -> bool:
    """Whether a feeling is said of who comes next: a friendly seal."""
    at = i + 1
    while reader.kind(at) in (*DESCRIBING, "time") and reader.is_next(at):
        at += 1
    term = reader.at(at).term
    living = term is not None and term.theme in (*PEOPLE, *ANIMALS) and reader.kind(at) == "subject"
    return living and reader.is_next(at)


def _is_giant(reader: Reader, i: int) -> bool:
    return reader.kind(i - 1) in ("determiner", "attribute") and _ends(reader, i)


def _is_before_looks(reader: Reader, i: int) -> bool:
    return reader.is_next(i + 1) and reader.kind(i + 1) in (*DESCRIBING, "subject")


def _is_full(reader: Reader, i: int) -> bool:
    return reader.kind(i) == "material" and reader.at(i + 1).text == "of"


def _is_done(reader: Reader, i: int) -> bool:
    """Whether somebody before token ``i`` does it to what follows: a fox drinks tea."""
    return reader.kind(i - 1) == "subject" and reader.kind(i + 1) in ("subject", "determiner")


def _is_medium(reader: Reader, i: int) -> bool:
    """Whether it stands alone between marks, as a medium does: a knight, oil."""
    return reader.kind(i - 1) == "mark" and reader.kind(i + 1) == "mark"


def _is_played(reader: Reader, i: int) -> bool:
    return reader.kind(i - 1) == "subject" and reader.is_next(i)


def _ends(reader: Reader, i: int) -> bool:
    """Whether a noun phrase ends with token ``i``: its verb follows, or nothing."""
    following = reader.at(i + 1)
    return (
        not reader.is_next(i + 1)
        or following.kind in ("mark", "relation", "inside", "with", "conjunction", "verb")
        or (following.kind in ("attribute", "unknown") and following.text.endswith("ing"))
    )


_SENSES: dict[str, tuple[tuple[_Fits, str, str], ...]] = {
    "square": ((_is_a_place, "place", ""), (_is_a_thing, "subject", "")),  # a public square; a red square
    "flat": ((_is_a_thing, "place", ""),),  # a council flat
    "night": ((_is_of_whom, "unknown", ""),),  # a night nurse
    "charcoal": ((_is_before_thing, "colour", ""),),
    "painting": ((_is_picture, "style", ""), (_is_at_work, "verb", "")),
    "drawing": ((_is_at_work, "verb", ""),),
    "writing": ((_is_at_work, "verb", ""),),
    "glass": ((_is_full, "subject", ""),),
    "tin": ((_is_full, "subject", ""),),
    "drinks": ((_is_done, "verb", "drinking"),),
    "does": ((lambda _reader, _i: True, "unknown", ""),),
    "goes": ((lambda _reader, _i: True, "unknown", ""),),
    "playing cards": ((_is_played, "attribute", ""),),  # two hares playing cards
    "oil": ((_is_medium, "style", "oil painting"),),
    "oils": ((_is_medium, "style", "oil painting"),),
    "plain": ((_is_before_looks, "attribute", ""),),
    "wallpaper": ((_is_of_a_wall, "subject", ""),),
    "sky": ((_is_painted, "subject", ""),),
    "the sky": ((_is_painted, "subject", "sky"),),
    "water": ((_is_painted, "subject", ""),),
    "giant": ((_is_giant, "subject", ""),),
}
"""By word: in which case it is of which kind, and its canonical English where that is another word."""
