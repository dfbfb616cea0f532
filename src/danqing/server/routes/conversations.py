"""Conversations and their turns."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from danqing.server.deps import Submissions, TheStudio
from danqing.server.export import archive, pieces
from danqing.server.problems import documented
from danqing.server.shapes import (
    ConversationChange,
    ConversationList,
    ConversationMade,
    ConversationShown,
    TurnAccepted,
    listed_conversations,
    shown_conversation,
)
from danqing.server.turn_shapes import TurnBody

router = APIRouter(prefix="/api/conversations", tags=["conversations"])

IdempotencyKey = Annotated[
    str | None,
    Header(
        max_length=200,
        description="The same key for the same conversation answers the same turn, for as long as the server runs.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Words = Annotated[str, Query(max_length=200, description="Only conversations whose title or requests hold this.")]
Offset = Annotated[int, Query(ge=0, le=2**31, description="How many to pass over: `next_offset` of the part before.")]


@router.post("", status_code=201, responses=documented(507))
def create_conversation(studio: TheStudio, response: Response) -> ConversationMade:
    """A new, empty conversation."""
    conversation_id = studio.create_conversation()
    response.headers["location"] = f"/api/conversations/{conversation_id}"
    return ConversationMade(id=conversation_id)


@router.get("", responses=documented(422))
def list_conversations(studio: TheStudio, limit: Limit = 50, offset: Offset = 0, q: Words = "") -> ConversationList:
    """Conversations, the one that was spoken in last first."""
    return listed_conversations(studio.conversations(limit + 1, offset, q), limit, offset)


@router.get("/{conversation_id}", responses=documented(404))
def show_conversation(conversation_id: str, studio: TheStudio) -> ConversationShown:
    """The conversation with all its turns."""
    return shown_conversation(studio.conversation(conversation_id))


@router.patch("/{conversation_id}", responses=documented(404, 413, 422, 507))
def change_conversation(conversation_id: str, body: ConversationChange, studio: TheStudio) -> ConversationShown:
    """Gives a title, or chooses the scene that the next request changes."""
    if body.title is not None:
        studio.archive.rename(conversation_id, body.title)
    if body.scene_number is not None:
        studio.archive.go_to(conversation_id, body.scene_number)
    return shown_conversation(studio.conversation(conversation_id))


@router.delete("/{conversation_id}", status_code=204, responses=documented(404, 507))
def delete_conversation(conversation_id: str, studio: TheStudio) -> None:
    """Deletes it with its turns and pictures, for ever; what is being drawn for it stops."""
    studio.archive.delete(conversation_id)


@router.get(
    "/{conversation_id}/export",
    response_class=Response,
    responses=documented(404, also={200: {"content": {"application/zip": {}}}}),
)
def export_conversation(conversation_id: str, studio: TheStudio) -> Response:
    """A ZIP file: ``conversation.json``, as the conversation is shown here, and its pictures."""
    packed = archive(studio, conversation_id)
    headers = {"content-disposition": f'attachment; filename="danqing-{conversation_id}.zip"'}
    return StreamingResponse(pieces(packed), media_type="application/zip", headers=headers)


@router.post("/{conversation_id}/turns", status_code=202, responses=documented(404, 413, 422, 507))
def create_turn(
    conversation_id: str,
    body: TurnBody,
    studio: TheStudio,
    submissions: Submissions,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> TurnAccepted:
    """Takes a request and answers at once; what becomes of it is told by the turn's events."""

    def submit() -> str:
        edits, prompt = body.scene_edits(), body.given_prompt()
        return studio.submit(conversation_id, body.text, body.draw_options(), edits=edits, prompt=prompt)

    turn_id = submissions.once((conversation_id, idempotency_key), submit) if idempotency_key else submit()
    events = f"/api/turns/{turn_id}/events"
    response.headers["location"] = events
    return TurnAccepted(turn_id=turn_id, events=events)
