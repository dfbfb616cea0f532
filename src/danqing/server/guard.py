"""Before any route: who may call (Host, Origin), how much (body), and what every answer carries (headers)."""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from danqing.server.deps import client_language
from danqing.server.headers import HEADERS
from danqing.server.problems import HttpError, problem

BODY_LIMIT = 1_000_000
"""Bytes of a request; a turn's text and edits are far below."""
PICTURE_LIMIT = 20_000_000
PICTURES = "/api/inputs"
"""Where a whole picture may be sent."""

_SAFE = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """ASGI middleware.

    Host: only names of this machine, so that a foreign name that resolves to 127.0.0.1 (DNS rebinding) is refused;
    with ``lan`` also bare addresses of a private network, which no foreign name can pose as.
    Origin: whatever may change something must come from a page of this very server, or from no page at all.
    """

    def __init__(self, app: ASGIApp, lan: bool = False) -> None:
        self._app = app
        self._lan = lan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = PICTURE_LIMIT if scope["path"] == PICTURES else BODY_LIMIT
        refusal = _refusal(scope["method"], headers, limit, self._lan)
        if refusal is not None:
            answer = problem(refusal, client_language(Request(scope)))
            await answer(scope, receive, _with_headers(send))
            return
        await self._app(scope, _limited(receive, limit), _with_headers(send))


def _refusal(method: str, headers: Headers, limit: int, lan: bool) -> HttpError | None:
    host = headers.get("host", "")
    if not is_this_machine(host) and not (lan and is_private_address(host)):
        return HttpError(403, "host_refused", host=host[:80] or "?")
    if method not in _SAFE:
        origin = headers.get("origin")
        foreign = origin is not None and origin != f"http://{host}"
        if foreign or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return HttpError(403, "origin_refused", origin=(origin or "?")[:80])
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        return HttpError(413, "body_too_large", limit=limit)
    return None


def on_this_machine(request: Request) -> None:
    """For routes that name files or change settings: nobody else may, even where the local network is let in."""
    client = request.client.host if request.client else ""
    if not is_this_machine(request.headers.get("host", "")) or not _is_loopback(client):
        raise HttpError(403, "only_here")


def is_this_machine(host: str) -> bool:
    """Whether a Host header, port or not, names this machine: ``localhost`` or a loopback address."""
    name = _name(host)
    if name == "localhost":
        return True
    return _is_loopback(name or "")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def is_private_address(host: str) -> bool:
    """Whether a Host header, port or not, is an address, not a name, of a private network."""
    name = _name(host)
    try:
        address = ipaddress.ip_address(name or "")
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified


def _name(host: str) -> str | None:
    """The name in a Host header without its port; None where it is no such header."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return None if parts.path or parts.username is not None else name


def _limited(receive: Receive, limit: int) -> Receive:
    """Counts a body that comes without a length (chunked)."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, str(limit))  # FastAPI would turn any other error into its own 400
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def extended(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return extended
