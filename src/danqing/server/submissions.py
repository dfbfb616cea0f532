"""Turns that were submitted with an Idempotency-Key: a client that asks again gets the first one's id."""

import threading
from collections import OrderedDict
from collections.abc import Callable

KEPT = 1024
"""Keys remembered, the oldest forgotten first. They live in memory: a restart of the server forgets them."""


class SubmittedOnce:
    """Remembers which key made which turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: OrderedDict[tuple[str, str | None], str] = OrderedDict()

    def once(self, key: tuple[str, str | None], submit: Callable[[], str]) -> str:
        """The turn of that key, made by ``submit`` the first time; an error is not remembered."""
        with self._lock:
            if key not in self._turns:
                self._turns[key] = submit()
            while len(self._turns) > KEPT:
                self._turns.popitem(last=False)
            return self._turns[key]
