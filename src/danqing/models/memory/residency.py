"""A plan for one device: at which precision models are held, where their parts lie, and what each switch copies.

Arithmetic over sizes alone: nothing is loaded, and no card is needed. The ring that lays the parts out is the one that
lays them out in earnest, so that a plan and what happens do not drift apart.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from danqing.core.memory import GIB, MemoryMode, Precision
from danqing.models.memory.ring import PIECE, Ring, pieces

RATE = 12e9
"""Bytes a second from memory to a card where it was not measured yet: PCIe 4.0 with 8 lanes, or 3.0 with 16."""
PATIENCE_S = 0.5
"""Seconds a turn that copying may take before a lower precision is tried; who asked for a sparing mode has more."""
TILES_S = 0.3
"""What decoding in tiles is taken to cost a picture: what overlaps is computed twice."""
WINDOW = GIB // 4
"""Bytes through which a network is streamed that does not fit."""


@dataclass(frozen=True, slots=True)
class PartSize:
    """A part of ``model``, with its bytes at each precision that the model may be held in.

    ``streams``: whether its layers may be fetched one after another, which a network of many equal blocks allows.
    """

    name: str
    model: str
    sizes: Mapping[Precision, int]
    streams: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a turn does with some parts together: bytes of ``working`` memory beside them, ``tiled`` if in tiles.

    ``times``: how often the parts are gone through. ``kept``: unless in tiles, its working memory stays in the pool of
    a graph, and is of no use to other steps.
    """

    name: str
    parts: tuple[str, ...]
    working: int
    tiled: int
    times: int = 1
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Tenant:
    """A model with the precisions that it may be held in, the best first; ``standing``: bytes that it keeps beside its
    weights from turn to turn, at each of them (a key-value cache, graphs). ``hot``: its parts never leave."""

    model: str
    ladder: tuple[Precision, ...]
    standing: Mapping[Precision, int]
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """All that is planned for. ``steps``: in the order of a turn."""

    tenants: tuple[Tenant, ...]
    parts: tuple[PartSize, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """``device``: bytes that may be used on it; ``host``: bytes of main memory for what leaves it, None: not looked at.
    ``rate``: bytes a second between the two."""

    device: int
    host: int | None = None
    rate: float = RATE


@dataclass(frozen=True, slots=True)
class Placed:
    """``stay``: for good, as long as nothing else needs its place (``turns``), or layer by layer (``streams``).
    ``copied``: bytes a turn."""

    part: str
    model: str
    precision: Precision
    size: int
    stay: Literal["stays", "turns", "streams"]
    copied: int


@dataclass(frozen=True, slots=True)
class Switch:
    """What is copied before a step can begin."""

    step: str
    copied: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """``arena``: bytes for parts; ``standing``: what stays beside them; ``working``: of the step that takes most, and
    what graphs keep of others.

    ``host``: bytes of main memory for copies of what leaves. ``peak``: of the device, never above the budget's.
    """

    mode: MemoryMode
    capacity: int
    precisions: dict[str, Precision]
    placed: tuple[Placed, ...]
    switches: tuple[Switch, ...]
    arena: int
    standing: int
    working: int
    host: int
    tiled: bool
    streamed: bool

    @property
    def peak(self) -> int:
        return self.arena + self.standing + self.working

    @property
    def seconds(self) -> float:
        """Of copying in a turn, where nothing is fetched ahead."""
        return sum(switch.seconds for switch in self.switches)

    @property
    def cost(self) -> float:
        """Seconds a turn that it takes longer than if all had room."""
        return self.seconds + TILES_S * self.tiled


@dataclass(frozen=True, slots=True)
class NoFit:
    """Why there is no plan. ``what``: ``device`` or ``host``; ``step``: which one takes most; bytes that it ``needs``
    at the least, of those that there ``are``."""

    what: Literal["device", "host"]
    step: str
    needs: int
    there: int


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of doing it: tiles or not, layer by layer or not, no more on the device than a step needs or not."""

    tiled: bool
    streamed: bool
    spare: bool = False


_WAYS: dict[MemoryMode, tuple[_Way, ...]] = {
    "auto": (_Way(False, False), _Way(True, False), _Way(True, True)),
    "highvram": (_Way(False, False), _Way(True, False)),
    "medvram": (_Way(True, False, True), _Way(True, True, True)),
    "lowvram": (_Way(True, True, True),),
}


def plan(demand: Demand, budget: Budget, mode: MemoryMode = "auto") -> Plan | NoFit:
    """The best precision at which copying takes no longer than ``PATIENCE_S`` a turn, else the one with the least."""
    patience = PATIENCE_S if mode == "auto" else float("inf")
    assert mode != "cpu", "what is computed in main memory is not moved"
    found: list[Plan] = []
    refused: list[NoFit] = []
    for precisions in _rungs(demand.tenants):
        tried = [_laid_out(demand, budget, mode, precisions, way) for way in _WAYS[mode]]
        refused += [one for one in tried if isinstance(one, NoFit)]
        fitting = sorted((one for one in tried if isinstance(one, Plan)), key=lambda one: one.cost)
        if fitting and fitting[0].seconds <= patience:
            return fitting[0]
        found += fitting[:1]
    if found:
        return min(found, key=lambda one: one.cost)
    return refused[-1]  # the most sparing way of all


def _rungs(tenants: Sequence[Tenant]) -> Iterator[dict[str, Precision]]:
    """Every choice of precisions, the least loss first; of two equal ones that which lowers an earlier model."""
    ranks = [range(len(tenant.ladder)) for tenant in tenants]
    for chosen in sorted(product(*ranks), key=lambda chosen: (sum(chosen), chosen[::-1])):
        yield {tenant.model: tenant.ladder[rank] for tenant, rank in zip(tenants, chosen, strict=True)}


@dataclass(slots=True)
class _Layout:
    """Parts laid out at their sizes. ``streamed``: bytes of a part that are fetched anew each time it is gone through;
    what is left of it stays as long as other parts do."""

    ring: Ring
    sizes: dict[str, int]
    streamed: dict[str, int] = field(default_factory=dict)


def _laid_out(
    demand: Demand, budget: Budget, mode: MemoryMode, precisions: Mapping[str, Precision], way: _Way
) -> Plan | NoFit:
    sizes = {part.name: part.sizes[precisions[part.model]] for part in demand.parts}
    standing = sum(tenant.standing[precisions[tenant.model]] for tenant in demand.tenants)
    working = _working(demand, way)
    room = budget.device - standing - working
    hot = _hot(demand)
    if way.spare:
        room = min(room, _least(demand, sizes, hot, way))
    layout = _placed(demand, sizes, hot, room, way)
    if isinstance(layout, NoFit):
        return NoFit("device", layout.step, layout.needs + standing + working, budget.device)
    if mode == "highvram" and any(layout.ring.shared(part) for part in layout.ring.parts):
        total = sum(sizes.values()) + standing + working
        return NoFit("device", demand.steps[0].name, total, budget.device)
    copied = _copied(demand, layout)
    host = sum(sum(map(len, layout.ring.shared(part))) + layout.streamed.get(part, 0) for part in layout.ring.parts)
    if budget.host is not None and host > budget.host:
        return NoFit("host", demand.steps[0].name, host, budget.host)
    switches = tuple(
        Switch(step.name, sum(copied[at].values()), sum(copied[at].values()) / budget.rate)
        for at, step in enumerate(demand.steps)
    )
    placed = tuple(_described(part, sizes, precisions, layout, copied) for part in demand.parts)
    sums = (layout.ring.used, standing, working, host)
    return Plan(mode, budget.device, dict(precisions), placed, switches, *sums, way.tiled, bool(layout.streamed))


def _working(demand: Demand, way: _Way) -> int:
    """Bytes of the step that takes most, beside what graphs keep of others."""
    if way.tiled:
        return max(step.tiled for step in demand.steps)
    return sum(max((step.working for step in demand.steps if step.kept == kept), default=0) for kept in (True, False))


def _placed(demand: Demand, sizes: Mapping[str, int], hot: Collection[str], room: int, way: _Way) -> _Layout | NoFit:
    """The parts in the order of a turn, those that never leave first; beside whatever they are used together with."""
    layout = _Layout(Ring(max(room, 0)), dict(sizes))
    streams = {part.name for part in demand.parts if part.streams} if way.streamed else set()
    for part in sorted(demand.parts, key=lambda part: part.name not in hot):
        together = {name for step in demand.steps if part.name in step.parts for name in step.parts} - {part.name}
        beside = [name for name in layout.ring.parts if name in together or name in hot]
        needed = sum(layout.sizes[name] for name in beside)
        size = sizes[part.name]
        if part.name in streams and size + needed > room:
            kept = max(0, room - needed - WINDOW - PIECE * (len(layout.ring.segments) + 1))
            layout.streamed[part.name] = size - kept
            size = min(size, kept + WINDOW)
        layout.sizes[part.name] = size
        if layout.ring.place(part.name, pieces(size), beside) is None:
            step = next(step.name for step in demand.steps if part.name in step.parts)
            return NoFit("device", step, size + needed, room)
    return layout


def _copied(demand: Demand, layout: _Layout) -> list[dict[str, int]]:
    """Bytes of each part at each step of a turn, once turns follow one another."""
    turn: list[dict[str, int]] = []
    for _ in range(2):
        turn = []
        for step in demand.steps:
            copied = {}
            for part in step.parts:
                streamed = layout.streamed.get(part, 0)
                missing = sum(map(len, layout.ring.missing(part)))
                layout.ring.occupy(part)
                copied[part] = missing + streamed * step.times
            turn.append(copied)
    return turn


def _described(
    part: PartSize,
    sizes: Mapping[str, int],
    precisions: Mapping[str, Precision],
    layout: _Layout,
    copied: Sequence[Mapping[str, int]],
) -> Placed:
    stay: Literal["stays", "turns", "streams"] = "turns" if layout.ring.shared(part.name) else "stays"
    if part.name in layout.streamed:
        stay = "streams"
    total = sum(step.get(part.name, 0) for step in copied)
    return Placed(part.name, part.model, precisions[part.model], sizes[part.name], stay, total)


def _hot(demand: Demand) -> set[str]:
    models = {tenant.model for tenant in demand.tenants if tenant.hot}
    return {part.name for part in demand.parts if part.model in models}


def _least(demand: Demand, sizes: Mapping[str, int], hot: Collection[str], way: _Way) -> int:
    """Bytes that the step with the largest parts needs of them, beside those that never leave."""
    streams = {part.name for part in demand.parts if part.streams and way.streamed}
    least = {name: min(size, WINDOW) if name in streams else size for name, size in sizes.items()}
    steps = [sum(least[name] for name in {*step.parts, *hot}) for step in demand.steps]
    return max(steps) + PIECE * len(demand.parts)
