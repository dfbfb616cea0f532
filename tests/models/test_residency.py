"""Plans: never more than there is, every step's parts there together, and a reason where nothing fits."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from danqing.core.memory import GIB, MemoryMode
from danqing.models.memory.cards import usable
from danqing.models.memory.demand import CONTEXT, SLACK, Use, card, demand_of, ladder_of
from danqing.models.memory.known import find_known
from danqing.models.memory.needs import Needs
from danqing.models.memory.residency import Budget, Demand, NoFit, PartSize, Plan, Step, Tenant, plan
from danqing.models.memory.ring import PIECE, Ring, pieces

WRITER_LADDER, PAINTER_LADDER = ladder_of("bf16"), ladder_of("fp16")


def turn(writer: str, painter: str, size: int = 1024) -> Demand:
    reads, draws = find_known(writer), find_known(painter)
    assert reads and draws
    return demand_of(Use(reads.needs, WRITER_LADDER), Use(draws.needs, PAINTER_LADDER, (size, size)))


def planned(gib: float, mode: MemoryMode = "auto", demand: Demand | None = None, ram: float | None = None) -> Plan:
    found = plan(
        demand or turn("qwen2-7b", "sdxl"), card(int(gib * GIB), None if ram is None else int(ram * GIB)), mode
    )
    assert isinstance(found, Plan), found
    return found


def test_with_room_everything_stays_as_it_is() -> None:
    found = planned(48)
    assert found.precisions == {"qwen2-7b": "bf16", "sdxl": "fp16"}
    assert {one.stay for one in found.placed} == {"stays"}
    assert (found.seconds, found.host, found.tiled, found.streamed) == (0, 0, False, False)


def test_twelve_gibibytes_take_turns_over_what_does_not_fit() -> None:
    """4 bits for the language model; the picture model keeps its precision, and a turn copies only what overlaps."""
    found = planned(12, ram=16)
    assert found.precisions == {"qwen2-7b": "nf4", "sdxl": "fp16"}
    weights = sum(one.size for one in found.placed)
    over = weights - found.arena
    assert 0 < over < 3 * GIB
    assert sum(switch.copied for switch in found.switches) == pytest.approx(2 * over, rel=0.02)
    assert found.peak <= 11.5 * GIB


def test_eight_gibibytes_with_sixteen_of_main_memory() -> None:
    found = planned(8, ram=16)
    assert found.peak <= 7.5 * GIB and found.host <= 14 * GIB


def test_modes_spare_the_card_more_and_more() -> None:
    peaks = [planned(24, mode).peak for mode in ("highvram", "medvram", "lowvram")]
    assert peaks == sorted(peaks, reverse=True)
    assert planned(24, "medvram").precisions["sdxl"] == "fp16", "sparing is no reason to pack"
    lone = demand_of(Use(turn_needs("sdxl"), PAINTER_LADDER))
    streamed = planned(24, "lowvram", lone)
    assert streamed.streamed and streamed.arena < planned(24, "medvram", lone).arena


def turn_needs(name: str) -> Needs:
    known = find_known(name)
    assert known is not None
    return known.needs


def test_what_stays_hot_is_never_copied() -> None:
    reads, draws = find_known("qwen2-7b"), find_known("sdxl")
    assert reads and draws
    uses = [Use(reads.needs, ("nf4",), hot=True), Use(draws.needs, ("fp16",))]
    found = planned(12, demand=demand_of(*uses))
    stay = {one.part: (one.stay, bool(one.copied)) for one in found.placed}
    assert stay.pop("qwen2-7b/writer") == ("stays", False)
    assert ("turns", True) in stay.values(), "the others share what is left"
    both = plan(demand_of(*(replace(use, hot=True) for use in uses)), card(12 * GIB))
    assert isinstance(both, NoFit)


def test_a_refusal_says_which_step_needs_how_much() -> None:
    found = plan(turn("qwen2.5-32b", "sdxl"), card(8 * GIB))
    assert isinstance(found, NoFit)
    assert (found.what, found.step) == ("device", "read")
    assert found.needs > 8 * GIB > found.there
    short = plan(turn("qwen2-7b", "sdxl"), card(8 * GIB, 3 * GIB))
    assert isinstance(short, NoFit) and short.what == "host"
    alone = plan(turn("qwen2-7b", "sdxl"), card(8 * GIB), "highvram")
    assert isinstance(alone, NoFit) and alone.needs > alone.there


MIB = 1024**2
bytes_of = st.integers(1, 400).map(lambda mib: mib * MIB)


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    tenants, parts, steps = [], [], []
    for model in range(draw(st.integers(1, 3))):
        ladder = PAINTER_LADDER[: draw(st.integers(1, 3))]
        tenants.append(Tenant(str(model), ladder, {p: draw(bytes_of) // 10 for p in ladder}, draw(st.booleans())))
        names = [f"{model}/{part}" for part in range(draw(st.integers(1, 3)))]
        for name in names:
            size = draw(bytes_of)
            sizes = {precision: size // (rank + 1) for rank, precision in enumerate(ladder)}
            parts.append(PartSize(name, str(model), sizes, streams=draw(st.booleans())))
        working = draw(bytes_of)
        together = draw(st.sets(st.sampled_from(names), min_size=1))
        rest = [name for name in names if name not in together]
        steps += [Step(f"{model}", tuple(sorted(together)), working, working // 2)]
        steps += [Step(f"{model} {name}", (name,), working // 3, working // 3, 2) for name in rest]
    return Demand(tuple(tenants), tuple(parts), tuple(steps))


@given(demands(), st.integers(1, 3000), st.sampled_from(["auto", "highvram", "medvram", "lowvram"]))
def test_no_plan_takes_more_than_there_is(demand: Demand, mib: int, mode: MemoryMode) -> None:
    budget = Budget(mib * MIB)
    found = plan(demand, budget, mode)
    if isinstance(found, NoFit):
        assert found.needs > found.there or found.step, "a reason"
        return
    assert found.peak <= budget.device
    sizes = {one.part: one.size for one in found.placed if one.stay != "streams"}
    for step in demand.steps:
        assert sum(sizes.get(part, 0) for part in step.parts) <= found.arena
    if mode == "highvram":
        assert found.seconds == 0
    assert sum(one.copied for one in found.placed) == sum(switch.copied for switch in found.switches)


@given(demands())
def test_with_all_the_room_in_the_world_nothing_is_moved(demand: Demand) -> None:
    found = plan(demand, Budget(100 * GIB))
    assert isinstance(found, Plan)
    assert found.seconds == 0 and found.precisions == {tenant.model: tenant.ladder[0] for tenant in demand.tenants}


@given(st.lists(st.integers(2, 20).map(lambda many: many * PIECE), min_size=2, max_size=6))
def test_turns_copy_what_overlaps_and_no_more(sizes: list[int]) -> None:
    """Twice what is over: once for those who come, once for who comes back."""
    room = sum(sizes) - PIECE
    ring = Ring(room)
    for number, size in enumerate(sizes):
        assert ring.place(str(number), pieces(size)) is not None
    for _ in range(2):
        copied = 0
        for name in ring.parts:
            copied += sum(map(len, ring.missing(name)))
            ring.occupy(name)
    over = sum(sizes) - room
    assert copied == 2 * over


@pytest.mark.parametrize("gib", [8, 12, 16, 24])
def test_the_driver_and_the_allocator_have_their_part(gib: int) -> None:
    assert planned(gib).peak + CONTEXT + SLACK <= gib * GIB


def test_what_a_graph_keeps_is_no_use_to_other_steps_unless_in_tiles() -> None:
    part = PartSize("unet", "m", {"fp16": MIB})
    steps = (Step("denoise", ("unet",), 5 * MIB, 5 * MIB), Step("decode", ("unet",), 9 * MIB, 8 * MIB, kept=True))
    demand = Demand((Tenant("m", ("fp16",), {"fp16": 0}),), (part,), steps)
    roomy, tight = plan(demand, Budget(GIB)), plan(demand, Budget(10 * MIB))
    assert isinstance(roomy, Plan) and isinstance(tight, Plan)
    assert (roomy.working, roomy.tiled) == (14 * MIB, False)
    assert (tight.working, tight.tiled) == (8 * MIB, True)


def test_a_cap_on_the_card_leaves_room_for_the_driver_once() -> None:
    """``share``: what the allocator is held to, where the driver's part is off already."""
    assert usable(12 * GIB, 80 * GIB) == 12 * GIB - CONTEXT - SLACK
    assert usable(12 * GIB, 12 * GIB - CONTEXT) == 12 * GIB - CONTEXT - SLACK
    assert usable(CONTEXT, GIB) == 0
