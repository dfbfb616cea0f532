"""A scene as tags for a CLIP model: the subject first, what it looks like beside it, words of quality last."""

import re
from collections.abc import Iterator, Sequence

from danqing.core.scene import Scene
from danqing.core.weighting import Piece, render
from danqing.language.dialects.english import details, noun_phrase
from danqing.language.dialects.nouns import mention

SETTING = ("place", "background", "time", "weather", "lighting", "composition", "palette", "mood", "medium", "style")
"""Fields of the whole picture in the order of their tags."""


def tagged(scene: Scene, quality: Sequence[str]) -> str:
    """The tags with weights in the syntax of ``core.weighting``; everything else in them is escaped."""
    things, setting = list(_subjects(scene)), [*_setting(scene), *quality]
    said = ", ".join([*things, *setting])
    loose = [phrase for phrase, _ in scene.weights if not mention(phrase).search(said)]
    # What two things have alike is said of both; the whole picture is told of each matter once.
    rest = [term for term in dict.fromkeys((*loose, *setting)) if term not in things]
    pieces = [Piece(", ".join([*things, *rest]))]
    for phrase, factor in sorted(scene.weights, key=lambda part: -len(part[0])):
        pieces = list(_weighed(pieces, phrase, factor))
    return render([pieces])


def _subjects(scene: Scene) -> Iterator[str]:
    for subject in scene.subjects:
        yield noun_phrase(subject)
        yield from details(subject, scene)
    if scene.text:
        yield f'the words "{quoted(scene.text)}"'


def _setting(scene: Scene) -> Iterator[str]:
    for name in SETTING:
        yield from (getattr(scene, name) or "").split(", ") if getattr(scene, name) else ()
    if scene.artist:
        yield from (f"by {name}" for name in scene.artist.split(", "))


def quoted(text: str) -> str:
    """``text`` as it may stand between quotation marks."""
    return re.sub(r'["“”]', "'", text)


def _weighed(pieces: Sequence[Piece], phrase: str, factor: float) -> Iterator[Piece]:
    """The first mention of a phrase that has no weight yet, taken out with its weight."""
    open_ = True
    for piece in pieces:
        found = mention(phrase).search(piece.text) if open_ and piece.weight == 1 else None
        if found is None:
            yield piece
            continue
        open_ = False
        parts = (Piece(piece.text[: found.start()]), Piece(found.group(), factor), Piece(piece.text[found.end() :]))
        yield from (part for part in parts if part.text)
