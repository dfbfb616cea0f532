"""Edits that a caller or a language model gives, checked value by value before a scene takes them."""

import unicodedata
from collections.abc import Sequence

from danqing.core.domain import Domain
from danqing.core.errors import EditInvalid
from danqing.core.scene import SETTING_FIELDS, SUBJECT_FIELDS, Add, Relation, Replace, SceneEdit, Set, Value

MAX_COUNT = 100
"""Most things alike in one subject where the picture model sets no limit: each is placed on its own."""
MAX_PHRASE = 400
"""Characters in one value."""
MAX_PHRASES = 24
"""Phrases in one list."""
MAX_NUMBER = 16
"""Pictures at a time."""
WEIGHTS = (0.1, 2.0)
"""Beyond these a phrase's weight breaks a picture instead of changing it."""


def check_given(domain: Domain | None, edits: Sequence[SceneEdit]) -> None:
    """EditInvalid for a value that no scene can hold, or, where there is a vocabulary, that is not in it."""
    for edit in edits:
        match edit:
            case Add(subject):
                for name in SUBJECT_FIELDS:
                    _check(domain, name, getattr(subject, name))
                if subject.label is not None and not _phrase(subject.label):
                    raise EditInvalid(edit=f"label {subject.label}"[:80])
            case Set(_, name, value):
                _check(domain, name, value)
            case Replace(_, kind):
                _check(domain, "kind", kind)
            case _:
                pass


def _check(domain: Domain | None, field: str, value: Value) -> None:
    if field not in (*SUBJECT_FIELDS, *SETTING_FIELDS):
        return  # ``apply`` says so, where it knows of what
    if value in (None, ()):
        fits = field not in ("count", "kind")
    elif domain is not None and field != "base":
        fits = _in_vocabulary(domain, field, value)
    else:
        fits = _shaped(field, value)
    if not fits:
        raise EditInvalid(edit=f"{field} {value}"[:80])


def _in_vocabulary(domain: Domain, field: str, value: Value) -> bool:
    match value:
        case bool():
            return False
        case Relation(kind, to):
            return field == "relation" and kind in domain.names("relations") and len(to) == (1 + (kind == "between"))
        case int():
            return field == "count" and 1 <= value <= domain.max_count
        case str():
            return (
                field not in ("count", "relation")
                and hasattr(domain, f"{field}s")
                and value in domain.names(f"{field}s")
            )
        case _:
            return False


def _shaped(field: str, value: Value) -> bool:
    """Whether a value has the form that the field takes, with nothing endless in it."""
    match field:
        case "relation":
            return isinstance(value, Relation) and _phrase(value.kind) and 1 <= len(value.to) <= 2
        case "count" | "number" | "seed":
            most = {"count": MAX_COUNT, "number": MAX_NUMBER, "seed": 2**53 - 1}[field]
            return isinstance(value, int) and (0 if field == "seed" else 1) <= value <= most
        case "attributes" | "exclusions":
            return isinstance(value, tuple) and len(value) <= MAX_PHRASES and all(map(_phrase, value))
        case "weights":
            low, high = WEIGHTS
            pairs = isinstance(value, tuple) and all(isinstance(part, tuple) for part in value)
            return pairs and all(_phrase(part[0]) and low <= float(part[1]) <= high for part in value)  # type: ignore[union-attr]
        case _:
            return _phrase(value)


def _phrase(value: object) -> bool:
    """Text of a phrase's length that can be stored: no control characters, no lone surrogates."""
    if not isinstance(value, str) or len(value) > MAX_PHRASE or not value.strip():
        return False
    return all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in value)
