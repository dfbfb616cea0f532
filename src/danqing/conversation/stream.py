"""What a turn knows, as events."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict

from danqing.conversation.asking import Question
from danqing.conversation.drafting import Drafted
from danqing.core.codec import change_to_json, edit_to_json, scene_to_json
from danqing.core.domain import Language
from danqing.core.events import (
    Asked,
    ChoiceShown,
    ChosenShown,
    DroppedShown,
    EntityShown,
    Event,
    Finished,
    Noticed,
    PromptReady,
    RedrawShown,
    RouteScore,
    SceneChanged,
    SettingsShown,
    TextDelta,
    Understood,
)
from danqing.core.messages import say
from danqing.core.reading import Request
from danqing.core.remarks import listening
from danqing.core.routing import Choice
from danqing.core.types import Draft, Prompt, Settings


def noticing(emit: Callable[[Event], None], language: Language) -> AbstractContextManager[None]:
    """Remarks inside are told to the user as they come."""

    def tell(key: str, params: dict[str, object]) -> None:
        emit(Noticed(code=key, message=say(language, key, **params)))

    return listening(tell)


def understood(request: Request) -> Event:
    """The request after normalisation."""
    entities = tuple(EntityShown(**asdict(entity)) for entity in request.entities)
    return Understood(text=request.text, language=request.language, entities=entities)


def scene_changed(drafted: Drafted) -> Event:
    """The scene, its diff, the edits, and what was left out."""
    made = drafted.draft
    return SceneChanged(
        scene=scene_to_json(made.scene),
        changes=tuple(change_to_json(change) for change in drafted.changes),
        edits=tuple(edit_to_json(edit) for edit in made.edits),
        left_out=made.left_out,
        writer=drafted.writer,
        fallback=_instead(drafted),
        redraw=_way(drafted),
    )


def _instead(drafted: Drafted) -> str | None:
    """Why rules read the request, for the user."""
    if drafted.fallback is None:
        return None
    language = drafted.draft.request.language
    return say(language, "fallback", reason=drafted.fallback.message(language))


def _way(drafted: Drafted) -> RedrawShown | None:
    """How the picture is made, where there was one before."""
    if drafted.redraw is None or drafted.redraw.rule == "redraw_first":
        return None
    return RedrawShown(mode=drafted.redraw.mode, reason=drafted.redraw.reason(drafted.draft.request))


def asked(question: Question) -> Event:
    """The choices, each with its edits."""
    return Asked(
        question=question.text,
        choices=tuple(
            ChoiceShown(label=c.label, edits=tuple(edit_to_json(edit) for edit in c.edits)) for c in question.choices
        ),
    )


def told(draft: Draft) -> Event:
    """The reply."""
    return TextDelta(text=draft.reply)


def chosen(choice: Choice | None) -> ChosenShown | None:
    """Who was chosen to draw, and why; None where the user chose."""
    if choice is None:
        return None
    scores = tuple(RouteScore(**asdict(score)) for score in choice.scores)
    return ChosenShown(painter=choice.painter, reason=choice.reason, scores=scores)


def prompt_ready(prompt: Prompt, settings: Settings, language: Language, choice: Choice | None = None) -> Event:
    """What the picture model will read, and why it does not hold the rest."""
    return PromptReady(
        prompt=prompt.text,
        negative=prompt.negative,
        dialect=prompt.dialect,
        painter=settings.painter,
        settings=SettingsShown(**asdict(settings)),
        dropped=tuple(DroppedShown(text=part.text, reason=say(language, part.reason)) for part in prompt.dropped),
        chosen=chosen(choice),
    )


def finished(created_at: float, language_s: float = 0.0, draw_s: float = 0.0, encode_s: float = 0.0) -> Event:
    """The end, with the seconds since ``created_at`` (seconds since 1970) as total."""
    return Finished(
        language_s=round(language_s, 3),
        draw_s=round(draw_s, 3),
        encode_s=round(encode_s, 3),
        total_s=round(max(0.0, time.time() - created_at), 3),
    )
