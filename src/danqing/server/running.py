"""Running the application with uvicorn, and stopping it so that no stream holds it up."""

import ipaddress
import socket

import uvicorn
from fastapi import FastAPI

GRACE_S = 5
"""Seconds that open answers have to end; streams end within half a second by themselves."""


class Server(uvicorn.Server):
    """uvicorn, telling the streams to end before it waits for them. A drawing goes on in the studio's worker."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_S, ws="none")
        )
        self._stopping = app.state.stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)


def url_of(listening: socket.socket) -> str:
    """``http://127.0.0.1:8420`` for a bound socket."""
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    return f"http://{name}:{port}"
