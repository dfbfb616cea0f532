"""The proof of ``doctor --offline``: a whole turn while every way out of this process is denied and counted."""

import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danqing.core.types import Drawing

REQUEST = "夜空下的一艘红色小船"

_DENIED = {
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.sendmsg",
    "socket.sendto",
}


class NetworkDenied(PermissionError):
    """What a library meets that reaches for the network during the proof."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A turn that was drawn, and what reached for the network meanwhile. ``seconds``: from opening to the end."""

    drawing: "Drawing"
    attempts: tuple[str, ...]
    seconds: float


def deny_network() -> list[str]:
    """From now on every attempt is denied and appended to the list. It cannot be lifted: an audit hook stays."""
    attempts: list[str] = []

    def deny(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _DENIED:
            attempts.append(f"{event}{tuple(map(str, arguments[-2:]))}")
            raise NetworkDenied(f"{event} is denied by danqing doctor --offline")

    sys.addaudithook(deny)
    return attempts


def draw_without_network(painter: str | None = None, writer: str | None = None) -> Proof:
    """One turn in a data folder of its own; this process has to end after it."""
    attempts = deny_network()
    from danqing.app.studio import Studio

    start = time.monotonic()
    with tempfile.TemporaryDirectory() as home, Studio(home, painter=painter, writer=writer) as studio:
        drawing = studio.draw(REQUEST)
    return Proof(drawing, tuple(attempts), round(time.monotonic() - start, 2))
