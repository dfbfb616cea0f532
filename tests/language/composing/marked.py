"""Requests with their entities written into the text: ``{colour|red} {subject|cats|cat}``."""

import re

from danqing.core.reading import Entity, Request
from danqing.language.preprocess import detect_language

_MARK = re.compile(r"\{(\w+)\|([^|}]+)(?:\|([^|}]*))?(?:\|([^}]*))?\}")


def request(marked: str) -> Request:
    """The request without its marks: ``{group|text|name|fact;fact}``, the name as the text where it is not given."""
    text, entities, at = "", list[Entity](), 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        group, said, name, facts = match.groups()
        implies = tuple(facts.split(";")) if facts else ()
        entities.append(Entity(said, len(text), len(text) + len(said), group, name or said, implies))
        text += said
        at = match.end()
    text += marked[at:]
    return Request(text, detect_language(text), tuple(entities), text)
