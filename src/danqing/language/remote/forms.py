"""Ways to ask for JSON, the strictest first: not every server holds its model to a schema."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from danqing.core.reading import Constraint, Message

Form = Literal["json_schema", "json_object", "words"]
FORMS: tuple[Form, ...] = ("json_schema", "json_object", "words")
_KEY = "edits"
"""Where a list stands whose server answers with objects only."""


def formed(
    messages: Sequence[Message],
    constraint: Constraint,
    form: Form,
    room: int,
    count: Callable[[str], int],
) -> dict[str, Any]:
    """``messages`` and ``response_format`` of a request. The weaker forms state the schema in words, where it fits
    into ``room`` tokens beside the messages."""
    schema = dict(constraint.schema)
    if form == "json_schema":
        named = {"name": _KEY, "strict": True, "schema": schema}
        return {"messages": written(messages), "response_format": {"type": form, "json_schema": named}}
    if form == "json_object":
        schema = _wrapped(schema)
    words = _words(schema)
    if count(words) > room:
        words = f"\nAnswer with JSON alone{', a list under the key ' + _KEY if schema.get('type') == 'object' else ''}."
    request: dict[str, Any] = {"messages": written(_told(messages, words))}
    if form == "json_object":
        request["response_format"] = {"type": form}
    return request


def unwrapped(answer: str, form: Form) -> str:
    """The list of an answer that had to be an object; any other answer as it is."""
    if form != "json_object":
        return answer
    try:
        found = json.loads(answer)
    except ValueError:
        return answer
    if not isinstance(found, dict) or not isinstance(found.get(_KEY), list):
        return answer
    return json.dumps(found[_KEY], ensure_ascii=False, separators=(",", ":"))


def _wrapped(schema: dict[str, Any]) -> dict[str, Any]:
    """An object around a list."""
    if schema.get("type") != "array":
        return schema
    return {"type": "object", "properties": {_KEY: schema}, "required": [_KEY], "additionalProperties": False}


def _words(schema: dict[str, Any]) -> str:
    dumped = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return f"\nAnswer with JSON alone that this JSON schema admits: {dumped}"


def _told(messages: Sequence[Message], words: str) -> list[Message]:
    """The messages with ``words`` at the end of the rules."""
    if messages and messages[0].role == "system":
        return [Message("system", messages[0].content + words), *messages[1:]]
    return [Message("system", words.strip()), *messages]


def written(messages: Sequence[Message]) -> list[dict[str, str]]:
    """The messages as a request holds them."""
    return [{"role": message.role, "content": message.content} for message in messages]
