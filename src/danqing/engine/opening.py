"""From a catalogue entry to the painter behind it."""

from functools import partial

from danqing.core.memory import Attention, Compile
from danqing.core.protocols import Painter
from danqing.engine.extras import Catalogue
from danqing.engine.fake import FakePainter
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo, check_model
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.needs import needs_of
from danqing.models.memory.terms import Applicant


def open_painter(
    info: ModelInfo,
    device: str | None = None,
    catalogue: Catalogue = tuple,
    ledger: Ledger | None = None,
    attention: Attention = "auto",
    compile: Compile = "auto",
) -> Painter:
    """The painter, its folder checked, its weights not read yet; ModelUnusable where it is not whole.

    ``catalogue``: the LoRAs and ControlNets that it may be asked to draw with; ``ledger``: keeps account of its memory.
    """
    if info.folder is None:
        return FakePainter()
    check_model(info)
    painter = DiffusersPainter(info.folder, info.id, device, catalogue)
    painter.attention, painter.compile = attention, compile
    if ledger is not None:
        needs = partial(needs_of, info.folder, "painter", info.id)
        painter.tenancy = ledger.account(Applicant(info.id, "painter", needs), painter.unload)
    return painter
