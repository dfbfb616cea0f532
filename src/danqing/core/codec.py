"""Scenes and edits as JSON: the form that language models write, the store keeps and the API shows."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from danqing.core.errors import EditInvalid
from danqing.core.history import Change, SceneHistory
from danqing.core.scene import (
    SETTING_FIELDS,
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

Json = dict[str, Any]
_PLAIN = ("colour", "material", "size", "position", "action")


def dumps(value: object) -> str:
    """Compact JSON with Chinese left readable: exactly the form that the writer is trained on."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def subject_to_json(subject: Subject) -> Json:
    """A subject with its open fields (None, nothing, and a count of one) left out."""
    out: Json = {"id": subject.id, "kind": subject.kind}
    if subject.label is not None:
        out["label"] = subject.label
    if subject.count != 1:
        out["count"] = subject.count
    for name in ("colour", "material", "size", "position", "action"):
        if getattr(subject, name) is not None:
            out[name] = getattr(subject, name)
    if subject.attributes:
        out["attributes"] = list(subject.attributes)
    if subject.relation is not None:
        out["relation"] = value_to_json(subject.relation)
    return out


def subject_from_json(data: Mapping[str, Any]) -> Subject:
    """The inverse of ``subject_to_json``; KeyError or TypeError where the data has another shape."""
    return Subject(
        id=data["id"],
        kind=data["kind"],
        label=data.get("label"),
        count=int(data.get("count", 1)),
        attributes=_phrases(data.get("attributes")),
        relation=_relation(data.get("relation")),
        **{name: data.get(name) for name in _PLAIN},
    )


def scene_to_json(scene: Scene) -> Json:
    """A scene as ``{"subjects": [...], "background"?, "style"?, ...}``: what is open is left out."""
    out: Json = {"subjects": [subject_to_json(s) for s in scene.subjects]}
    for name in SETTING_FIELDS:
        value = getattr(scene, name)
        if value not in (None, ()):
            out[name] = value_to_json(value)
    return out


def scene_from_json(data: Mapping[str, Any]) -> Scene:
    """The inverse of ``scene_to_json``."""
    fields = {name: value_from_json(data[name]) for name in SETTING_FIELDS if name in data}
    return Scene(tuple(subject_from_json(s) for s in data["subjects"]), **fields)


def history_to_json(history: SceneHistory) -> Json:
    """All scenes of a conversation with their branches."""
    return {
        "scenes": [scene_to_json(scene) for scene in history.scenes],
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
            return {"op": "set", "id": subject_id, "field": name, "value": value_to_json(value)}
        case Remove(subject_id):
            return {"op": "remove", "id": subject_id}
        case Replace(subject_id, kind, label):
            return {"op": "replace", "id": subject_id, "kind": kind, **({"label": label} if label else {})}
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
                return Set(data["id"], data["field"], value_from_json(data["value"]))
            case "remove":
                return Remove(data["id"])
            case "replace":
                return Replace(data["id"], data["kind"], data.get("label"))
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

    def plain(value: Value | Subject) -> object:
        return subject_to_json(value) if isinstance(value, Subject) else value_to_json(value)

    return {
        "id": change.id,
        "kind": change.kind,
        "field": change.field,
        "before": plain(change.before),
        "after": plain(change.after),
    }


def value_to_json(value: Value) -> object:
    """A field's value: a relation as an object, phrases as a list, phrases with weights as an object."""
    if isinstance(value, Relation):
        return {"kind": value.kind, "to": list(value.to)}
    if isinstance(value, tuple):
        weights = {part[0]: part[1] for part in value if isinstance(part, tuple)}
        return weights or list(value)
    return value


def value_from_json(value: Any) -> Any:
    """The inverse of ``value_to_json``; an object without ``to`` holds phrases and their weights."""
    if isinstance(value, Mapping):
        return _relation(value) if "to" in value else tuple((str(k), float(w)) for k, w in value.items())
    return tuple(map(str, value)) if isinstance(value, list) else value


def _phrases(data: Any) -> tuple[str, ...]:
    return (data,) if isinstance(data, str) else tuple(str(part) for part in data or ())


def _relation(data: Mapping[str, Any] | None) -> Relation | None:
    return None if data is None else Relation(data["kind"], tuple(data["to"]))
