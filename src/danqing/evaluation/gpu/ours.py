"""Our side: a picture as every turn draws it, under a ledger as every Danqing keeps one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from danqing.core.memory import GIB
from danqing.core.protocols import Cancelled, Painter
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import Prompt, Settings, StepReport
from danqing.models.memory.cards import Cards, FakeCards
from danqing.models.memory.demand import SYSTEM
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.terms import Applicant
from danqing.safety.policy import Policy

if TYPE_CHECKING:
    from PIL.Image import Image

PROMPT = "a large red boat at night, two yellow stars"
GUIDANCE = 7.0


def draw_ours(
    painter: Painter,
    side: int,
    steps: int,
    on_step: StepReport = lambda *_: None,
    technique: Technique = PLAIN,
    guidance: float = GUIDANCE,
    seed: int = 1,
    cancelled: Cancelled = lambda: False,
) -> "Image":
    """From the prompt to the pixels; ``side`` in pixels."""
    settings = Settings(painter.id, "", seed, steps, guidance, side, side, technique=technique)
    approved = Policy().approve(Prompt(PROMPT, "", painter.dialect), settings)
    return painter.draw(approved, seed, on_step, cancelled)


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
