"""The first half of a turn: understand, edit the scene, write the prompt, approve, accept a job."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from danqing.conversation.drafting import Drafted, Tools, draft
from danqing.conversation.ending import MAX_ATTEMPTS
from danqing.conversation.history import in_its_language
from danqing.conversation.stream import asked as asked_back
from danqing.conversation.stream import finished, noticing, prompt_ready, scene_changed, told, understood
from danqing.core.errors import ModelUnusable
from danqing.core.protocols import Cancelled, Gate, TurnStore
from danqing.core.reading import Request
from danqing.core.types import Claim, Turn


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works together in ``turn``."""

    store: TurnStore
    gate: Gate
    understand: Callable[[Turn], Request]
    tools: Tools


def turn(claim: Claim, desk: Desk, cancelled: Cancelled) -> None:
    """Carries a submitted turn to an accepted drawing job, or to its end where nothing is to be drawn.

    Raises Refused, BadInput, ModelUnusable and Cancelled: the worker then ends the turn with what they say.
    """
    if claim.attempts > MAX_ATTEMPTS:
        raise ModelUnusable("attempts_reading", count=MAX_ATTEMPTS)
    started = time.perf_counter()
    asked = desk.store.turn(claim.turn_id)
    past = desk.store.conversation(asked.conversation_id)

    request = in_its_language(desk.understand(asked), past, asked)
    desk.store.emit(claim, understood(request))
    desk.gate.request(request)

    with noticing(partial(desk.store.emit, claim), request.language):
        drafted = _timed(draft(asked, past, request, desk.tools, cancelled), started)
    made = drafted.draft
    events = [scene_changed(drafted), told(made), *([asked_back(drafted.question)] if drafted.question else [])]
    if made.prompt is None or made.settings is None:
        last = finished(asked.created_at, language_s=made.language_s)
        desk.store.end(claim, "finished", [*events, last], made, drafted.history)
        return
    desk.gate.approve(made.prompt, made.settings)
    events.append(prompt_ready(made.prompt, made.settings, request.language, drafted.choice))
    desk.store.accept(claim, made, drafted.history, events)


def _timed(drafted: Drafted, started: float) -> Drafted:
    return replace(drafted, draft=replace(drafted.draft, language_s=time.perf_counter() - started))
