"""What edits mean beyond the scene: where they start, and those that a picture model has no room for."""

from collections.abc import Sequence
from dataclasses import replace

from danqing.conversation.wording import Words
from danqing.core.domain import Domain
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import (
    Add,
    Clear,
    GoTo,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Undo,
)


def is_drawable(scene: Scene, domain: Domain | None) -> bool:
    """Whether there is something to draw: a subject, or, without a closed vocabulary, any setting."""
    return bool(scene.subjects) or (domain is None and scene != Scene())


def started_from(history: SceneHistory, edits: Sequence[SceneEdit]) -> Scene:
    """The scene that ``edits`` change: the present one, or where undo, redo and goto lead first."""
    return apply(history, tuple(edit for edit in edits if isinstance(edit, Undo | Redo | GoTo))).present


def within(
    domain: Domain | None, history: SceneHistory, edits: Sequence[SceneEdit], words: Words
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
                dropped[subject.id] = words.subject(subject, Scene())
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
            case Set(value=Relation() as value) if dropped.keys() & set(value.to):
                pass
            case _:
                rest.append(edit)
    return rest
