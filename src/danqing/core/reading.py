"""Frozen nouns of reading: messages, requests, and what a writer is shown and makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danqing.core.domain import Language
from danqing.core.errors import DanqingError
from danqing.core.scene import Scene, SceneEdit


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of the request that was recognised: ``text`` = request[start:end].

    ``group``: one of the types of docs/entities.md, such as ``colour``; ``name``: its value, canonical English;
    ``implies``: facts that it brings along, as ``field=value`` of a scene, such as ``time=night``.
    """

    text: str
    start: int
    end: int
    group: str
    name: str
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A user's text after normalisation, with what was recognised in it.

    ``said``: the same text, character for character, with its capitals and traditional characters; empty: as ``text``.
    """

    text: str
    language: Language
    entities: tuple[Entity, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier turn as a writer is shown it: the normalised text, and the edits that it made of the scene before."""

    text: str
    edits: tuple[SceneEdit, ...]
    before: Scene


@dataclass(frozen=True, slots=True)
class Constraint:
    """What an answer must look like. A model that can be held to ``lark`` (as llguidance reads it) is held to that.

    ``schema``: a JSON schema that admits at least the same, for servers that take only one.
    """

    schema: Mapping[str, Any]
    lark: str | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the writer made of a request. ``writer``: the id of who wrote it.

    ``fallback``: what was wrong where the language model gave nothing usable and rules wrote in its place.
    """

    edits: tuple[SceneEdit, ...]
    left_out: tuple[str, ...] = ()
    writer: str = ""
    fallback: DanqingError | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A next step that is offered: ``text`` as the user would say it, and the edits that it means."""

    text: str
    edits: tuple[SceneEdit, ...]
