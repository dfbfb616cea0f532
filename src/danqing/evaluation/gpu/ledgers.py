"""A ledger as every Danqing keeps one, with as much memory as is said."""

from collections.abc import Callable, Sequence

from danqing.core.memory import GIB
from danqing.models.memory.cards import Cards, FakeCards
from danqing.models.memory.demand import SYSTEM
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.terms import Applicant


def ledger_for(
    vram: float | None, ram: float | None, small: bool, expected: Callable[[], Sequence[Applicant]] = tuple
) -> Ledger:
    """``vram``, ``ram`` in GiB, None: as there is. Of main memory a half of what the system leaves may be pinned.

    ``small``: for the rehearsal the processor stands for a card.
    """
    if small:
        return Ledger(expected=expected, cards=FakeCards(4 * GIB))
    device, host = (None if size is None else int(size * GIB) for size in (vram, ram))
    return Ledger(expected=expected, cards=Cards(device, None if host is None else (host - SYSTEM) // 2))
