"""The events of a turn or a training as Server-Sent Events: numbered, resumable, with heartbeats, ending with it."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Protocol

import anyio
import anyio.lowlevel
import anyio.to_thread
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from danqing.core.domain import Language
from danqing.core.errors import DanqingError
from danqing.server.problems import as_problem

HEARTBEAT_S = 10.0
"""Silence after which a comment is sent, so that proxies and clients know that the server lives."""

SLICE_S = 0.5
"""How long a thread waits for an event before it looks whether the client left or the server stops."""

STREAMS = 256
"""Streams served at once, a thread each; more wait for one to end. Routes have their own threads."""

_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Stored(Protocol):
    """A numbered event."""

    @property
    def number(self) -> int: ...

    @property
    def event(self) -> BaseModel: ...

    @property
    def last(self) -> bool:
        """Whether nothing comes after it."""
        ...


class Source(Protocol):
    """Whose events are told: as ``Studio.events`` of one turn."""

    def __call__(self, after: int, follow: bool = True, timeout: float | None = None) -> Iterator[Stored]: ...


def followed(
    source: Source,
    request: Request,
    after: int | None,
    stopping: threading.Event,
    language: Language,
    told: Callable[[BaseModel], bool] = lambda _: True,
) -> Response:
    """The events numbered above ``after`` as they come; with ``Accept: application/json`` those so far, as a list of
    those that are to be ``told``; 204 where nothing is left to tell, which ends an EventSource."""
    there = list(source(0, follow=False))
    fresh = [stored.event for stored in there if stored.number > (after or 0)]
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse([event.model_dump(mode="json") for event in fresh if told(event)])
    if not fresh and there and there[-1].last:
        return Response(status_code=204)
    return event_stream(source, after or 0, stopping, language)


def event_stream(source: Source, after: int, stopping: threading.Event, language: Language) -> StreamingResponse:
    """The answer that follows a source from the event numbered above ``after`` to its last one.

    When the store cannot be read any more the stream ends with an SSE event named ``problem``.
    """
    frames = _spoken(_frames(source, after, stopping), language)
    return StreamingResponse(frames, media_type="text/event-stream", headers=_HEADERS)


async def _spoken(frames: AsyncIterator[str], language: Language) -> AsyncIterator[str]:
    """The status was sent long ago: an error has to be told inside the stream."""
    try:
        async for text in frames:
            yield text
    except DanqingError as error:
        yield f"event: problem\ndata: {as_problem(error, language).model_dump_json()}\n\n"


async def _frames(source: Source, after: int, stopping: threading.Event) -> AsyncIterator[str]:
    limiter = _limiter()
    silent = 0.0
    yield "retry: 1000\n\n"
    while not stopping.is_set():
        arrived = await anyio.to_thread.run_sync(
            _wait, source, after, stopping, abandon_on_cancel=True, limiter=limiter
        )
        for stored in arrived:
            yield frame(stored)
            after = stored.number
            if stored.last:
                return
        silent = 0.0 if arrived else silent + SLICE_S
        if silent >= HEARTBEAT_S:
            silent = 0.0
            yield ": still here\n\n"


def frame(stored: Stored) -> str:
    """One event: its number as the SSE id, the event's JSON as data, its type inside that."""
    return f"id: {stored.number}\ndata: {stored.event.model_dump_json()}\n\n"


def _wait(source: Source, after: int, stopping: threading.Event) -> list[Stored]:
    """The events that are there; the next one as soon as it comes; none after a slice of silence."""
    there = list(source(after, follow=False))
    if there or stopping.is_set():
        return there
    for stored in source(after, timeout=SLICE_S):
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
