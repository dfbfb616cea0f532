"""The JSON schema of scene edits for language models that were not trained on them."""

from typing import Any

from danqing.core.scene import LISTS, Scene

Json = dict[str, Any]
PHRASE: Json = {"type": "string", "minLength": 1, "maxLength": 120}
SETTING_WORDS = (
    "place", "time", "weather", "background", "style", "medium", "artist", "palette", "lighting", "composition", "mood",
    "text", "canvas",
)  # fmt: skip
SUBJECT_WORDS = ("kind", "colour", "material", "size", "position", "action")


def edits_schema(scene: Scene) -> Json:
    """A list of 1 to 24 edits of ``scene``: existing subjects by their ids, new ones counted up from there."""
    ids = [subject.id for subject in scene.subjects]
    first = int(scene.next_id[1:])
    fresh = [f"s{first + i}" for i in range(12)]
    anyone = {"enum": [*ids, *fresh]}
    edits = [_add(fresh, anyone), *_settings(), *(_object(op={"const": op}) for op in ("clear", "undo", "redo"))]
    edits.append(_object(op={"const": "goto"}, number={"type": "integer", "minimum": 1, "maximum": 999}))
    if ids:
        known = {"enum": ids}
        edits += [_object(op={"const": "remove"}, id=known), _object(op={"const": "replace"}, id=known, kind=PHRASE)]
        edits += _changes(known, anyone)
    return {"type": "array", "minItems": 1, "maxItems": 24, "items": {"anyOf": edits}}


def _add(fresh: list[str], anyone: Json) -> Json:
    optional: Json = {
        "label": PHRASE,
        "count": {"type": "integer", "minimum": 1, "maximum": 100},
        **{name: PHRASE for name in SUBJECT_WORDS if name != "kind"},
        "attributes": _phrases(),
        "relation": _relation(anyone),
    }
    found = _object(op={"const": "add"}, id={"enum": fresh}, kind=PHRASE)
    return {**found, "properties": {**found["properties"], **optional}}


def _changes(known: Json, anyone: Json) -> list[Json]:
    words = {"enum": [name for name in SUBJECT_WORDS if name != "kind"]}
    number = {"type": "integer", "minimum": 1, "maximum": 100}
    return [
        _set(known, words, {"anyOf": [PHRASE, {"type": "null"}]}),
        _set(known, {"const": "count"}, number),
        _set(known, {"const": "attributes"}, _phrases()),
        _set(known, {"const": "relation"}, {"anyOf": [_relation(anyone), {"type": "null"}]}),
    ]


def _settings() -> list[Json]:
    scene = {"const": "scene"}
    return [
        _set(scene, {"enum": list(SETTING_WORDS)}, {"anyOf": [PHRASE, {"type": "null"}]}),
        _set(scene, {"const": "number"}, {"type": "integer", "minimum": 1, "maximum": 16}),
        _set(scene, {"enum": [name for name in LISTS if name == "exclusions"]}, _phrases()),
    ]


def _set(target: Json, field: Json, value: Json) -> Json:
    return _object(op={"const": "set"}, id=target, field=field, value=value)


def _relation(anyone: Json) -> Json:
    return _object(kind=PHRASE, to={"type": "array", "items": anyone, "minItems": 1, "maxItems": 2})


def _phrases() -> Json:
    return {"type": "array", "items": PHRASE, "maxItems": 12}


def _object(**properties: Json) -> Json:
    """An object that has all of these and nothing else."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
