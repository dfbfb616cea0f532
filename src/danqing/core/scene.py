"""The scene: what the picture shows, as data; and the edits that change it, as operations."""

from dataclasses import dataclass, replace
from typing import assert_never

from danqing.core.errors import EditInvalid

SUBJECT_FIELDS = ("kind", "count", "colour", "size", "position", "relation")
SETTING_FIELDS = ("background", "style")


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a subject stands: ``kind`` such as ``left of``; ``to`` holds one id, two for ``between``."""

    kind: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing in the picture, or several alike (``count``). None means that the user left it open."""

    id: str
    kind: str
    count: int = 1
    colour: str | None = None
    size: str | None = None
    position: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the picture is asked to show. Immutable; edits make the next one."""

    subjects: tuple[Subject, ...] = ()
    background: str | None = None
    style: str | None = None

    def subject(self, subject_id: str) -> Subject:
        """The subject with that id; EditInvalid where there is none."""
        for subject in self.subjects:
            if subject.id == subject_id:
                return subject
        raise EditInvalid(edit=f"id {subject_id}")

    @property
    def next_id(self) -> str:
        """The id that the next added subject gets: one above the highest in use."""
        return f"s{max((int(s.id[1:]) for s in self.subjects), default=0) + 1}"


@dataclass(frozen=True, slots=True)
class Add:
    """Add a subject. Its id is checked against, and renamed to, the scene's next free one."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class Set:
    """Set one field of a subject, or of the setting when ``id`` is ``scene``. None clears the field.

    A ``position`` clears the relation and a ``relation`` clears the position: a thing stands in one place.
    """

    id: str
    field: str
    value: str | int | Relation | None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a subject out; relations that point to it are dropped."""

    id: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Exchange what a subject is, keeping its place, colour, count and size."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Clear:
    """Start a new picture: no subjects, no setting."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Back to the scene before the present one."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Forward again after an undo."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """To the scene of the ``number``-th picture of this conversation, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Omit:
    """Something the user asked for that the picture model cannot draw; ``text`` quotes the user."""

    text: str


SceneEdit = Add | Set | Remove | Replace | Clear | Undo | Redo | GoTo | Omit


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
    before: str | int | Relation | Subject | None = None
    after: str | int | Relation | Subject | None = None


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
                return replace(scene, **{name: value})  # type: ignore[arg-type]
            return _with(scene, _set(scene.subject(renamed.get(subject_id, subject_id)), name, value))
        case Remove(subject_id):
            gone = scene.subject(renamed.get(subject_id, subject_id)).id
            rest = tuple(s for s in scene.subjects if s.id != gone)
            return replace(scene, subjects=tuple(_without(s, gone) for s in rest))
        case Replace(subject_id, kind):
            return _with(scene, replace(scene.subject(renamed.get(subject_id, subject_id)), kind=kind))
        case Clear():
            return Scene()
        case Omit():
            return scene
        case _:
            assert_never(edit)


def _set(subject: Subject, name: str, value: str | int | Relation | None) -> Subject:
    if name not in SUBJECT_FIELDS:
        raise EditInvalid(edit=f"set {name}")
    changed = replace(subject, **{name: value})  # type: ignore[arg-type]
    if name == "position" and value is not None:
        return replace(changed, relation=None)
    if name == "relation" and value is not None:
        return replace(changed, position=None)
    return changed


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
