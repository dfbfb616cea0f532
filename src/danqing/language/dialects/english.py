"""Subjects of a scene in English phrases, for tags and sentences alike."""

import re
from collections.abc import Sequence

from danqing.core.scene import Scene, Subject
from danqing.language.dialects.nouns import mention, number, plural, with_article
from danqing.language.quantities import looks_of, quantity_of

AT = {
    "left": "on the left", "right": "on the right", "top": "at the top", "bottom": "at the bottom",
    "centre": "in the centre", "center": "in the center", "middle": "in the middle",
    "foreground": "in the foreground", "background": "in the background",
    "both sides": "on both sides", "outside": "outside", "everywhere": "everywhere",
}  # fmt: skip
TO = {"left of": "to the left of", "right of": "to the right of"}
_PLAIN = frozenset({
    "antique", "bald", "bare", "big", "bright", "broken", "calm", "chubby", "closed", "cute", "dark", "dry", "fat",
    "flat", "giant", "glossy", "huge", "large", "light", "little", "long", "modern", "new", "old", "open", "pale",
    "plump", "proud", "rare", "round", "rusted", "sad", "short", "small", "soft", "strong", "tall", "thin", "tiny",
    "wet", "wide", "wild", "young",
})  # fmt: skip
_ADJECTIVE = re.compile(r"[a-z-]+(?:y|ed|ing|ful|less|ous|ish|ive|like|ic|ant|ent|able|ible|ese|ian)")
_ADVERB = re.compile(
    r"(?!(?:bubb|bur|chil|cur|dead|elder|friend|ghost|gig|hil|jol|live|lone|oi|prick|sca|sil|smel|stee|ug|wob|wool|wrink)"
    r"l?y)[a-z]{3,}ly"
)
_FOLLOWS = re.compile(
    r"(?:with|in|on|at|of|from|under|over|beside|near|behind|against|by|to|as|for|like|made|wearing|"
    r"that|who|which|whose|is|are|has|have|and|[a-z-]+ing|full of|side by side|"
    r"[a-z-]+ed (?:in|on|with|by|at|from|to|of|up|over|around|like))\b"
)


def is_adjective(phrase: str) -> bool:
    """Whether a look stands before the noun: one word that has the form of an adjective."""
    formed = _ADJECTIVE.fullmatch(phrase) is not None and _ADVERB.fullmatch(phrase) is None
    return phrase in _PLAIN or formed


def noun_phrase(subject: Subject) -> str:
    """``two small fluffy orange wooden cats``, without an article where it is one."""
    noun = plural(subject.kind) if subject.count > 1 else subject.kind
    words = dict.fromkeys((subject.size, *_leading(subject), subject.colour, subject.material))
    new = [word for word in words if word and not mention(word).search(noun)]  # an orange cat is orange already
    return " ".join([*([_how_many(subject)] if subject.count > 1 else []), *new, noun])


def _leading(subject: Subject) -> list[str]:
    """The looks that stand before the noun: adjectives, and one thing that it does."""
    looks = [phrase for phrase in looks_of(subject) if is_adjective(phrase)]
    deeds = [phrase for phrase in looks if phrase.endswith("ing")]
    return [phrase for phrase in looks if phrase not in deeds[1:]]


def _how_many(subject: Subject) -> str:
    return quantity_of(subject) or number(subject.count)


def with_its_article(subject: Subject) -> str:
    """The noun phrase as a sentence takes it: ``an orange cat``, ``two cats``."""
    phrase = noun_phrase(subject)
    return phrase if subject.count > 1 else with_article(phrase, subject.kind)


def details(subject: Subject, scene: Scene, introduced: Sequence[str] = ()) -> list[str]:
    """What follows the noun: other looks, what it does, where it is. ``introduced``: as for ``where``."""
    leading = _leading(subject)
    found = [_following(phrase) for phrase in looks_of(subject) if phrase not in leading]
    found += [subject.action] if subject.action and subject.action not in subject.attributes else []
    place = where(subject, scene, introduced)
    return [*found, place] if place else found


def follows(phrase: str) -> bool:
    """Whether a phrase goes on from the noun without a comma: ``wearing a hat``, ``with wings``."""
    return _FOLLOWS.match(phrase) is not None


def _following(phrase: str) -> str:
    """``with cropped hair``; single words and what looks like a verb stand as they are."""
    first, _, more = phrase.partition(" ")
    named = more and not (first.endswith("s") and not first.endswith("ss")) and not follows(phrase)
    looks = " of them " in phrase or is_adjective(phrase.rpartition(" ")[2])
    return f"with {phrase}" if named and not looks else phrase


def where(subject: Subject, scene: Scene, introduced: Sequence[str] = ()) -> str | None:
    """``on the left``, ``on the boat``; None where the scene leaves it open.

    ``introduced``: ids of subjects that are named here for the first time, ``on a wooden boat``.
    """
    if subject.relation is not None:
        others = [scene.subject(i) for i in subject.relation.to]
        names = [with_its_article(s) if s.id in introduced else f"the {_named(s)}" for s in others]
        return f"{TO.get(subject.relation.kind, subject.relation.kind)} {' and '.join(names)}"
    if subject.position is None:
        return None
    if subject.position in AT:
        return AT[subject.position]
    corner = re.fullmatch(r"(?:top|bottom|upper|lower) (?:left|right)", subject.position)
    return f"in the {subject.position} corner" if corner else f"in the {subject.position}"


def _named(subject: Subject) -> str:
    return plural(subject.kind) if subject.count > 1 else subject.kind
