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
    """``http://127.0.0.1:8420`` for a bound socket: where this machine itself reaches it."""
    host, port = listening.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:
        return f"http://127.0.0.1:{port}" if address.version == 4 else f"http://[::1]:{port}"
    return f"http://[{host}]:{port}" if address.version == 6 else f"http://{host}:{port}"


def url_for_others(listening: socket.socket) -> str:
    """The address that other machines of the network use: this machine's on its way out; sends nothing."""
    host, port = listening.getsockname()[:2]
    if not ipaddress.ip_address(host).is_unspecified:
        return url_of(listening)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address; a datagram socket only looks its route up
            return f"http://{probe.getsockname()[0]}:{port}"
        except OSError:
            return f"http://{socket.gethostname()}:{port}"
