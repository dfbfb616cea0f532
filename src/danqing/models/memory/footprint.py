"""How much memory a model will take, by how its weights are held: predicted from headers, nothing is loaded."""

from dataclasses import dataclass, replace
from pathlib import Path

from danqing.core.memory import Precision
from danqing.models.card import family_at
from danqing.models.inspect import weight_files
from danqing.models.memory.needs import PainterShape, counted, decoding, needs_of, weighed

MODES: tuple[Precision, ...] = ("fp32", "fp16", "int8", "nf4")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Bytes by mode, a key of ``MODES``. ``weights``: of all parts together; ``working``: what drawing one picture of
    the usual size takes beside them, an estimate from the decoder's widest map, None where nothing tells."""

    weights: dict[Precision, int]
    working: dict[Precision, int] | None


def footprint(place: Path, role: str) -> Footprint:
    """Of a folder or file that was checked. ModelUnusable for damaged weights."""
    parameters, matrices = counted(weight_files(place))
    weights = {mode: weighed(parameters, matrices, mode) for mode in MODES}
    return Footprint(weights, _working(place) if role == "painter" else None)


def _working(place: Path) -> dict[Precision, int] | None:
    if family_at(place) is None:
        return None
    needs = needs_of(place, "painter", place.name)
    assert isinstance(needs.shape, PainterShape)
    shape = replace(needs.shape, upcast=False)  # said for each precision as it is
    return {mode: decoding(shape, needs.size, mode) for mode in MODES}
