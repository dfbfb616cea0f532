"""Scenes and edits as JSON: the form that language models write, the store keeps and the API shows."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from danqing.core.errors import EditInvalid
from danqing.core.scene import (
    Add,
    Change,
    Clear,
    GoTo,
    Omit,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    SceneHistory,
    Set,
    Subject,
    Undo,
)

Json = dict[str, Any]


def dumps(value: object) -> str:
    """Compact JSON with Chinese left readable: exactly the form that the writer is trained on."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def subject_to_json(subject: Subject) -> Json:
    """A subject with its open fields (None, and a count of one) left out."""
    out: Json = {"id": subject.id, "kind": subject.kind}
    if subject.count != 1:
        out["count"] = subject.count
    for name in ("colour", "size", "position"):
        if getattr(subject, name) is not None:
            out[name] = getattr(subject, name)
    if subject.relation is not None:
        out["relation"] = {"kind": subject.relation.kind, "to": list(subject.relation.to)}
    return out


def subject_from_json(data: Mapping[str, Any]) -> Subject:
    """The inverse of ``subject_to_json``; KeyError or TypeError where the data has another shape."""
    return Subject(
        id=data["id"],
        kind=data["kind"],
        count=int(data.get("count", 1)),
        colour=data.get("colour"),
        size=data.get("size"),
        position=data.get("position"),
        relation=_relation(data.get("relation")),
    )


def scene_to_json(scene: Scene) -> Json:
    """A scene as ``{"subjects": [...], "background"?, "style"?}``."""
    out: Json = {"subjects": [subject_to_json(s) for s in scene.subjects]}
    if scene.background is not None:
        out["background"] = scene.background
    if scene.style is not None:
        out["style"] = scene.style
    return out


def scene_from_json(data: Mapping[str, Any]) -> Scene:
    """The inverse of ``scene_to_json``."""
    subjects = tuple(subject_from_json(s) for s in data["subjects"])
    return Scene(subjects, data.get("background"), data.get("style"))


def history_to_json(history: SceneHistory) -> Json:
    """A whole scene history, for the store."""
    return {
        "scenes": [scene_to_json(s) for s in history.scenes],
        "parents": list(history.parents),
        "cursor": history.cursor,
    }


def history_from_json(data: Mapping[str, Any]) -> SceneHistory:
    """The inverse of ``history_to_json``."""
    return SceneHistory(tuple(scene_from_json(s) for s in data["scenes"]), tuple(data["parents"]), data["cursor"])


def edit_to_json(edit: SceneEdit) -> Json:
    """One edit with its ``op`` first, in the field order that the writer is trained on."""
    match edit:
        case Add(subject):
            return {"op": "add", **subject_to_json(subject)}
        case Set(subject_id, name, value):
            plain = {"kind": value.kind, "to": list(value.to)} if isinstance(value, Relation) else value
            return {"op": "set", "id": subject_id, "field": name, "value": plain}
        case Remove(subject_id):
            return {"op": "remove", "id": subject_id}
        case Replace(subject_id, kind):
            return {"op": "replace", "id": subject_id, "kind": kind}
        case GoTo(number):
            return {"op": "goto", "number": number}
        case Omit(text):
            return {"op": "omit", "text": text}
        case Clear() | Undo() | Redo():
            return {"op": type(edit).__name__.lower()}
        case _:
            assert_never(edit)


def edit_from_json(data: Mapping[str, Any]) -> SceneEdit:
    """One edit from its JSON object; EditInvalid says what is wrong with it."""
    try:
        match data["op"]:
            case "add":
                return Add(subject_from_json(data))
            case "set":
                value = data["value"]
                return Set(data["id"], data["field"], _relation(value) if isinstance(value, Mapping) else value)
            case "remove":
                return Remove(data["id"])
            case "replace":
                return Replace(data["id"], data["kind"])
            case "goto":
                return GoTo(int(data["number"]))
            case "omit":
                return Omit(data["text"])
            case "clear":
                return Clear()
            case "undo":
                return Undo()
            case "redo":
                return Redo()
    except (KeyError, TypeError, ValueError) as error:
        raise EditInvalid(edit=dumps(data)[:80]) from error
    raise EditInvalid(edit=dumps(data)[:80])


def change_to_json(change: Change) -> Json:
    """One line of a diff for events and the API."""

    def plain(value: object) -> object:
        if isinstance(value, Subject):
            return subject_to_json(value)
        return {"kind": value.kind, "to": list(value.to)} if isinstance(value, Relation) else value

    return {
        "id": change.id,
        "kind": change.kind,
        "field": change.field,
        "before": plain(change.before),
        "after": plain(change.after),
    }


def _relation(data: Mapping[str, Any] | None) -> Relation | None:
    return None if data is None else Relation(data["kind"], tuple(data["to"]))
