"""A Studio in another process, over the loopback HTTP of ``danqing serve``."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from danqing.cli.texts import TerminalError, ui_language
from danqing.core.codec import edit_from_json, edit_to_json
from danqing.core.errors import TurnFailed
from danqing.core.events import EVENT, StoredEvent, is_terminal
from danqing.core.reading import Suggestion
from danqing.core.scene import SceneEdit
from danqing.core.shown import PromptShown
from danqing.core.types import DrawOptions, Input

SILENCE = 60.0
"""Seconds without a byte after which the server counts as gone; it sends a heartbeat every ten."""

_RECONNECTS = 3
_EXIT_CODES = {403: 3, 413: 2, 422: 2}


class RemoteStudio:
    """Implements ``Door`` against the server at ``url``. Errors come in this terminal's language."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def prepare(self, painter: str | None = None, writer: str | None = None) -> None:
        """Nothing: the models are the server's, and it answers for them."""

    def create_conversation(self) -> str:
        return str(self._json("POST", "/api/conversations")["id"])

    def submit(
        self, conversation_id: str, text: str, options: DrawOptions, *, edits: Sequence[SceneEdit] | None = None
    ) -> str:
        body: dict[str, Any] = {"text": text, "options": asdict(options)}
        if edits is not None:
            body["edits"] = [edit_to_json(edit) for edit in edits]
        return str(self._json("POST", f"/api/conversations/{conversation_id}/turns", body)["turn_id"])

    def show_prompt(self, text: str, *, dialect: str | None = None, **options: Any) -> PromptShown:
        given = {name: value for name, value in options.items() if value is not None}
        if "technique" in given:
            given["technique"] = asdict(given["technique"])
        return PromptShown.model_validate(
            self._json("POST", "/api/prompt", {"text": text, "dialect": dialect, **given})
        )

    def events(self, turn_id: str, after: int = 0) -> Iterator[StoredEvent]:
        """Follows to the terminal event; a broken connection is taken up again where it broke."""
        failures = 0
        while True:
            try:
                for stored in self._follow(turn_id, after):
                    failures, after = 0, stored.number
                    yield stored
                    if is_terminal(stored.event):
                        return
                failures += 1
            except (OSError, HTTPException) as error:
                failures += 1
                if failures > _RECONNECTS:
                    raise self._gone(error) from error
            if failures > _RECONNECTS:
                raise self._gone(EOFError("the stream ended early"))

    def cancel(self, turn_id: str) -> bool:
        return bool(self._json("POST", f"/api/turns/{turn_id}/cancel")["cancelling"])

    def suggestions(self, turn_id: str) -> Sequence[Suggestion]:
        offered = self._json("GET", f"/api/turns/{turn_id}/suggestions")
        return [Suggestion(one["text"], tuple(map(edit_from_json, one["edits"]))) for one in offered]

    def bring(self, data: bytes) -> Input:
        shown = self._json("POST", "/api/inputs", data)
        return Input(shown["id"], shown["width"], shown["height"])

    def picture_bytes(self, picture_id: str) -> bytes:
        with self._open("GET", f"/api/pictures/{picture_id}/file") as answer:
            return answer.read()

    def _follow(self, turn_id: str, after: int) -> Iterator[StoredEvent]:
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
        with self._open("GET", f"/api/turns/{turn_id}/events", headers=headers) as answer:
            number, kind = after, ""
            for raw in answer:
                name, _, value = raw.decode("utf-8").rstrip("\r\n").partition(": ")
                if name == "id":
                    number = int(value)
                elif name == "event":
                    kind = value
                elif name == "data" and kind == "problem":
                    raise _problem(value.encode(), 0)
                elif name == "data":
                    yield _stored(turn_id, number, value)

    def _json(self, method: str, path: str, body: dict[str, Any] | bytes | None = None) -> Any:
        with self._open(method, path, body) as answer:
            return json.loads(answer.read())

    def _open(
        self, method: str, path: str, body: dict[str, Any] | bytes | None = None, headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        request = Request(self.url + path, data=data, method=method, headers=headers or {})
        request.add_header("Accept-Language", ui_language())
        if data is not None:
            request.add_header("Content-Type", "application/json" if isinstance(body, dict) else "image/png")
        try:
            return _opener().open(request, timeout=SILENCE)  # type: ignore[no-any-return]
        except HTTPError as error:
            raise _problem(error.read(), error.code) from error
        except (OSError, HTTPException) as error:
            raise self._gone(error) from error

    def _gone(self, error: Exception) -> TerminalError:
        return TerminalError("server_gone", url=self.url, detail=getattr(error, "reason", None) or error)


def _opener() -> OpenerDirector:
    """Without the proxies of the environment: the server is on this machine."""
    return build_opener(ProxyHandler({}))


def _stored(turn_id: str, number: int, data: str) -> StoredEvent:
    from datetime import UTC, datetime

    return StoredEvent(turn_id=turn_id, number=number, created_at=datetime.now(UTC), event=EVENT.validate_json(data))


def _problem(body: bytes, status: int) -> TurnFailed:
    """The server's problem+json as the error that it was made from."""
    try:
        data = json.loads(body)
        code, text, retryable = str(data["code"]), str(data["detail"]), bool(data.get("retryable"))
    except (ValueError, KeyError, TypeError):
        code, text, retryable = f"http_{status}", f"HTTP {status}", False
    return TurnFailed(code, text, retryable=retryable, exit_code=_EXIT_CODES.get(status, 1))
