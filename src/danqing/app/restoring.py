"""Restoring: from what a picture file tells about its making back to a turn that draws it again."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Any

from pydantic import TypeAdapter

from danqing.core.codec import scene_from_json
from danqing.core.errors import BadInput
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import SETTING_FIELDS, Add, Clear, Scene, SceneEdit, Set
from danqing.core.technique import Technique
from danqing.core.types import Prompt, Settings
from danqing.engine.limits import check_ranges


@dataclass(frozen=True, slots=True)
class Restored:
    """How a picture was made, as far as its file tells. ``edits`` make its scene in any conversation.

    ``settings``: those of ``core.types.Settings`` that draw this one picture alone: ``seed`` is its own, and
    ``layout_seed`` what the prompt of its turn was planned with. ``prompt``: None where the file keeps it back; the
    scene alone does not tell where an earlier turn had put things.
    """

    text: str
    prompt: Prompt | None
    edits: tuple[SceneEdit, ...]
    settings: dict[str, Any]


_PORTABLE = ("painter", "steps", "guidance", "width", "height")
_STARTED = ("base", "strength", "mask", "region")


def restored(made: str | None, there: Callable[[str], bool] = lambda _: False) -> Restored | None:
    """From the text chunk ``danqing`` of a PNG; None where there is none, or nothing in it can be trusted.

    ``there``: whether a picture of that id is on this machine. What drawing started from is named only where it is.
    """
    with suppress(ValueError, TypeError, KeyError, AttributeError, BadInput, RecursionError):
        facts = json.loads(made or "")
        started = _started(facts["settings"], there)
        started |= _technique(facts["settings"].get("technique"), there, "base" in started)
        edits = remade(scene_from_json(facts["scene"]), there) if "scene" in facts else ()
        apply(SceneHistory(), edits)
        kinds = {field.name: field.type for field in fields(Settings)}
        settings = {name: facts["settings"][name] for name in _PORTABLE} | {"seed": facts["seed"], "number": 1}
        if any(type(value) not in _admitted(kinds[name]) for name, value in settings.items()):
            return None
        planned = facts["settings"].get("layout_seed")
        planned = facts["settings"].get("seed", facts["seed"]) if planned is None else planned
        text, prompt = facts.get("text", ""), _prompt(facts.get("prompt"))
        if isinstance(text, str) and type(planned) is int:
            return Restored(text, prompt, edits, settings | started | {"layout_seed": planned})
    return None


def remade(scene: Scene, there: Callable[[str], bool] = lambda _: True) -> tuple[SceneEdit, ...]:
    """Edits that make ``scene`` out of any other, without a base that is not ``there``."""
    settings = [(name, getattr(scene, name)) for name in SETTING_FIELDS]
    wanted = (
        Set("scene", name, value)
        for name, value in settings
        if value not in (None, ()) and (name != "base" or there(str(value)))
    )
    return (Clear(), *(Add(subject) for subject in scene.subjects), *wanted)


def _prompt(said: Any) -> Prompt | None:
    """The prompt; ValueError where it is none."""
    if said is None:
        return None
    texts = (said["text"], said["negative"], said["dialect"])
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a prompt is three texts")
    return Prompt(*texts)


def _started(settings: dict[str, Any], there: Callable[[str], bool]) -> dict[str, Any]:
    """The picture that drawing started from and how, where it is on this machine, with its mask."""
    base, strength, mask, region = (settings.get(name) for name in _STARTED)
    if not all(isinstance(id, str) and there(id) for id in (base, *([mask] if mask is not None else []))):
        return {}
    if not isinstance(strength, int | float) or (region is not None and [type(side) for side in region] != [float] * 4):
        raise ValueError("a strength is a number, a region four of them")
    return dict(zip(_STARTED, (base, float(strength), mask, region and tuple(region)), strict=True))


def _technique(said: Any, there: Callable[[str], bool], based: bool) -> dict[str, Any]:
    """How it was made beside the numbers; ValueError where it is none.

    Without control maps that are not ``there``, and without added canvas where it is not ``based`` on a picture.
    """
    if not said:
        return {}
    found = TypeAdapter(Technique).validate_json(json.dumps(said), strict=True)
    check_ranges(found)
    controls = tuple(one for one in found.controls if there(one.image))
    return {"technique": replace(found, controls=controls, outpaint=found.outpaint if based else None)}


def _admitted(kind: object) -> tuple[type, ...]:
    return {str: (str,), float: (int, float)}.get(kind, (int,))  # type: ignore[call-overload,no-any-return]
