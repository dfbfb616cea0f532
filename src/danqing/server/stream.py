"""The events of a turn as Server-Sent Events: numbered, resumable, with heartbeats, ending when the turn ends."""

import threading
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import anyio
import anyio.lowlevel
import anyio.to_thread
from starlette.responses import StreamingResponse

from danqing.core.domain import Language
from danqing.core.errors import DanqingError
from danqing.core.events import EVENT, StoredEvent, is_terminal
from danqing.server.problems import as_problem

if TYPE_CHECKING:
    from danqing.app.studio import Studio

HEARTBEAT_S = 10.0
"""Silence after which a comment is sent, so that proxies and clients know that the server lives."""

SLICE_S = 0.5
"""How long a thread waits for an event before it looks whether the client left or the server stops."""

STREAMS = 256
"""Streams served at once, a thread each; more wait for one to end. Routes have their own threads."""

_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def event_stream(
    studio: "Studio", turn_id: str, after: int, stopping: threading.Event, language: Language
) -> StreamingResponse:
    """The answer that follows a turn from the event numbered above ``after`` to its last one.

    When the store cannot be read any more the stream ends with an SSE event named ``problem``.
    """
    frames = _spoken(_frames(studio, turn_id, after, stopping), language)
    return StreamingResponse(frames, media_type="text/event-stream", headers=_HEADERS)


async def _spoken(frames: AsyncIterator[str], language: Language) -> AsyncIterator[str]:
    """The status was sent long ago: an error has to be told inside the stream."""
    try:
        async for text in frames:
            yield text
    except DanqingError as error:
        yield f"event: problem\ndata: {as_problem(error, language).model_dump_json()}\n\n"


async def _frames(studio: "Studio", turn_id: str, after: int, stopping: threading.Event) -> AsyncIterator[str]:
    limiter = _limiter()
    silent = 0.0
    yield "retry: 1000\n\n"
    while not stopping.is_set():
        arrived = await anyio.to_thread.run_sync(
            _wait, studio, turn_id, after, stopping, abandon_on_cancel=True, limiter=limiter
        )
        for stored in arrived:
            yield frame(stored)
            after = stored.number
            if is_terminal(stored.event):
                return
        silent = 0.0 if arrived else silent + SLICE_S
        if silent >= HEARTBEAT_S:
            silent = 0.0
            yield ": still here\n\n"


def frame(stored: StoredEvent) -> str:
    """One event: its number as the SSE id, the event's JSON as data, its type inside that."""
    data = EVENT.dump_json(stored.event).decode()
    return f"id: {stored.number}\ndata: {data}\n\n"


def _wait(studio: "Studio", turn_id: str, after: int, stopping: threading.Event) -> list[StoredEvent]:
    """The events that are there; the next one as soon as it comes; none after a slice of silence."""
    there = list(studio.events(turn_id, after, follow=False))
    if there or stopping.is_set():
        return there
    for stored in studio.events(turn_id, after, timeout=SLICE_S):
        return [stored]
    return []


_LIMITERS: "anyio.lowlevel.RunVar[anyio.CapacityLimiter]" = anyio.lowlevel.RunVar("danqing_streams")


def _limiter() -> anyio.CapacityLimiter:
    """One a running event loop."""
    try:
        return _LIMITERS.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(STREAMS)
        _LIMITERS.set(limiter)
        return limiter
