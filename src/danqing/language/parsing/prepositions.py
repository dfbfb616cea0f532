"""English prepositions inside known words: where they lead to a thing of its own, as in sitting on, in a bottle."""

from danqing.language.vocabulary.terms import Term, Vocabulary

_PREPOSITIONS = frozenset("on in under behind above over beside against inside beneath".split())
_PARTICLED = frozenset(
    "putting trying turning switching carrying holding hanging moving looking taking breaking passing".split()
)
"""Verbs that say something else with a preposition: trying on."""
_WORN = ("body", "clothing", "accessories", "time")


def is_led(key: str, term: Term, known: Vocabulary) -> bool:
    """Whether a word such as ``in a bottle`` or ``no dogs`` is not to be read as one: its noun is drawn by itself."""
    first, _, rest = key.partition(" ")
    if first in _PREPOSITIONS and (term.type == "place" or rest.startswith(("a ", "the "))):
        head = known.get(rest.removeprefix("a ").removeprefix("the "))
        return head is not None and head.type == "subject" and head.theme not in _WORN
    return first == "no"


def without_preposition(text: str, term: Term | None) -> Term | None:
    """What ``sitting on`` does, its preposition left to what follows; None for other words."""
    verb, _, last = text.rpartition(" ")
    if last not in _PREPOSITIONS or verb in _PARTICLED or term is None or term.type not in ("verb", "attribute"):
        return None
    name = term.name.removesuffix(f" {last}")
    return Term("attribute", name if " " not in name else verb, (verb,), (), term.theme)
