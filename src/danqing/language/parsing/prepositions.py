"""English prepositions inside known words: where they lead to a thing of its own, as in sitting on, in a bottle."""

from danqing.language.vocabulary.terms import Term, Vocabulary

_PREPOSITIONS = frozenset("on in under behind above over beside against inside beneath".split())
_PARTICLED = frozenset(
    "putting trying turning switching carrying holding hanging moving looking taking breaking passing".split()
)
"""Verbs that say something else with a preposition: trying on."""
_RESTING = frozenset("sitting sits standing stands lying lies sleeping sleeps perched resting rests seated".split())
"""What is done at a thing that is drawn by itself."""
_SURROUNDING = ("place", "weather", "time")
_COVERED = frozenset(
    "covered coated wrapped bundled dressed dipped draped soaked drenched smeared splattered coloured".split()
)
"""What says little without what it is with in or over."""
_OVER = frozenset("leaping jumping climbing bending peering peeking stepping vaulting hopping hunched".split())
_WORN = ("body", "clothing", "accessories", "time")


def is_led(key: str, term: Term, known: Vocabulary, following: str = "") -> bool:
    """Whether a word such as ``in a bottle`` or ``no dogs`` is not to be read as one: its noun is drawn by itself.

    ``following``: the word after it, which ``in black`` may describe.
    """
    first, _, rest = key.partition(" ")
    if first == "in" and " " not in rest and (described := known.get(following)) is not None:
        return described.type in ("subject", "place")  # in black water
    if first in (*_PREPOSITIONS, "by", "outside") and (term.type == "place" or rest.startswith(("a ", "the "))):
        head = known.get(rest.removeprefix("a ").removeprefix("the "))
        return head is not None and head.type == "subject" and head.theme not in _WORN
    return first == "no" or (term.type == "attribute" and _is_set(first, rest, known))


def _is_set(deed: str, rest: str, known: Vocabulary) -> bool:
    """Whether a deed is told with where it is done: sitting on a throne, running on the beach."""
    preposition, _, noun = rest.partition(" ")
    if preposition not in (*_PREPOSITIONS, "at", "by") or not (deed.endswith("ing") or deed in _RESTING):
        return False
    head = known.get(noun.removeprefix("a ").removeprefix("the "))
    if head is None or known.get(deed) is None:
        return False
    alone = head.type == "subject" and deed in _RESTING and noun.startswith(("a ", "the "))
    return head.type in _SURROUNDING or (alone and head.theme not in _WORN)


def without_preposition(text: str, term: Term | None) -> Term | None:
    """What ``sitting on`` does, its preposition left to what follows; None for other words."""
    verb, _, last = text.rpartition(" ")
    joined = verb in _PARTICLED or (last == "in" and verb in _COVERED) or (last == "over" and verb in _OVER)
    if last not in _PREPOSITIONS or joined or term is None or term.type not in ("verb", "attribute"):
        return None
    name = term.name.removesuffix(f" {last}")
    return Term("attribute", name if " " not in name else verb, (verb,), (), term.theme)
