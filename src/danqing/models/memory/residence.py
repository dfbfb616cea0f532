"""Who is on a device now: parts of models come when they are leased, and stay until their place is needed."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from danqing.models.memory.arena import Arena, movable
from danqing.models.memory.leases import Lease, Leases
from danqing.models.memory.streaming import Window, groups

_SHARES = (1.0, 0.9, 0.75, 0.5, 0.0)
"""Of the free room that layers which stay are tried in: tensors never fill it to the last byte."""


class Residence:
    """One device. ``arena``: None where everything stays, as in main memory. ``room``: bytes for working memory.

    Every method may be called from any thread.
    """

    def __init__(self, device: str, arena: Arena | None, room: Callable[[], int]) -> None:
        self.device = device
        self.arena = arena
        self._changed = threading.Condition()
        self._leases = Leases(self._collide, room)
        self._streamed: set[str] = set()
        self._courses: dict[str, Sequence[Collection[str]]] = {}

    def admit(self, part: str, network: Any, beside: Collection[str] = ()) -> bool:
        """Takes a network in; False where the arena has no room for it. ``beside``: parts that it is used with.

        A network that nobody can move, and any where there is no arena, goes to the device for good.
        """
        tensors = None if self.arena is None else movable(network)
        if tensors is None:
            network.to(self.device)
            return True
        with self._changed:
            if not self._arena.adopt(part, tensors, beside):
                return False
        with self.lease((part,)):
            return True

    def stream(self, part: str, network: Any, beside: Collection[str], window: int) -> None:
        """Takes in a network whose layers come through a window of so many bytes one after another, but for as many as
        have room. One at a time may use it."""
        arena = self._arena
        layers = list(groups(network))
        free = arena.ring.capacity - sum(sum(map(len, arena.ring.spans(name))) for name in beside)
        for share in _SHARES:
            coming = layers[_first(layers, int(free * share)) :]
            late = {id(tensor) for layer in coming for tensor in movable(layer) or ()}
            staying = [tensor for tensor in movable(network) or () if id(tensor) not in late]
            with self._changed:
                if arena.adopt(part, staying, beside):
                    break
        through = Window(Arena(arena.device, window, arena.pinnable))
        for number, layer in enumerate(coming):
            if not through.take(str(number), layer):
                layer.to(self.device)
        self._streamed.add(part)
        with self.lease((part,)):
            pass

    def course(self, model: str, steps: Sequence[Collection[str]]) -> None:
        """In which order the parts of a model are used: while one is at work the next ones are fetched."""
        self._courses[model] = steps

    def dismiss(self, model: str, parts: Collection[str]) -> None:
        """Waits until nobody uses them, and forgets them."""
        with self._changed:
            self._changed.wait_for(lambda: not any(map(self._leases.is_leased, parts)))
            self._courses.pop(model, None)
            for part in parts:
                self._streamed.discard(part)
                if self._placed((part,)):
                    self._arena.drop(part)

    @contextmanager
    def lease(self, parts: Collection[str], working: int = 0, urgent: bool = False) -> Iterator[bool]:
        """The parts are there until the block ends. Whether nobody else was at work when it began."""
        with self._changed:
            lease = self._leases.ask(frozenset(parts), working, urgent)
            try:
                self._grant()
                self._changed.wait_for(lambda: lease in self._leases.held)
                alone = len(self._leases.held) == 1
                self._fetch(parts)
            except BaseException:
                self._return(lease)
                raise
            self._fetch_ahead(parts)
        try:
            yield alone
        finally:
            with self._changed:
                for part in self._placed(parts):
                    self._arena.note_use(part)
                self._return(lease)

    def rest(self, first: Collection[str]) -> None:
        """Fetches what the next turn begins with, where nobody is at work."""
        with self._changed:
            if not self._leases.held and not self._leases.waiting:
                self._fetch(first)

    def has(self, part: str) -> bool:
        """Whether a part has a place that it comes back to."""
        return bool(self._placed((part,)))

    def there(self, part: str) -> int | None:
        """Bytes of a part that are on the device now; None where it is there for good."""
        with self._changed:
            return self._arena.ring.held(part) if self._placed((part,)) else None

    @property
    def _arena(self) -> Arena:
        assert self.arena is not None
        return self.arena

    def _placed(self, parts: Collection[str]) -> list[str]:
        return [] if self.arena is None else [part for part in parts if part in self.arena.ring.parts]

    def _grant(self) -> None:
        while self._leases.grant() is not None:
            pass
        self._changed.notify_all()

    def _return(self, lease: Lease) -> None:
        self._leases.give_back(lease)
        self._grant()

    def _fetch(self, parts: Collection[str]) -> None:
        for part in self._placed(parts):
            self._arena.fetch(part)
        for part in self._placed(parts):
            self._arena.await_part(part)

    def _fetch_ahead(self, parts: Collection[str]) -> None:
        """The parts of the next step, where they lie over nothing that is in use or has no copy yet."""
        for steps in self._courses.values():
            for now, following in pairwise(steps):
                if set(now) <= set(parts):
                    for part in self._placed(following):
                        holders = {holder for holder, _ in self._arena.ring.displaced(part)}
                        if all(not self._leases.is_leased(one) and self._arena.can_leave(one) for one in holders):
                            self._arena.fetch(part)

    def _collide(self, mine: frozenset[str], theirs: frozenset[str]) -> bool:
        if mine & theirs & self._streamed:
            return True
        ours, others = self._placed(mine), self._placed(theirs)
        return any(one != two and self._arena.ring.overlap(one, two) for one in ours for two in others)


def _first(layers: Sequence[Any], room: int) -> int:
    """How many of the first layers have room."""
    for count, layer in enumerate(layers):
        room -= sum(tensor.nbytes for tensor in movable(layer) or ())
        if room < 0:
            return count
    return len(layers)
