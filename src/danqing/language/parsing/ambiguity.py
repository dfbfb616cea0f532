"""Words that are a thing or how a thing looks: cream, walnut, 珍珠. What stands beside them tells which."""

from danqing.language.parsing.reader import DESCRIBING, Reader
from danqing.language.vocabulary.terms import ANIMALS, FOOD, PEOPLE, Term

_HOLDING = frozenset(
    "bottle bottles glass glasses cup cups mug jar jars jug bowl box basket plate pot bag bar bunch slice piece field "
    "sprig bouquet vase cone tin tray".split()
)
_BEFORE_NOUNS = ("determiner", "number", "colour", "material", "size")
_BECOMING = ("换成", "改成", "变成", "改为", "into", "of", "in", "on")


def settle(reader: Reader) -> None:
    """Gives such words, where they describe something, the kind ``colour`` or ``material``."""
    for i in range(reader.size):
        token = reader.at(i)
        if _is_deed(reader, i) or token.text in ("does", "goes"):
            token.kind, token.term = "unknown", None
        if token.text == "square" and _is_a_place(reader, i):
            token.kind, token.term = "place", Term("place", token.text)  # a public square, not the picture's shape
        if token.text == "square" and token.kind == "canvas" and _is_a_thing(reader, i):
            token.kind, token.term = "subject", Term("subject", token.text)
        if token.text == "flat" and token.kind == "style" and _is_a_thing(reader, i):
            token.kind, token.term = "place", Term("place", token.text)  # a council flat
        if token.text == "night" and token.kind == "time" and _is_of_whom(reader, i):
            token.kind, token.term = "unknown", None  # a night nurse
        if token.text == "charcoal" and reader.is_next(i + 1) and _is_ground_or_thing(reader, i + 1):
            token.kind, token.term = "colour", Term("colour", token.text)
        if token.text == "painting" and (
            reader.kind(i - 1) in ("determiner", "artist", "style") or reader.at(i + 1).text == "of"
        ):
            token.kind, token.term = "style", Term("style", token.text)
        if token.text in ("glass", "tin") and token.kind == "material" and reader.at(i + 1).text == "of":
            token.kind, token.term = "subject", Term("subject", token.text)
        if token.kind == "material" and not token.is_han and _is_ground(reader, i):
            token.kind, token.term = "subject", Term("subject", token.value)
        if (
            token.text.endswith("ly")
            and token.kind == "unknown"
            and reader.kind(i + 1) in ("mood", "attribute", "colour")
        ):
            token.kind = "intensifier"  # oddly wholesome
        if (
            token.text == "drinks"
            and reader.kind(i - 1) == "subject"
            and reader.kind(i + 1) in ("subject", "determiner")
        ):
            token.kind, token.term = "verb", Term("verb", "drinking")
        if token.text in ("oil", "oils") and reader.kind(i - 1) == "mark" and reader.kind(i + 1) == "mark":
            token.kind, token.term = "style", Term("style", "oil painting")
        if token.text in ("drawing", "painting", "writing") and _is_at_work(reader, i):
            token.kind, token.term = "verb", Term("verb", token.text)
        if token.text == "plain" and reader.is_next(i + 1) and reader.kind(i + 1) in (*DESCRIBING, "subject"):
            token.kind, token.term = "attribute", Term("attribute", token.text)
        if token.text == "wallpaper" and token.kind == "canvas" and _is_of_a_wall(reader, i):
            token.kind, token.term = "subject", Term("subject", token.text)
        if token.text in ("壁纸", "墙纸") and "墙" in reader.text[: token.start]:
            token.kind, token.term = "subject", Term("subject", "wallpaper")  # of a room, not of a telephone
        if not token.is_han and token.text in ("sky", "the sky", "water") and _is_painted(reader, i):
            token.kind, token.term = "subject", Term("subject", token.value)
        if token.kind == "mood" and not token.is_han and _is_of_somebody(reader, i):
            token.kind, token.term = "attribute", Term("attribute", token.text)
        if token.text == "giant" and reader.kind(i - 1) in ("determiner", "attribute") and _ends(reader, i):
            token.kind, token.term = "subject", Term("subject", token.text)
        if token.kind == "colour" and token.may_be("tint") and _is_described(reader, i):
            token.kind, token.term = "subject", Term("subject", token.text)
        if token.text in ("青", "青色") and token.kind == "colour" and _is_of_a_plant(reader, i):
            token.term = Term("colour", "green")
        if token.may_be("feeling") and token.kind not in ("mood", "taken") and _is_alone(reader, i):
            token.kind, token.term = "mood", Term("mood", token.text if not token.is_han else token.value)
        kind = "colour" if token.may_be("tint") else "material" if token.may_be("stuff") else None
        beside = kind is not None and _is_beside(reader, i, kind)
        if kind is None or not (
            token.kind in ("subject", "unknown")
            or (beside and token.text == "sand")
            or (beside and token.kind == "style")
        ):
            continue
        if beside or _describes(reader, i) or _is_become(reader, i):
            token.kind = kind
            token.term = Term(kind, token.text if not token.is_han else token.value)


