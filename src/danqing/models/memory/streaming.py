"""A network that does not fit: its layers come through a window one after another, each while the one before works."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from danqing.models.memory.arena import Arena, movable

GROUP = 64 * 1024**2
"""Bytes of weights that come together, unless a single layer has more."""


class Window:
    """Groups of layers in an arena that holds a few of them at a time. For one pass of the network at a time."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self._last: str | None = None
        self._follows: dict[str, str] = {}

    def take(self, name: str, group: Any) -> bool:
        """Lets the layers of ``group`` come whenever it is called; False where the window is too small for it."""
        tensors = movable(group)
        if not tensors or not self._arena.adopt(name, tensors, beside=self._arena.ring.parts[-1:]):
            return False
        self._arena.fetch(name)
        group.forward = self._coming(name, group.forward)
        return True

    def _coming(self, name: str, forward: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(forward)
        def come(*inputs: Any, **named: Any) -> Any:
            self._arena.fetch(name)
            self._arena.await_part(name)
            self._foresee(name)
            try:
                return forward(*inputs, **named)
            finally:
                self._arena.note_use(name)

        return come

    def _foresee(self, name: str) -> None:
        """Fetches what came after ``name`` the last time, where it lies elsewhere."""
        if self._last is not None:
            self._follows[self._last] = name
        self._last = name
        following = self._follows.get(name)
        if following is not None and not self._arena.ring.overlap(name, following):
            self._arena.fetch(following)


def groups(network: Any, most: int = GROUP) -> Iterator[Any]:
    """The largest modules of at most ``most`` bytes, or single layers; together they hold all that modules hold."""
    for module in network.children():
        if weight_of(module) <= most or not any(True for _ in module.children()):
            yield module
        else:
            yield from groups(module, most)


def weight_of(module: Any) -> int:
    """Bytes of all that it holds."""
    return sum(tensor.nbytes for tensor in (*module.parameters(), *module.buffers()))
