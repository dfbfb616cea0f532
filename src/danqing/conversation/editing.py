"""What edits mean beyond the scene: the seed they keep, and those that a picture model has no room for."""

from collections.abc import Sequence
from dataclasses import replace

from danqing.conversation.wording import subject_words
from danqing.core.domain import Domain, Language
from danqing.core.errors import EditInvalid
from danqing.core.scene import (
    SETTING_FIELDS,
    SUBJECT_FIELDS,
    Add,
    Clear,
    GoTo,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    SceneHistory,
    Set,
    Undo,
    apply,
)
from danqing.core.types import Settings

MAX_COUNT = 100
"""Most things alike in one subject where the picture model sets no limit: each is placed on its own."""


def seed_of(edits: Sequence[SceneEdit], changed: bool, last: Settings | None, fresh: int) -> int:
    """The last picture's seed where a picture is changed, so that what was not mentioned stays; else a fresh one."""
    if last is None or not changed or any(isinstance(edit, Clear) for edit in edits):
        return fresh
    return last.seed


def started_from(history: SceneHistory, edits: Sequence[SceneEdit]) -> Scene:
    """The scene that ``edits`` change: the present one, or where undo, redo and goto lead first."""
    return apply(history, tuple(edit for edit in edits if isinstance(edit, Undo | Redo | GoTo))).present


def check_given(domain: Domain | None, edits: Sequence[SceneEdit]) -> None:
    """EditInvalid for a value that no scene can hold, or, where there is a vocabulary, that is not in it."""
    for edit in edits:
        match edit:
            case Add(subject):
                for name in SUBJECT_FIELDS:
                    _check_value(domain, name, getattr(subject, name))
            case Set(_, name, value):
                _check_value(domain, name, value)
            case Replace(_, kind):
                _check_value(domain, "kind", kind)
            case _:
                pass


def _check_value(domain: Domain | None, field: str, value: str | int | Relation | None) -> None:
    if field not in (*SUBJECT_FIELDS, *SETTING_FIELDS):
        return  # ``apply`` says so, where it knows of what

    def known(word: str) -> bool:
        return word in domain.names(f"{field}s") if domain else bool(word)

    match value:
        case Relation(kind, to):
            fits = field == "relation" and known(kind) and len(to) == (2 if kind == "between" else 1)
        case int():
            fits = field == "count" and 1 <= value <= (domain.max_count if domain else MAX_COUNT)
        case str():
            fits = field not in ("count", "relation") and known(value)
        case None:
            fits = field not in ("count", "kind")
    if not fits:
        raise EditInvalid(edit=f"{field} {value}"[:80])


def within(
    domain: Domain | None, history: SceneHistory, edits: Sequence[SceneEdit], language: Language
) -> tuple[tuple[SceneEdit, ...], tuple[str, ...]]:
    """The edits without the subjects that the model has no room for, and those in words.

    An edit that names a dropped subject goes with it; a relation to one is left open.
    """
    if domain is None:
        return tuple(edits), ()
    kept: list[SceneEdit] = []
    dropped: dict[str, str] = {}
    room = domain.max_subjects - len(history.present.subjects)
    for edit in edits:
        match edit:
            case Clear():
                room = domain.max_subjects
            case Undo() | Redo() | GoTo():
                room = domain.max_subjects - len(apply(history, (edit,)).present.subjects)
            case Remove():
                room += 1
            case Add(subject) if room <= 0:
                dropped[subject.id] = subject_words(subject, Scene(), domain, language)
                continue
            case Add():
                room -= 1
        kept.append(edit)
    return tuple(_without(dropped, kept)), tuple(dropped.values())


def _without(dropped: dict[str, str], edits: Sequence[SceneEdit]) -> list[SceneEdit]:
    rest: list[SceneEdit] = []
    for edit in edits:
        match edit:
            case Add(subject) if subject.relation and dropped.keys() & set(subject.relation.to):
                rest.append(Add(replace(subject, relation=None)))
            case Set(subject_id) | Remove(subject_id) | Replace(subject_id) if subject_id in dropped:
                pass
            case Set(value=value) if not isinstance(value, (str, int, type(None))) and dropped.keys() & set(value.to):
                pass
            case _:
                rest.append(edit)
    return rest
