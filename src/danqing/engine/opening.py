"""From a catalogue entry to the painter behind it."""

from danqing.core.protocols import Painter
from danqing.engine.extras import Catalogue
from danqing.engine.fake import FakePainter
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo, check_model


def open_painter(info: ModelInfo, device: str | None = None, catalogue: Catalogue = tuple) -> Painter:
    """The painter, its folder checked, its weights not read yet; ModelUnusable where it is not whole.

    ``catalogue``: the LoRAs and ControlNets that it may be asked to draw with.
    """
    if info.folder is None:
        return FakePainter()
    check_model(info)
    return DiffusersPainter(info.folder, info.id, device, catalogue)
