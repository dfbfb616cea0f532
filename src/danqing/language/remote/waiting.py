"""Waiting for a server from blocking code, and leaving at once when the user cancels."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled

T = TypeVar("T")
POLL = 0.05
"""Seconds between two looks at ``cancelled`` while the server is silent; it may be a query of the database."""


def wait_for(work: Coroutine[Any, Any, T], cancelled: Cancelled = lambda: False) -> T:
    """The result of ``work``, run in a thread of its own: the caller's may have a running loop already.

    Raises Cancelled, with the connections of ``work`` closed, once ``cancelled()`` is true.
    """
    left = threading.Event()
    with ThreadPoolExecutor(1, "server") as thread:
        try:
            return thread.submit(asyncio.run, _watched(work, lambda: left.is_set() or cancelled())).result()
        finally:
            left.set()  # Ctrl-C in the caller's thread: nothing waits for the answer any more


async def _watched(work: Coroutine[Any, Any, T], cancelled: Cancelled) -> T:
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            if cancelled():
                raise CancelledError()
            await asyncio.wait({task}, timeout=POLL)
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
