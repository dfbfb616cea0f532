"""Following and stopping a turn."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from danqing.core.events import Event, Step
from danqing.server.deps import ClientLanguage, Stopping, TheStudio
from danqing.server.problems import documented
from danqing.server.shapes import CancelShown, SuggestionShown, shown_suggestion
from danqing.server.stream import followed

router = APIRouter(prefix="/api/turns", tags=["turns"])

STREAM = {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
LastEventId = Annotated[
    int | None, Header(alias="Last-Event-ID", ge=0, le=2**53, description="Only events numbered above this one.")
]
Steps = Annotated[bool, Query(description="Whether the list holds steps and their previews; a stream always does.")]


@router.get(
    "/{turn_id}/events",
    response_model=list[Event],
    responses=documented(404, also={200: STREAM, 204: {"description": "The turn is over and has no further event."}}),
)
def follow_turn(
    turn_id: str,
    request: Request,
    studio: TheStudio,
    stopping: Stopping,
    language: ClientLanguage,
    last_event_id: LastEventId = None,
    steps: Steps = True,
) -> Response:
    """The turn's events as they come, to the last one; with ``Accept: application/json`` those so far, as a list.

    As a stream each event has its number as SSE id and its JSON as data. A client that reconnects sends the last id
    that it saw; when nothing is left to tell the answer is 204, which ends an EventSource.
    """
    source = partial(studio.events, turn_id)
    return followed(
        source, request, last_event_id, stopping, language, lambda event: steps or not isinstance(event, Step)
    )


@router.get("/{turn_id}/suggestions", responses=documented(404))
def suggest_next(turn_id: str, studio: TheStudio) -> list[SuggestionShown]:
    """What may be asked for next, in the language of the turn; none for a turn that drew nothing."""
    return [shown_suggestion(one) for one in studio.suggestions(turn_id)]


@router.post("/{turn_id}/cancel", status_code=202, responses=documented(404))
def cancel_turn(turn_id: str, studio: TheStudio) -> CancelShown:
    """Asks the turn to stop, waiting or drawing; its events tell when it has."""
    return CancelShown(cancelling=studio.cancel(turn_id))
