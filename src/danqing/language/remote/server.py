"""One OpenAI-compatible server over HTTP: its models, and streamed chat completions with retries and plain errors."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.language.remote.chunks import Garbage, Piece, error_text, read_answer, read_line, read_lines, read_object
from danqing.language.remote.hosts import checked_url

if TYPE_CHECKING:
    import ssl

    import httpx

LONGEST_WAIT = 5.0
"""Seconds of a server's Retry-After that are waited, at most."""
_BUSY = (429, 502, 503)
_AGAIN = {"remote_busy", "remote_broke"}


@dataclass(frozen=True, slots=True)
class Terms:
    """How servers may be reached: hosts beside this machine, seconds to connect and without a byte, the tokens of
    context where a server does not tell, and the seconds before each further attempt."""

    allowed_hosts: tuple[str, ...] = ()
    connect_s: float = 5.0
    silence_s: float = 120.0
    context: int = 8192
    back_off: tuple[float, ...] = (0.5, 1.0, 2.0)


class Server:
    """Where requests go. Proxies and ``.netrc`` of the environment are ignored, redirects are not followed.

    Every method raises ModelUnusable and says what is wrong and what to do. The key never comes into a message.
    """

    def __init__(self, url: str, key: str, terms: Terms) -> None:
        """Raises ModelUnusable for a host that is not allowed."""
        self.url = checked_url(url, terms.allowed_hosts)
        self._key = key
        self._terms = terms

    async def models(self) -> list[dict[str, Any]]:
        """The entries of ``GET /models``; answered within the time to connect, or not at all."""
        async with self._answer("GET", "/models", silence_s=self._terms.connect_s) as answer:
            body = bytearray()
            async with aclosing(read_lines(answer.aiter_raw())) as lines:
                async for line in lines:
                    body += line
            found = read_object(bytes(body)).get("data")
        if not isinstance(found, list):
            raise self._unusable("remote_garbage", detail="/models without data")
        return [entry for entry in found if isinstance(entry, dict) and isinstance(entry.get("id"), str)]

    async def complete(self, body: dict[str, Any], take: Callable[[Piece], None]) -> None:
        """Streams one completion into ``take``. Busy servers and broken connections are tried again, with pauses, as
        long as no piece has come."""
        begun = False

        def taken(piece: Piece) -> None:
            nonlocal begun
            begun = True
            take(piece)

        for pause in (*self._terms.back_off, None):
            try:
                return await self._once(body, taken)
            except ModelUnusable as error:
                if pause is None or begun or error.key not in _AGAIN:
                    raise
                asked = error.params.get("after")
                await asyncio.sleep(max(pause, asked) if isinstance(asked, float) else pause)

    async def _once(self, body: dict[str, Any], take: Callable[[Piece], None]) -> None:
        async with self._answer("POST", "/chat/completions", body) as answer:
            streamed = answer.headers.get("content-type", "").startswith("text/event-stream")
            whole = bytearray()
            async with aclosing(read_lines(answer.aiter_raw())) as lines:
                async for line in lines:
                    if not streamed:
                        whole += line + b"\n"
                    elif (piece := read_line(line)) is not None:
                        self._pass_on(piece, take)
                        if piece.ended:
                            return
            if streamed:
                raise self._unusable("remote_broke", detail="EOF")
            self._pass_on(read_answer(bytes(whole)), take)

    def _pass_on(self, piece: Piece, take: Callable[[Piece], None]) -> None:
        if piece.error:
            raise self._unusable("remote_refused", detail=piece.error, status=200)
        take(piece)

    @asynccontextmanager
    async def _answer(
        self, method: str, path: str, body: dict[str, Any] | None = None, silence_s: float | None = None
    ) -> AsyncIterator["httpx.Response"]:
        """The answer's head, checked. Whatever goes wrong with it or while its body is read is said in words."""
        import httpx

        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        silence = silence_s or self._terms.silence_s
        client = httpx.AsyncClient(
            verify=_trust(),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(silence, connect=self._terms.connect_s),
            headers=headers,
        )
        try:
            async with client, client.stream(method, self.url + path, json=body) as answer:
                if answer.status_code != 200:
                    raise await self._refusal(answer)
                yield answer
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self._unusable("remote_down", detail=_reason(error)) from error
        except httpx.TimeoutException as error:
            raise self._unusable("remote_silent", seconds=silence) from error
        except httpx.HTTPError as error:
            raise self._unusable("remote_broke", detail=str(error) or type(error).__name__) from error
        except Garbage as error:
            raise self._unusable("remote_garbage", detail=str(error)) from error

    async def _refusal(self, answer: "httpx.Response") -> ModelUnusable:
        """What an answer other than 200 means."""
        status = answer.status_code
        if 300 <= status < 400:
            return self._unusable("remote_redirect", target=answer.headers.get("location", "?"))
        if status in (401, 403):
            return self._unusable("remote_key", status=status)
        if status in _BUSY:
            after = _seconds(answer.headers.get("retry-after", ""))
            return self._unusable("remote_busy", status=status, after=after)
        detail = ""
        async with aclosing(read_lines(answer.aiter_raw())) as lines:
            try:
                detail = error_text(read_object(b"".join([line async for line in lines])))
            except Garbage:
                detail = answer.reason_phrase
        return self._unusable("remote_refused", detail=f"HTTP {status}: {detail}", status=status)

    def _unusable(self, key: str, **params: object) -> ModelUnusable:
        """The error, without the key that a server may have quoted."""
        if self._key:
            params = {name: v.replace(self._key, "***") if isinstance(v, str) else v for name, v in params.items()}
        return ModelUnusable(key, url=self.url, **params)


def _reason(error: BaseException) -> str:
    """What the system says of a connection that was not made: it stands at the end of a chain of causes."""
    causes = [error]
    for known in causes:
        following = (known.__cause__ or known.__context__, *getattr(known, "exceptions", ()))
        causes += [cause for cause in following if cause is not None]
    said = [_system_text(cause) for cause in causes if isinstance(cause, OSError) and cause.errno]
    return said[-1] if said else str(error) or "timeout"


def _system_text(error: OSError) -> str:
    """A refused connection in the system's words; look-ups and certificates have numbers and words of their own."""
    import socket
    import ssl

    own = isinstance(error, socket.gaierror | ssl.SSLError)
    return str(error.strerror) if own else os.strerror(error.errno or 0)


def _seconds(header: str) -> float | None:
    """A Retry-After in seconds, as far as it is waited."""
    return min(float(header), LONGEST_WAIT) if header.isascii() and header.isdigit() else None


@cache
def _trust() -> "ssl.SSLContext":
    """Made once: it reads every certificate of the machine, 50 ms."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)
