"""Head nouns: what a Chinese noun that nobody knows is by its last characters, 粉丝汤 a soup, 冲锋衣 clothes."""

from danqing.language.vocabulary.terms import Term, Vocabulary

_SHORT = frozenset(
    "dishes_chinese food_world produce clothing furniture kitchen buildings vehicles trees flowers weapons "
    "instruments".split()
)
"""Files whose words of one character name a thing wherever a longer word ends in them."""
_NAMES = ("nr", "ns", "nt")


def head(word: str, tag: str, known: Vocabulary) -> Term | None:
    """The subject that ``word`` ends in; None for names, for what is no noun, and where it ends in nothing known."""
    if len(word) < 2 or tag in _NAMES or tag[:1] not in ("n", "i", "l", "x", ""):
        return None
    for size in (3, 2, 1):
        term = known.get(word[-size:]) if size < len(word) else None
        if term is not None and term.type == "subject" and (size > 1 or term.theme in _SHORT):
            return term
    return None
