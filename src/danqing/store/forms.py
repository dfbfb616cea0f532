"""The JSON that rows hold, and back: drafts, options, prompts."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from danqing.core.codec import dumps, edit_from_json, edit_to_json, scene_from_json, scene_to_json
from danqing.core.reading import Entity, Request
from danqing.core.scene import SceneEdit
from danqing.core.technique import technique_from
from danqing.core.types import Draft, DrawOptions, Dropped, Prompt, Settings


def given_to_text(options: DrawOptions, edits: Sequence[SceneEdit] | None, prompt: Prompt | None) -> str:
    """What the caller of a turn asked for beside its text."""
    return dumps(
        {
            "options": asdict(options),
            "edits": None if edits is None else [edit_to_json(e) for e in edits],
            "prompt": asdict(prompt) if prompt else None,
        }
    )


def given_from_text(text: str) -> tuple[DrawOptions, tuple[SceneEdit, ...] | None, Prompt | None]:
    """The inverse of ``given_to_text``."""
    data = json.loads(text)
    edits = None if data["edits"] is None else tuple(edit_from_json(e) for e in data["edits"])
    options = DrawOptions(**_nested(data["options"]))
    return options, edits, data["prompt"] and prompt_from_json(data["prompt"])


def draft_to_text(draft: Draft) -> str:
    return dumps(
        {
            "request": asdict(draft.request),
            "edits": [edit_to_json(e) for e in draft.edits],
            "left_out": draft.left_out,
            "scene": scene_to_json(draft.scene),
            "reply": draft.reply,
            "prompt": asdict(draft.prompt) if draft.prompt else None,
            "settings": asdict(draft.settings) if draft.settings else None,
            "language_s": draft.language_s,
        }
    )


def draft_from_text(text: str) -> Draft:
    """The inverse of ``draft_to_text``."""
    data = json.loads(text)
    request = data["request"]
    return Draft(
        request=Request(**{**request, "entities": tuple(_entity(e) for e in request["entities"])}),
        edits=tuple(edit_from_json(e) for e in data["edits"]),
        left_out=tuple(data["left_out"]),
        scene=scene_from_json(data["scene"]),
        reply=data["reply"],
        prompt=data["prompt"] and prompt_from_json(data["prompt"]),
        settings=data["settings"] and settings_from_json(data["settings"]),
        language_s=data["language_s"],
    )


def prompt_from_json(data: dict[str, Any]) -> Prompt:
    """The inverse of ``dataclasses.asdict`` for a prompt."""
    return Prompt(**{**data, "dropped": tuple(Dropped(**part) for part in data.get("dropped", ()))})


def settings_from_json(data: dict[str, Any]) -> Settings:
    """The inverse of ``dataclasses.asdict`` for settings."""
    return Settings(**_nested(data))


def _nested(data: dict[str, Any]) -> dict[str, Any]:
    """What JSON makes lists and objects of, as it was."""
    region = data.get("region")
    technique = technique_from(data.get("technique"))
    return {**data, "region": tuple(region) if region else None, "technique": technique}


def _entity(data: dict[str, Any]) -> Entity:
    return Entity(**{**data, "implies": tuple(data.get("implies", ()))})
