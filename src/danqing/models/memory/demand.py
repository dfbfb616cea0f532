"""From what a language model and a picture model need to what a turn with both demands of one device."""

from collections.abc import Callable
from dataclasses import dataclass

from danqing.core.memory import GIB, Precision
from danqing.models.memory.needs import (
    BASE,
    Kind,
    Needs,
    PainterShape,
    Part,
    WriterShape,
    caching,
    decoding,
    denoising,
    reading,
)
from danqing.models.memory.residency import Budget, Demand, PartSize, Step, Tenant
from danqing.models.memory.tenancy import StepName

CONTEXT = GIB // 2
"""Bytes that the driver and its libraries take of a card for a process."""
SLACK = GIB // 4
"""Bytes that PyTorch's allocator holds beyond what is asked of it: memory comes in pieces of 2 and 20 MiB, for each
stream and each pool of graphs by itself, and so do the workspaces of cuBLAS, 32 MiB a stream on recent cards."""
LOWER: tuple[Precision, ...] = ("int8", "nf4")
"""What is tried below the number format that a device computes in."""
SYSTEM = 2 * GIB
"""Bytes of main memory that the system and other programs keep."""
KINDS: dict[StepName, Kind] = {"read": "writer", "encode": "text", "denoise": "denoiser", "decode": "decoder"}
"""Which parts a step uses."""


@dataclass(frozen=True, slots=True)
class Use:
    """A model as it is meant to be used. ``ladder``: precisions that it may be held in, the best first.

    ``size`` in pixels and ``steps`` of a picture, ``pictures`` that are drawn together; (0, 0): the model's own size.
    ``learnt``: working memory of a step, in tiles or not, as it was measured.
    """

    needs: Needs
    ladder: tuple[Precision, ...]
    size: tuple[int, int] = (0, 0)
    steps: int = 30
    pictures: int = 1
    hot: bool = False
    learnt: Callable[[StepName, bool, Precision], int | None] = lambda step, tiled, precision: None


def card(vram: int, ram: int | None = None, fraction: float = 1.0) -> Budget:
    """What a card of ``vram`` bytes, or a ``fraction`` of it, and so many of main memory leave for models."""
    host = None if ram is None else max(0, ram - SYSTEM)
    return Budget(max(0, int(vram * fraction) - CONTEXT - SLACK), host)


def demand_of(*uses: Use) -> Demand:
    """A turn through all of them, in this order."""
    tenants = tuple(
        Tenant(
            use.needs.id,
            use.ladder,
            {precision: standing_of(use.needs, precision, use.size, use.pictures) for precision in use.ladder},
            use.hot,
        )
        for use in uses
    )
    parts = tuple(_sized(part, use) for use in uses for part in use.needs.parts)
    return Demand(tenants, parts, tuple(step for use in uses for step in _steps(use)))


def ladder_of(base: Precision) -> tuple[Precision, ...]:
    """From the number format that a device computes in down to 4 bits."""
    return (base, *LOWER)


def part_name(model: str, part: str) -> str:
    """How a part is called among those of other models."""
    return f"{model}/{part}"


def standing_of(needs: Needs, precision: Precision, size: tuple[int, int] = (0, 0), pictures: int = 1) -> int:
    """Bytes that a model keeps beside its weights: a key-value cache; what the graph of a step holds."""
    if isinstance(needs.shape, WriterShape):
        return caching(needs.shape, precision)
    return denoising(needs.shape, _sides(needs, size), precision, pictures) - BASE


def working_of(
    needs: Needs,
    step: StepName,
    precision: Precision,
    size: tuple[int, int] = (0, 0),
    tiled: bool = False,
    pictures: int = 1,
) -> int:
    """Bytes of working memory of a step beside that, before it was ever measured. ``size``: (0, 0): the model's own."""
    if step == "read" and isinstance(needs.shape, WriterShape):
        return reading(needs.shape, precision)
    if step == "decode" and isinstance(needs.shape, PainterShape):
        whole, tiles = (decoding(needs.shape, _sides(needs, size), precision, way) for way in (False, True))
        return min(whole, tiles) if tiled else whole
    if step == "denoise":  # what one picture of the model's own size takes stands already
        wanted = standing_of(needs, precision, size, pictures)
        return BASE + max(0, wanted - standing_of(needs, precision))
    return BASE


def _working(use: Use, step: StepName, tiled: bool) -> int:
    precision = use.ladder[0]
    measured = use.learnt(step, tiled and step == "decode", precision)
    return working_of(use.needs, step, precision, use.size, tiled) if measured is None else measured


def _sides(needs: Needs, size: tuple[int, int]) -> tuple[int, int]:
    return size if all(size) else needs.size


def _sized(part: Part, use: Use) -> PartSize:
    upcast = isinstance(use.needs.shape, PainterShape) and use.needs.shape.upcast
    sizes = {precision: part.size(precision, upcast) for precision in use.ladder}
    return PartSize(part_name(use.needs.id, part.name), use.needs.id, sizes, streams=part.kind == "denoiser")


def _steps(use: Use) -> list[Step]:
    """Packed weights compute in as many bytes as plain ones."""
    found = []
    for name, kind in KINDS.items():
        if parts := tuple(part_name(use.needs.id, p.name) for p in use.needs.parts if p.kind == kind):
            whole, tiled = (_working(use, name, way) for way in (False, True))
            times = use.steps if name == "denoise" else 1
            found.append(Step(name, parts, whole, tiled, times, kept=name == "decode"))
    return found
