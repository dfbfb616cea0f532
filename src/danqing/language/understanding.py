"""From what a person typed to a Request: normal form, language, and the words that were recognised."""

from danqing.core.reading import Request
from danqing.language.lexicon import recognise
from danqing.language.preprocess import detect_language, normalise


def understand(text: str) -> Request:
    """The request in normal form; positions of its entities index into that form, not into ``text``."""
    normal = normalise(text)
    return Request(normal, detect_language(normal), recognise(normal))
