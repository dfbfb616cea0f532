"""The wire of any instruction-tuned language model: the rules as system message, then scene, hints and request."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from danqing.core.codec import dumps, edit_to_json, scene_to_json
from danqing.core.reading import Constraint, Earlier, Entity, Message, Request
from danqing.core.scene import Scene, SceneEdit
from danqing.language.wires.general_schema import edits_schema
from danqing.language.wires.reading import read_edits

MAX_NEW_TOKENS = 600
KEPT_TURNS = 3
"""Earlier turns shown word for word, where the context has room."""
OVERHEAD = 12
"""Tokens that a chat template puts around a message, at most."""
SHORT = 60
"""Characters of an older request in the summary."""


class GeneralWire:
    """Asks for edits of the whole vocabulary. ``kept``: earlier turns shown word for word, at least three."""

    max_new_tokens = MAX_NEW_TOKENS

    def __init__(self, kept: int = KEPT_TURNS) -> None:
        self._kept = max(kept, KEPT_TURNS)

    def messages(
        self, history: Sequence[Earlier], scene: Scene, request: Request, room: int, count: Callable[[str], int]
    ) -> list[Message]:
        """Rules, scene and request always; then, as far as there is room: the last turns, the older ones summed up,
        and the examples.

        What changes from turn to turn stands last: a model's cache of what goes before stays good.
        """
        rules, asked = Message("system", _rules()), _asked(scene, request)
        room -= _cost([rules, Message("user", asked)], count)
        turns: list[Message] = []
        shown = 0
        for turn in reversed(history[-self._kept :]):
            pair = [Message("user", turn.text), Message("assistant", dumps([edit_to_json(e) for e in turn.edits]))]
            if (cost := _cost(pair, count)) > room:
                break
            turns, room, shown = pair + turns, room - cost, shown + 1
        older = _summary(history[: len(history) - shown], room, count)
        room -= count(older)
        taught = _examples()
        if _cost(taught, count) > room:
            taught = ()
        return [rules, *taught, *turns, Message("user", older + asked)]

    def constraint(self, scene: Scene, request: Request) -> Constraint:
        """The schema of edits that fit ``scene``."""
        return Constraint(edits_schema(scene))

    def read(self, answer: str, scene: Scene, request: Request) -> tuple[SceneEdit, ...]:
        """As ``reading.read_edits``."""
        return read_edits(answer)


def _asked(scene: Scene, request: Request) -> str:
    hints = f"Hints: {_hints(request.entities)}\n" if request.entities else ""
    return f"Scene: {dumps(scene_to_json(scene))}\n{hints}Request: {request.said or request.text}"


def _hints(entities: Sequence[Entity]) -> str:
    """What was recognised, as ``colour 藏青 = navy blue``; a value that says the same is left out."""
    return "; ".join(f"{e.group} {e.text}" + (f" = {e.name}" if e.name != e.text else "") for e in entities)


@cache
def _rules() -> str:
    return (files(__package__ or "") / "general_system.txt").read_text("utf-8").strip()


@cache
def _examples() -> tuple[Message, ...]:
    rows = json.loads((files(__package__ or "") / "general_examples.json").read_text("utf-8"))
    shown: list[Message] = []
    for row in rows:
        shown.append(Message("user", f"Scene: {dumps(row['scene'])}\nRequest: {row['text']}"))
        shown.append(Message("assistant", dumps(row["edits"])))
    return tuple(shown)


def _summary(turns: Sequence[Earlier], room: int, count: Callable[[str], int]) -> str:
    """Older requests in one line, the oldest ones left out first."""
    lines = [turn.text if len(turn.text) <= SHORT else f"{turn.text[: SHORT - 1]}…" for turn in turns]
    while lines:
        summary = "Earlier in this conversation the user asked: " + " / ".join(lines) + "\n"
        if count(summary) <= room:
            return summary
        lines.pop(0)
    return ""


def _cost(messages: Sequence[Message], count: Callable[[str], int]) -> int:
    return sum(count(message.content) + OVERHEAD for message in messages)
