"""Words that are a thing or how a thing looks: cream, walnut, 珍珠. What stands beside them tells which."""

from danqing.language.parsing.english_senses import sense
from danqing.language.parsing.reader import Reader
from danqing.language.vocabulary.terms import Term
from danqing.language.vocabulary.themes import FOOD

_HOLDING = frozenset(
    "bottle bottles glass glasses cup cups mug jar jars jug bowl box basket plate pot bag bar bunch slice piece field "
    "sprig bouquet vase cone tin tray".split()
)
_BEFORE_NOUNS = ("determiner", "number", "colour", "material", "size")
_HANGING = frozenset("挂着 挂 挂满 挂有 贴着 贴 贴满 贴有 摆着 摆满 放着 立着 夹着 钉着".split())
_PICTURES = ("画", "照", "照片", "海报", "书法", "剪纸", "字", "相片", "地图", "挂毯", "素描")
_BECOMING = ("换成", "改成", "变成", "改为", "into", "of", "in", "on")


def settle(reader: Reader) -> None:
    """Gives such words, where they describe something, the kind ``colour`` or ``material``."""
    for i in range(reader.size):
        token = reader.at(i)
        if _is_deed(reader, i):
            token.kind, token.term = "unknown", None
        sense(reader, i)
        if token.kind == "material" and not token.is_han and _is_ground(reader, i):
            token.kind, token.term = "subject", Term("subject", token.value)
        if token.is_han and token.kind in ("style", "frame") and _hangs(reader, i):
            token.kind, token.term = "subject", Term("subject", token.value if token.kind == "style" else "painting")
        if token.text in ("壁纸", "墙纸") and "墙" in reader.text[: token.start]:
            token.kind, token.term = "subject", Term("subject", "wallpaper")  # of a room, not of a telephone
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


def _hangs(reader: Reader, i: int) -> bool:
    """Whether a picture is a thing in the picture: 墙上挂着两幅油画, 贴着照片."""
    if not reader.at(i).text.endswith(_PICTURES) or (reader.kind(i) == "frame" and reader.at(i).text != "画"):
        return False
    for before in range(i - 1, i - 6, -1):
        if reader.at(before).text in _HANGING:
            return True
        if reader.kind(before) not in ("number", "measure", "colour", "size", "attribute", "particle"):
            return False
    return False


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
