"""The JSON schema of the bundled writer's answers, for servers that cannot be held to a grammar.

It admits everything that ``starter_grammar`` admits, and a little more: what may follow what is not in it.
"""

from typing import Any

from danqing.core.domain import Domain
from danqing.core.scene import Scene
from danqing.language.wires.starter_grammar import MAX_PICTURE, wire_name

Json = dict[str, Any]


def edit_schema(scene: Scene, domain: Domain) -> Json:
    """A list of edits; existing subjects by their names, fresh ones by any kind with a number."""
    known = [wire_name(s.id, s.kind, s.colour) for s in scene.subjects]
    fresh: Json = {"type": "string", "pattern": f"^({'|'.join(domain.names('kinds'))})[1-9][0-9]?$"}
    target: Json = {"anyOf": [{"enum": known}, fresh]} if known else fresh
    edits = [
        _add(domain, fresh, target),
        _setting(domain),
        _plain("clear"),
        _plain("undo"),
        _plain("redo"),
        _goto(),
        _omit(),
    ]
    if known:
        name = {"enum": known}
        edits += [_set(domain, name, target), _object(op={"const": "remove"}, id=name)]
        edits.append(_object(op={"const": "replace"}, id=name, kind=_word(domain, "kinds")))
    return {"type": "array", "minItems": 1, "maxItems": 16, "items": {"anyOf": edits}}


def _add(domain: Domain, fresh: Json, target: Json) -> Json:
    optional = {
        "count": {"type": "integer", "minimum": 2, "maximum": domain.max_count},
        **{name: _word(domain, f"{name}s") for name in ("colour", "size", "position")},
        "relation": _relation(domain, target),
    }
    found = _object(op={"const": "add"}, id=fresh)
    return {**found, "properties": {**found["properties"], **optional}}


def _set(domain: Domain, name: Json, target: Json) -> Json:
    values = [_word(domain, group) for group in ("colours", "sizes", "positions")]
    values += [{"type": "integer", "minimum": 1, "maximum": domain.max_count}, _relation(domain, target)]
    fields = {"enum": ["count", "colour", "size", "position", "relation"]}
    return _object(op={"const": "set"}, id=name, field=fields, value={"anyOf": values})


def _setting(domain: Domain) -> Json:
    words = {"enum": [*domain.names("backgrounds"), *domain.names("styles"), None]}
    fields = {"enum": ["background", "style"]}
    return _object(op={"const": "set"}, id={"const": "scene"}, field=fields, value=words)


def _relation(domain: Domain, target: Json) -> Json:
    to = {"type": "array", "items": target, "minItems": 1, "maxItems": 2}
    return _object(kind=_word(domain, "relations"), to=to)


def _goto() -> Json:
    return _object(op={"const": "goto"}, number={"type": "integer", "minimum": 1, "maximum": MAX_PICTURE})


def _omit() -> Json:
    return _object(op={"const": "omit"}, text={"type": "string", "minLength": 1})


def _plain(op: str) -> Json:
    return _object(op={"const": op})


def _word(domain: Domain, group: str) -> Json:
    return {"enum": list(domain.names(group))}


def _object(**properties: Json) -> Json:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