def _is_ground(reader: Reader, i: int) -> bool:
    """Whether a material is what something is on: on wet asphalt, at the end of its phrase."""
    first = i
    while reader.kind(first - 1) in ("attribute", "determiner", "size", "weather") and reader.is_next(first):
        first -= 1
    return reader.kind(i + 1) == "mark" and reader.kind(first - 1) == "relation" and first < i


def _is_alone(reader: Reader, i: int) -> bool:
    """Whether a look is a clause by itself, or is joined with other looks that are: 疲惫又坚韧; sunny and funny."""
    first, last = i, i + 1
    while reader.kind(first - 1) in ("intensifier", "mood", "conjunction") or _joins(reader, first - 1):
        first -= 1
    while (
        reader.kind(last) in ("intensifier", "mood", "conjunction", "attribute", "particle", "measure")
        or reader.at(last).may_be("feeling")
        or _joins(reader, last)
    ):
        last += 1
    last += reader.at(last).text in ("please", "pls", "plz", "thanks", "though", "too")
    return reader.kind(first - 1) in ("mark", "taken") and reader.kind(last) == "mark"


def _is_a_thing(reader: Reader, i: int) -> bool:
    """Whether a word that is also a shape or a style ends a noun phrase here: a red square, a council flat."""
    led = reader.kind(i - 1) in ("determiner", "number", "colour", "size", "subject", "unknown", "time")
    after = reader.at(i + 1)
    ends = after.kind in ("mark", "relation", "with") or after.text in ("is", "are", "in", "and", "above", "below")
    asked = reader.at(i - 1).text in ("as", "please")
    return led and reader.is_next(i) and ends and not asked


def _is_at_work(reader: Reader, i: int) -> bool:
    """Whether somebody before token ``i`` draws something: a robot drawing a heart."""
    return reader.kind(i - 1) == "subject" and reader.is_next(i) and reader.kind(i + 1) in ("determiner", "number")


def _is_of_a_wall(reader: Reader, i: int) -> bool:
    """Whether wallpaper is told with its looks: striped wallpaper, wallpaper with roses."""
    return reader.at(i + 1).text == "with" or (reader.kind(i - 1) in ("attribute", "colour") and reader.is_next(i))


def _is_of_whom(reader: Reader, i: int) -> bool:
    """Whether night is a part of what somebody or a vehicle is called: a night nurse, a night train."""
    term = reader.at(i + 1).term
    themes = (*PEOPLE, "vehicles")
    return term is not None and term.type == "subject" and reader.is_next(i + 1) and term.theme in themes


def _is_ground_or_thing(reader: Reader, i: int) -> bool:
    return reader.kind(i) == "subject" or reader.at(i).text in ("background", "backdrop")


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


