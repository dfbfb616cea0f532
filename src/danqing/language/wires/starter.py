"""The wire of the bundled writer: one form of its messages, shared by training and the running product.

On the wire an id says what it names (``rabbit2`` for the rabbit ``s2``), so that a small model copies a word where it
would else have to look up a number; the kind needs no field of its own then. What the scene already has is named with
its colour (``red rabbit2``), since people tell two things apart by it; a new subject gets its colour in a field, after
the kind, because its name comes before the text has been searched for the colour.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from json import JSONDecodeError, JSONDecoder

from danqing.core.codec import Json, dumps, edit_from_json, edit_to_json, scene_from_json, scene_to_json
from danqing.core.domain import Domain
from danqing.core.errors import ModelUnusable
from danqing.core.reading import Constraint, Earlier, Message, Request
from danqing.core.scene import Add, Clear, Scene, SceneEdit
from danqing.language.wires.starter_grammar import edit_grammar, says_colour, wire_name
from danqing.language.wires.starter_schema import edit_schema

MAX_NEW_TOKENS = 320
"""Four full subjects, a setting and an omission take about 150 tokens of the bundled writer."""
SYSTEM = "Turn the request into scene edits."
EARLIER_TURNS = 3
_NAME = re.compile(r"(?:([A-Za-z]+) )?([a-z]+)([1-9][0-9]*)")


class StarterWire:
    """Asks for edits within ``domain``."""

    max_new_tokens = MAX_NEW_TOKENS

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def messages(
        self, history: Sequence[Earlier], scene: Scene, request: Request, room: int, count: Callable[[str], int]
    ) -> list[Message]:
        """Always the last three turns: the model was trained on just that, and its requests are short."""
        return compose_messages(history, scene, request.text)

    def constraint(self, scene: Scene, request: Request) -> Constraint:
        """The edits that are valid for ``scene``; quotations are pieces of the request."""
        return Constraint(edit_schema(scene, self._domain), edit_grammar(scene, self._domain, request.text))

    def read(self, answer: str, scene: Scene, request: Request) -> tuple[SceneEdit, ...]:
        """As ``read_answer``."""
        return read_answer(answer)


def compose_messages(history: Sequence[Earlier], scene: Scene, text: str) -> list[Message]:
    """The messages of one turn.

    The last three turns of ``history`` (oldest first) are shown; ``scene`` is the present one, ``text`` the normalised
    request.
    """
    messages = [Message("system", SYSTEM)]
    for turn in history[-EARLIER_TURNS:]:
        messages += [Message("user", turn.text), Message("assistant", write_answer(turn.before, turn.edits))]
    messages.append(Message("user", f"{_write_scene(scene)}\n{text}"))
    return messages


def read_request(message: Message) -> tuple[Scene, str]:
    """Scene and text of the last of ``compose_messages``."""
    first, _, text = message.content.partition("\n")
    return scene_from_json(_plain(json.loads(first))), text


def write_answer(scene: Scene, edits: Sequence[SceneEdit]) -> str:
    """The edits that a request made to ``scene``, as the writer writes them."""
    anew = any(isinstance(edit, Clear) for edit in edits)
    names = {} if anew else {s.id: wire_name(s.id, s.kind, s.colour) for s in scene.subjects}
    names |= {e.subject.id: wire_name(e.subject.id, e.subject.kind) for e in edits if isinstance(e, Add)}
    return dumps([_named(edit_to_json(edit), names) for edit in edits])


def read_answer(answer: str) -> tuple[SceneEdit, ...]:
    """The edits of an answer; of one that was cut short, the whole edits and the beginning of a quotation.

    ModelUnusable where there is no edit in it; EditInvalid for an edit of another shape.
    """
    try:
        items = json.loads(answer)
    except JSONDecodeError:
        items = _whole_items(answer)
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise ModelUnusable("writer_failed")
    return tuple(edit_from_json(_plain(item)) for item in items)


def _write_scene(scene: Scene) -> str:
    names = {s.id: wire_name(s.id, s.kind, s.colour) for s in scene.subjects}
    data = scene_to_json(scene)
    return dumps({**data, "subjects": [_shown(subject, names) for subject in data["subjects"]]})


def _shown(subject: Json, names: Mapping[str, str]) -> Json:
    """A subject of the scene: its name says the colour."""
    out = _named(subject, names)
    if says_colour(out.get("colour")):
        del out["colour"]
    return out


def _named(item: Json, names: Mapping[str, str]) -> Json:
    """A subject or an edit with names for ids; what the name says is left out."""
    out: Json = {key: _renamed(value, names) for key, value in item.items()}
    if "id" in out:
        out["id"] = names.get(out["id"], out["id"])
    if item.get("op", "add") == "add":
        del out["kind"]
    return out


def _renamed(value: object, names: Mapping[str, str]) -> object:
    return (
        {**value, "to": [names.get(i, i) for i in value["to"]]} if isinstance(value, dict) and "to" in value else value
    )


def _plain(item: Json) -> Json:
    """The inverse of ``_named``, for a scene and its subjects too."""
    out = {key: _unnamed(value) for key, value in item.items()}
    match = _NAME.fullmatch(str(out.get("id")))
    if match is None:
        return out
    kind = {"kind": match[2]} if item.get("op", "add") == "add" else {}
    colour = {"colour": match[1]} if match[1] and "op" not in item else {}
    head = {"op": item["op"]} if "op" in item else {}
    return {**head, **out, "id": f"s{match[3]}", **kind, **colour}


def _unnamed(value: object) -> object:
    if isinstance(value, list):
        return [_plain(part) if isinstance(part, dict) else part for part in value]
    if isinstance(value, dict) and isinstance(value.get("to"), list):
        return {**value, "to": [_NAME.sub(r"s\3", str(name)) for name in value["to"]]}
    return value


def _whole_items(answer: str) -> list[object]:
    decoder, items, at = JSONDecoder(), list[object](), 1
    while at < len(answer):
        try:
            item, end = decoder.raw_decode(answer, at)
        except JSONDecodeError:
            return items + _cut_quotation(answer[at:])
        items.append(item)
        at = end + 1
    return items


def _cut_quotation(rest: str) -> list[object]:
    """The omission that the answer's end cut short; a half-written escape at the very end is dropped."""
    opening = '{"op":"omit","text":"'
    if not rest.startswith(opening):
        return []
    for end in (len(rest), len(rest) - 1):
        try:
            text = json.loads(f'"{rest[len(opening) : end]}"')
        except JSONDecodeError:
            continue
        return [{"op": "omit", "text": text}] if text else []
    return []
