"""What edits do: the next scene, the history of a conversation with its branches, and the diff that a person sees."""

from dataclasses import dataclass, replace
from typing import assert_never

from danqing.core.errors import EditInvalid
from danqing.core.scene import (
    LISTS,
    SETTING_FIELDS,
    SUBJECT_FIELDS,
    Add,
    Clear,
    GoTo,
    Omit,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Subject,
    Undo,
    Value,
)


@dataclass(frozen=True, slots=True)
class SceneHistory:
    """All scenes of a conversation in order, and which one is present. An empty history has the empty scene.

    ``parents[i]`` is the index of the scene that scene ``i`` was edited from, -1 for a first one: undo follows it,
    so that an edit after an undo starts a branch and nothing is thrown away.
    """

    scenes: tuple[Scene, ...] = ()
    parents: tuple[int, ...] = ()
    cursor: int = -1

    @property
    def present(self) -> Scene:
        """The scene that the next edit changes."""
        return self.scenes[self.cursor] if self.scenes else Scene()

    @property
    def lineage(self) -> tuple[Scene, ...]:
        """The scenes that led to the present one, oldest first, and that one last; no other branch's."""
        path, at = list[Scene](), self.cursor
        while self.scenes and at >= 0:
            path.append(self.scenes[at])
            at = self.parents[at]
        return tuple(reversed(path)) or (Scene(),)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff. ``id`` is a subject's id or ``scene``; ``kind`` the subject's noun.

    ``field`` names what changed; ``subject`` stands for the whole subject: added (before None) or removed (after None).
    """

    id: str
    kind: str
    field: str
    before: Value | Subject = None
    after: Value | Subject = None


def apply(history: SceneHistory, edits: tuple[SceneEdit, ...]) -> SceneHistory:
    """The history after one turn's edits: at most one scene longer; the cursor moves for undo, redo and goto.

    Raises EditInvalid for an id, a field or a picture number that does not exist, or an undo with nothing before.
    """
    scene, cursor, renamed = history.present, history.cursor, dict[str, str]()
    for edit in edits:
        if isinstance(edit, (Undo, Redo, GoTo)):
            cursor = _moved(history, cursor, edit)
            scene = history.scenes[cursor]
        else:
            scene = _edited(scene, edit, renamed)
    scene = _resolved(scene, history.present, renamed)
    if history.scenes and scene == history.scenes[cursor]:
        return replace(history, cursor=cursor)
    if not history.scenes and scene == Scene():
        return history
    return SceneHistory((*history.scenes, scene), (*history.parents, cursor), len(history.scenes))


def _moved(history: SceneHistory, cursor: int, edit: Undo | Redo | GoTo) -> int:
    match edit:
        case GoTo(number):
            target = number - 1
        case Undo():
            target = history.parents[cursor] if history.scenes else -1
        case Redo():
            target = max((i for i, parent in enumerate(history.parents) if parent == cursor), default=-1)
    if 0 <= target < len(history.scenes):
        return target
    match edit:
        case GoTo(number):
            raise EditInvalid("goto_impossible", number=number, last=len(history.scenes))
        case Undo():
            raise EditInvalid("undo_impossible")
        case Redo():
            raise EditInvalid("redo_impossible")


def _edited(scene: Scene, edit: Add | Set | Remove | Replace | Clear | Omit, renamed: dict[str, str]) -> Scene:
    match edit:
        case Add(subject):
            fresh = scene.next_id
            renamed[subject.id] = fresh
            return replace(scene, subjects=(*scene.subjects, replace(subject, id=fresh)))
        case Set(subject_id, name, value):
            if subject_id == "scene":
                if name not in SETTING_FIELDS:
                    raise EditInvalid(edit=f"set {name}")
                return replace(scene, **{name: _fitting(name, value)})  # type: ignore[arg-type]
            return _with(scene, _set(scene.subject(renamed.get(subject_id, subject_id)), name, value))
        case Remove(subject_id):
            gone = scene.subject(renamed.get(subject_id, subject_id)).id
            rest = tuple(s for s in scene.subjects if s.id != gone)
            return replace(scene, subjects=tuple(_without(s, gone) for s in rest))
        case Replace(subject_id, kind, label):
            return _with(scene, replace(scene.subject(renamed.get(subject_id, subject_id)), kind=kind, label=label))
        case Clear():
            return Scene()
        case Omit():
            return scene
        case _:
            assert_never(edit)


def _set(subject: Subject, name: str, value: Value) -> Subject:
    if name not in SUBJECT_FIELDS:
        raise EditInvalid(edit=f"set {name}")
    changed = replace(subject, **{name: _fitting(name, value)})  # type: ignore[arg-type]
    if name == "position" and value is not None:
        return replace(changed, relation=None)
    if name == "relation" and value is not None:
        return replace(changed, position=None)
    return changed


def _fitting(name: str, value: Value) -> Value:
    """Nothing, for a field that holds several phrases, is the empty tuple."""
    return () if value is None and name in (*LISTS, "weights") else value


def _resolved(scene: Scene, before: Scene, renamed: dict[str, str]) -> Scene:
    """Relations written in this turn, pointing to the ids that the subjects really got.

    Done last, because "a cat on a house" names the house after the cat that stands on it.
    """
    known = {s.id for s in scene.subjects}
    unchanged = {s.id: s.relation for s in before.subjects}
    resolved = []
    for subject in scene.subjects:
        relation = subject.relation
        if relation is not None and unchanged.get(subject.id) != relation:
            relation = Relation(relation.kind, tuple(renamed.get(i, i) for i in relation.to))
            if not set(relation.to) <= known - {subject.id}:
                raise EditInvalid(edit=f"{relation.kind} {', '.join(relation.to)}")
            subject = replace(subject, relation=relation)
        resolved.append(subject)
    return replace(scene, subjects=tuple(resolved))


def _with(scene: Scene, subject: Subject) -> Scene:
    return replace(scene, subjects=tuple(subject if s.id == subject.id else s for s in scene.subjects))


def _without(subject: Subject, gone: str) -> Subject:
    return replace(subject, relation=None) if subject.relation and gone in subject.relation.to else subject


def diff(before: Scene, after: Scene) -> tuple[Change, ...]:
    """What a person sees as changed, subjects first in their order, then the setting."""
    old = {s.id: s for s in before.subjects}
    new = {s.id: s for s in after.subjects}
    changes = [Change(s.id, s.kind, "subject", before=s) for s in before.subjects if s.id not in new]
    for subject in after.subjects:
        previous = old.get(subject.id)
        if previous is None:
            changes.append(Change(subject.id, subject.kind, "subject", after=subject))
            continue
        changes += [
            Change(subject.id, subject.kind, name, getattr(previous, name), getattr(subject, name))
            for name in SUBJECT_FIELDS
            if getattr(previous, name) != getattr(subject, name)
        ]
    changes += [
        Change("scene", "", name, getattr(before, name), getattr(after, name))
        for name in SETTING_FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    return tuple(changes)
