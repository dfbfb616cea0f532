"""A real HTTP peer: an OpenAI-compatible server on loopback that answers, or misbehaves, as a test tells it to."""

import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from danqing.cli.serve import listening

Answer = Callable[[dict[str, Any]], Response]


class Peer:
    """``answers``: one for each completion, the last one again and again; an Exception in a stream drops it.

    ``bodies``, ``headers``: of the completions that came. ``gone``: set when a client left in the midst of a stream.
    """

    def __init__(self, *answers: Answer, models: tuple[dict[str, Any], ...] = ({"id": "mine"},), key: str = "") -> None:
        self.answers = list(answers)
        self.models = models
        self.key = key
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.gone = threading.Event()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/models", self._models),
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
            ]
        )

    def _wrong(self, request: Request) -> Response | None:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return JSONResponse({"error": {"message": f"not {request.headers.get('authorization')}"}}, 401)
        return None

    async def _models(self, request: Request) -> Response:
        return self._wrong(request) or JSONResponse({"object": "list", "data": list(self.models)})

    async def _complete(self, request: Request) -> Response:
        if wrong := self._wrong(request):
            return wrong
        self.bodies.append(await request.json())
        self.headers.append(dict(request.headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return await anyio.to_thread.run_sync(answer, self.bodies[-1])

    def streaming(self, *pieces: str, pause: float = 0.0, then: Exception | None = None, end: bool = True) -> Answer:
        """Streams the pieces, each after ``pause`` seconds; ``then`` breaks the connection."""

        async def events() -> AsyncIterator[str]:
            try:
                yield ": hello\n\n"
                for piece in pieces:
                    await anyio.sleep(pause)
                    yield event({"content": piece})
                if then is not None:
                    raise then
                if end:
                    yield event({}, "stop") + "data: [DONE]\n\n"
            except BaseException:
                self.gone.set()
                raise

        return lambda body: StreamingResponse(events(), media_type="text/event-stream")


def event(delta: dict[str, Any], finish: str | None = None) -> str:
    """One server-sent event of a completion."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'object': 'chat.completion.chunk', 'choices': [choice]}, ensure_ascii=False)}\n\n"


def status(code: int, message: str = "no", **headers: str) -> Answer:
    """An error as servers state it."""
    return lambda body: JSONResponse({"error": {"message": message, "code": code}}, code, headers)


def raw(text: str | bytes, kind: str = "application/json") -> Answer:
    """Any body with status 200."""
    return lambda body: Response(text, media_type=kind)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The base address of the application on a free port of this machine."""
    with listening("127.0.0.1", 0) as door:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}/v1"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
            assert not thread.is_alive(), "the server did not stop"
