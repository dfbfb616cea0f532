"""From what a person typed to a Request: normal form, language, and the entities that were recognised."""

from pathlib import Path

from danqing.core.reading import Request
from danqing.language.entities import entities
from danqing.language.preprocess import detect_language, normalise, typed


def understand(text: str, own: Path | None = None) -> Request:
    """The request in normal form; positions of its entities index into that form, not into ``text``.

    ``own``: the user's vocabulary; BadInput where it cannot be read.
    """
    normal = normalise(text)
    said = typed(text, normal)
    return Request(normal, detect_language(normal), entities(normal, said, own), said)