def _ends(reader: Reader, i: int) -> bool:
    """Whether a noun phrase ends with token ``i``: its verb follows, or nothing."""
    following = reader.at(i + 1)
    return (
        not reader.is_next(i + 1)
        or following.kind in ("mark", "relation", "inside", "with", "conjunction", "verb")
        or (following.kind in ("attribute", "unknown") and following.text.endswith("ing"))
    )


def _joins(reader: Reader, i: int) -> bool:
    return reader.at(i).text in ("but", "yet", "又", "却", "但", "也", "又是")


def _is_deed(reader: Reader, i: int) -> bool:
    """Whether the form of a verb is a noun here: a walk, the vault."""
    token, before = reader.at(i), reader.kind(i - 1)
    if token.is_han or token.term is None or token.kind not in ("attribute", "verb") or not reader.is_next(i):
        return False
    if token.text.endswith("s") and reader.kind(i + 1) in ("determiner", "number"):
        return False  # one wears a hat
    inflected = token.value.partition(" ")[0].endswith("ing") and not token.text.partition(" ")[0].endswith("ing")
    listed = any(token.text == word.lower() for word in token.term.words)
    return inflected and not listed and before in _BEFORE_NOUNS and reader.kind(i + 1) != "subject"


def _is_a_place(reader: Reader, i: int) -> bool:
    """Whether a square is one of a town: a public square, in a square."""
    described = reader.is_next(i) and reader.kind(i - 1) in ("unknown", "place")
    return described or (
        reader.kind(i - 1) == "determiner" and reader.at(i - 2).text in ("in", "on", "across", "around")
    )


def _is_described(reader: Reader, i: int) -> bool:
    """Whether English that may be a colour is a thing: bioluminescent coral, at the end of what is said of it."""
    if reader.at(i - 1).text in ("a", "an") and reader.kind(i + 1) in ("relation", "inside", "with", "verb"):
        return True  # an orange on its head
    ends = reader.kind(i + 1) in ("mark", "inside") and not reader.at(i).is_han and reader.at(i - 1).text != "plain"
    return ends and reader.is_next(i) and reader.kind(i - 1) in ("attribute", "lighting", "size")


def _is_of_a_plant(reader: Reader, i: int) -> bool:
    """Whether 青 is said of what grows, the noun after it or the last one before."""
    nouns = [j for j in range(i) if reader.kind(j) == "subject"][-1:]
    term = reader.at(i + 1 if reader.kind(i + 1) == "subject" else nouns[0] if nouns else -1).term
    return term is not None and term.theme in ("produce", "trees", "flowers", "nature")


def _describes(reader: Reader, i: int) -> bool:
    """Before a noun: a cream sofa, 陶瓷马克杯."""
    following = reader.at(i + 1)
    if following.text in ("background", "backdrop") and reader.is_next(i + 1) and not reader.at(i).is_han:
        return True
    edible = following.term is not None and following.term.theme in FOOD
    return following.kind in ("subject", "material") and reader.is_next(i + 1) and not edible


def _is_beside(reader: Reader, i: int, kind: str) -> bool:
    """In a row with another: coral and turquoise."""
    joined = [(i - 1, i - 2), (i + 1, i + 2)]
    return any(reader.kind(link) == "conjunction" and reader.kind(other) == kind for link, other in joined)


def _is_become(reader: Reader, i: int) -> bool:
    """What something becomes or is made of: navy on cream, out of bone, 换成珍珠的."""
    before, after = reader.at(i - 1), reader.at(i + 1)
    if before.text not in _BECOMING:
        return False
    if reader.at(i).is_han:
        return after.text == "的" and reader.kind(i + 2) == "mark"
    if reader.at(i - 2).text in _HOLDING:
        return False  # a bottle of wine
    described = reader.kind(i - 2) in ("colour", "subject", "stop", "inside") or reader.at(i - 2).text == "out"
    return after.kind == "mark" and described
