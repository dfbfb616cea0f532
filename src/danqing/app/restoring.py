"""Restoring: from what a picture file tells about its making back to a turn that draws it again."""

import json
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Any

from pydantic import TypeAdapter

from danqing.core.codec import scene_from_json
from danqing.core.errors import BadInput
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import SETTING_FIELDS, Add, Clear, Scene, SceneEdit, Set
from danqing.core.technique import Technique
from danqing.core.types import Settings
from danqing.engine.limits import check_ranges


@dataclass(frozen=True, slots=True)
class Restored:
    """How a picture was made, as far as its file tells. ``edits`` make its scene in any conversation.

    ``settings``: those of ``core.types.Settings`` that mean the same on another machine; ``seed`` is the picture's own.
    Of its technique that is all but control maps and added canvas, whose pictures are in another data folder.
    """

    text: str
    prompt: str
    negative: str
    edits: tuple[SceneEdit, ...]
    settings: dict[str, Any]


_PORTABLE = ("painter", "steps", "guidance", "width", "height")


def restored(made: str | None) -> Restored | None:
    """From the text chunk ``danqing`` of a PNG; None where there is none, or nothing in it can be trusted."""
    with suppress(ValueError, TypeError, KeyError, AttributeError, BadInput, RecursionError):
        facts = json.loads(made or "")
        prompt = facts.get("prompt") or {}
        edits = remade(scene_from_json(facts["scene"])) if "scene" in facts else ()
        apply(SceneHistory(), edits)
        kinds = {field.name: field.type for field in fields(Settings)}
        settings = {name: facts["settings"][name] for name in _PORTABLE} | {"seed": facts["seed"]}
        if any(type(value) not in _admitted(kinds[name]) for name, value in settings.items()):
            return None
        settings["technique"] = _portable(facts["settings"].get("technique") or {})
        texts = (facts.get("text", ""), prompt.get("text", ""), prompt.get("negative", ""))
        if all(isinstance(text, str) for text in texts):
            return Restored(*texts, edits, settings)
    return None


def remade(scene: Scene) -> tuple[SceneEdit, ...]:
    """Edits that make ``scene`` out of any other."""
    settings = ((name, getattr(scene, name)) for name in SETTING_FIELDS)
    wanted = (Set("scene", name, value) for name, value in settings if value not in (None, ()))
    return (Clear(), *(Add(subject) for subject in scene.subjects), *wanted)


def _portable(data: object) -> Technique:
    """Raises ValueError or BadInput for a technique that no picture was made with."""
    technique = TypeAdapter(Technique).validate_json(json.dumps(data), strict=True)
    check_ranges(technique)
    return replace(technique, controls=(), outpaint=None)


def _admitted(kind: object) -> tuple[type, ...]:
    return {str: (str,), float: (int, float)}.get(kind, (int,))  # type: ignore[call-overload,no-any-return]
