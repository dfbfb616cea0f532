"""From what a language model and a picture model need to what a turn with both demands of one device."""

from dataclasses import dataclass

from danqing.core.memory import GIB, Precision
from danqing.models.needs import (
    BASE,
    Needs,
    PainterShape,
    Part,
    WriterShape,
    caching,
    decoding,
    denoising,
    encoding,
    reading,
)
from danqing.models.residency import Budget, Demand, PartSize, Step, Tenant

CONTEXT = GIB // 2
"""Bytes that the driver and its libraries take of a card for a process."""
SYSTEM = 2 * GIB
"""Bytes of main memory that the system and other programs keep."""
WRITER_LADDER: tuple[Precision, ...] = ("bf16", "int8", "nf4")
PAINTER_LADDER: tuple[Precision, ...] = ("fp16", "int8", "nf4")


@dataclass(frozen=True, slots=True)
class Use:
    """A model as it is meant to be used. ``ladder``: precisions that it may be held in, the best first.

    ``size`` in pixels and ``steps`` of a picture, ``pictures`` that are drawn together; None: the model's own size.
    """

    needs: Needs
    ladder: tuple[Precision, ...]
    size: tuple[int, int] | None = None
    steps: int = 30
    pictures: int = 1
    hot: bool = False


def card(vram: int, ram: int | None = None, fraction: float = 1.0) -> Budget:
    """What a card of ``vram`` bytes, or a ``fraction`` of it, and so many of main memory leave for models."""
    host = None if ram is None else max(0, ram - SYSTEM)
    return Budget(max(0, int(vram * fraction) - CONTEXT), host)


def demand_of(*uses: Use) -> Demand:
    """A turn through all of them, in this order."""
    tenants = tuple(Tenant(use.needs.id, use.ladder, _standing(use), use.hot) for use in uses)
    parts = tuple(_sized(part, use) for use in uses for part in use.needs.parts)
    return Demand(tenants, parts, tuple(step for use in uses for step in _steps(use)))


def part_name(model: str, part: str) -> str:
    """How a part is called among those of other models."""
    return f"{model}/{part}"


def _sized(part: Part, use: Use) -> PartSize:
    upcast = isinstance(use.needs.shape, PainterShape) and use.needs.shape.upcast
    sizes = {precision: part.size(precision, upcast) for precision in use.ladder}
    return PartSize(part_name(use.needs.id, part.name), use.needs.id, sizes, streams=part.kind == "denoiser")


def _standing(use: Use) -> dict[Precision, int]:
    """A key-value cache; what the graph of a step keeps."""
    shape = use.needs.shape
    if isinstance(shape, WriterShape):
        return {precision: caching(shape, precision) for precision in use.ladder}
    size = use.size or use.needs.size
    return {precision: denoising(shape, size, precision, use.pictures) - BASE for precision in use.ladder}


def _steps(use: Use) -> list[Step]:
    """The least packed precision computes in as many bytes as the packed ones."""
    needs, precision = use.needs, use.ladder[0]
    names = {kind: tuple(part_name(needs.id, p.name) for p in needs.parts if p.kind == kind) for kind in _KINDS}
    if isinstance(needs.shape, WriterShape):
        working = reading(needs.shape, precision)
        return [Step("read", names["writer"], working, working)]
    size = use.size or needs.size
    whole, tiled = (decoding(needs.shape, size, precision, tiles) for tiles in (False, True))
    encode = encoding(needs.parts)
    return [
        Step("encode", names["text"], encode, encode),
        Step("denoise", names["denoiser"], BASE, BASE, use.steps),
        Step("decode", names["decoder"], whole, min(whole, tiled)),
    ]


_KINDS = ("writer", "text", "denoiser", "decoder")
