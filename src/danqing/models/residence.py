"""Who is on a device now: parts of models come when they are leased, and stay until their place is needed."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from danqing.models.arena import Arena, movable
from danqing.models.leases import Lease, Leases

QUIET_S = 1.0
"""Seconds without a lease after which a turn counts as over, and what the next one begins with is fetched."""


class Residence:
    """One device. ``arena``: None where everything stays, as in main memory. ``room``: bytes for working memory.

    Every method may be called from any thread.
    """

    def __init__(self, arena: Arena | None, room: Callable[[], int]) -> None:
        self.arena = arena
        self._changed = threading.Condition()
        self._leases = Leases(self._collide, room)
        self._fixed: set[str] = set()
        self._alone: set[str] = set()
        self._courses: dict[str, list[tuple[str, ...]]] = {}

    def admit(self, part: str, network: Any, device: str, beside: Collection[str] = ()) -> bool:
        """Takes a network in, to ``device``; ``beside``: parts that it is used together with. Whether it has a place in
        the arena: else it stays on the device for good."""
        tensors = None if self.arena is None else movable(network)
        with self._changed:
            if self.arena is not None and tensors and self.arena.adopt(part, tensors, beside):
                return True
            self._fixed.add(part)
        network.to(device)
        return False

    def course(self, model: str, steps: Sequence[tuple[str, ...]]) -> None:
        """In which order the parts of a model are used: while one is at work the next ones are fetched."""
        self._courses[model] = list(steps)

    def exclusive(self, part: str) -> None:
        """Lets only one at a time use a part, because its layers come one after another."""
        self._alone.add(part)

    def dismiss(self, model: str, parts: Collection[str]) -> None:
        """Waits until nobody uses them, and forgets them."""
        with self._changed:
            self._changed.wait_for(lambda: not any(map(self._leases.is_leased, parts)))
            self._courses.pop(model, None)
            for part in parts:
                if self.arena is not None and part in self.arena.ring.parts:
                    self.arena.drop(part)
                self._fixed.discard(part)
                self._alone.discard(part)

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

    def idle(self) -> None:
        """Fetches what the next turn begins with, where nobody is at work."""
        with self._changed:
            first = next((steps[0] for steps in self._courses.values() if len(steps) == 1), ())
            if self.arena is not None and not self._leases.held and not self._leases.waiting:
                self._fetch(first)

    def where(self, part: str) -> int | None:
        """Bytes of a part that are on the device, None where it has no place of its own there."""
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
        if mine & theirs & self._alone:
            return True
        ours, others = self._placed(mine), self._placed(theirs)
        return any(one != two and self._arena.ring.overlap(one, two) for one in ours for two in others)
