"""Remarks: what works far below has to say to whoever follows a turn, without a word in every signature between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, dict[str, object]], None]
"""Given a key of ``core.messages`` and what fills it in."""

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Remarks of this thread go to ``listener`` until the block ends."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def remark(key: str, **params: object) -> None:
    """Says it to who listens, or to nobody."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(key, params)
