"""Words that a LoRA taught a closed vocabulary: where a request names them, and who reads it then."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from danqing.core.protocols import Cancelled, Writer
from danqing.core.reading import Earlier, Entity, Interpretation, Request
from danqing.core.scene import Scene

_STYLE = re.compile(r"[ -]?(?:style|风格|画风|风)")
"""What follows a word that says how all is drawn; without it the word is a thing."""


def names(text: str, words: Sequence[str]) -> bool:
    """Whether the text holds one of the words."""
    return next(_found(text, words), None) is not None


def naming(request: Request, words: Sequence[str]) -> Request:
    """The request with each of the words in it recognised, as a thing or as a style."""
    found = [
        Entity(match.group(), *match.span(), "style" if _STYLE.match(request.text, match.end()) else "subject", word)
        for word, match in _found(request.text, words)
    ]
    others = [e for e in request.entities if not any(e.start < own.end and own.start < e.end for own in found)]
    return replace(request, entities=(*others, *found)) if found else request


class TaughtWriter:
    """Implements ``Writer``: a request that names one of the words is read by rules, since no small model knows it."""

    def __init__(self, words: Sequence[str], rules: Writer, usual: Writer) -> None:
        self._words, self._rules, self._usual = words, rules, usual

    def write(
        self, history: Sequence[Earlier], scene: Scene, request: Request, cancelled: Cancelled = lambda: False
    ) -> Interpretation:
        """As whoever reads it. Raises what the usual writer does."""
        if names(request.text, self._words):
            return self._rules.write(history, scene, naming(request, self._words), cancelled)
        return self._usual.write(history, scene, request, cancelled)


def _found(text: str, words: Sequence[str]) -> Iterator[tuple[str, "re.Match[str]"]]:
    """Each word with where it stands, in the plural too; other letters beside it would make it another word."""
    for word in words:
        for match in re.finditer(rf"(?<![a-z0-9]){re.escape(word)}(?:e?s)?(?![a-z0-9])", text, re.IGNORECASE):
            yield word, match
