"""Who may use which parts of models now: leases that are granted in order, so that everybody's turn comes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

AHEAD = 8
"""So many that came before it an urgent request may pass: a person waits for words, but pictures go on."""


@dataclass(eq=False, slots=True)
class Lease:
    """``parts`` stay where they are as long as it lasts; ``working``: bytes that are computed with beside them."""

    parts: frozenset[str]
    working: int
    rank: int
    urgent: bool = field(default=False)


class Leases:
    """``conflict``: whether two sets of parts cannot be on the device together; ``room``: bytes for working memory.

    Not for two threads at once. Whoever asks holds no lease, so that no two wait for one another.
    """

    def __init__(self, conflict: Callable[[frozenset[str], frozenset[str]], bool], room: Callable[[], int]) -> None:
        self._conflict = conflict
        self._room = room
        self._numbers = count()
        self.held: list[Lease] = []
        self.waiting: list[Lease] = []

    def ask(self, parts: frozenset[str], working: int, urgent: bool = False) -> Lease:
        """Joins those who wait."""
        number = next(self._numbers)
        lease = Lease(parts, working, number - AHEAD if urgent else number, urgent)
        self.waiting = sorted([*self.waiting, lease], key=lambda one: one.rank)
        return lease

    def grant(self) -> Lease | None:
        """The next one who may begin: only ever the first of those who wait, and whoever is alone may always."""
        if not self.waiting or not self._fits(self.waiting[0]):
            return None
        lease = self.waiting.pop(0)
        self.held.append(lease)
        return lease

    def give_back(self, lease: Lease) -> None:
        """After use; or by one who waits no longer."""
        (self.held if lease in self.held else self.waiting).remove(lease)

    def is_leased(self, part: str) -> bool:
        """Whether its bytes may not be overwritten."""
        return any(part in lease.parts for lease in self.held)

    def _fits(self, lease: Lease) -> bool:
        if not self.held:
            return True
        if lease.working + sum(one.working for one in self.held) > self._room():
            return False
        return not any(self._conflict(lease.parts, one.parts) for one in self.held)
