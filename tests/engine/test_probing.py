"""Attention chosen by trial: what is recorded and timed, which order it gives, and when that holds."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from danqing.engine.building import Builder
from danqing.engine.compiling import Function, compiled, keyed
from danqing.engine.families.unet_network import Network
from danqing.engine.graphs import Replays, calling
from danqing.engine.pipeline import DiffusersPainter
from danqing.engine.probing import HEAVIEST, WAYS, Call, Order, Probe, Way, preferred, recording
from tests.engine.folders import FLOWS, UNETS
from tests.engine.test_batching import until
from tests.engine.test_building import Making, needs_compiler
from tests.engine.test_families import asked, draw, same

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
CPU = torch.device("cpu")
Painters = Callable[[str], DiffusersPainter]
Milliseconds = Mapping[tuple[Way, int], float]
"""By way and tokens; what is not there the way cannot do."""


@dataclass
class Card:
    """A double of a card: the time of a way stands in a table, and its switch notes what is preferred."""

    table: Milliseconds
    tried: list[tuple[Way, int]] = field(default_factory=list)
    orders: list[Order] = field(default_factory=lambda: [()])

    def probe(self) -> Probe:
        return Probe({way: self._way(way) for way in WAYS}, self._clock, self._prefer)

    def _way(self, way: Way) -> Callable[..., float]:
        def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> float:
            tokens = query.shape[2]
            self.tried.append((way, tokens))
            if (way, tokens) not in self.table:
                raise RuntimeError("no kernel for this shape\nand more")
            return self.table[way, tokens] / 1000

        return attend

    def _clock(self, work: Callable[[], Any]) -> float:
        return float(work())

    @contextmanager
    def _prefer(self, order: Order) -> Iterator[None]:
        before = self.orders[-1]
        self.orders.append(order)
        yield
        self.orders.append(before)


def calls(**counts: int) -> Counter[Call]:
    """``t16=2``: two calls of 16 tokens."""
    made = Counter[Call]()
    for name, count in counts.items():
        shape = (1, 2, int(name[1:]), 8)
        made[Call(shape, shape, shape, torch.float32)] = count
    return made


def test_only_calls_without_mask_are_counted() -> None:
    numbers, few = torch.ones(1, 2, 16, 8), torch.ones(1, 2, 4, 8)
    with recording() as found:
        scaled_dot_product_attention(numbers, numbers, numbers)
        scaled_dot_product_attention(query=numbers, key=numbers, value=numbers)
        scaled_dot_product_attention(numbers, few, few, dropout_p=0.0)
        scaled_dot_product_attention(numbers, few, few, torch.ones(16, 4, dtype=torch.bool))
        scaled_dot_product_attention(numbers, numbers, numbers, is_causal=True)
        torch.softmax(numbers, -1)
    scaled_dot_product_attention(numbers, numbers, numbers)
    wide, thin = (1, 2, 16, 8), (1, 2, 4, 8)
    assert found == {Call(wide, wide, wide, torch.float32): 2, Call(wide, thin, thin, torch.float32): 1}


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({("flash", 16): 1, ("cudnn", 16): 2, ("efficient", 16): 3}, ("flash", "cudnn", "efficient")),
        ({("flash", 16): 2, ("cudnn", 16): 1, ("efficient", 16): 3}, ("cudnn", "flash", "efficient")),
        ({("flash", 16): 2, ("cudnn", 16): 1.95, ("efficient", 16): 1.93}, ("flash", "cudnn", "efficient")),
        ({("efficient", 16): 3}, ("efficient",)),
        ({}, ()),
        # One call of 64 tokens outweighs two of 16; cuDNN, which cannot do it, leaves it to the next.
        ({("flash", 16): 2, ("flash", 64): 5, ("efficient", 16): 1, ("efficient", 64): 9}, ("flash", "efficient")),
        ({("cudnn", 16): 1, ("flash", 16): 2, ("flash", 64): 5}, ("cudnn", "flash")),
    ],
)
def test_the_order_takes_least_in_all(table: Milliseconds, wanted: Order) -> None:
    found = Card(table).probe().order("UNet", CPU, calls(t16=2, t64=1))
    assert found == wanted


def test_the_heaviest_are_timed_once_and_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    sizes = [8 * size for size in range(1, HEAVIEST + 2)]
    card = Card({("flash", size): 1.0 for size in sizes} | {("cudnn", size): 0.25 for size in sizes})
    probe = card.probe()
    given = calls(**{f"t{size}": 1 for size in sizes})
    assert probe.order("UNet", CPU, given) == probe.order("other", CPU, given) == ("cudnn", "flash")
    assert sorted(card.tried) == sorted((way, size) for way in WAYS for size in sizes[1:])
    assert [record.getMessage() for record in caplog.records] == [
        "attention of the UNet, a call of it: cudnn 1.00 ms, flash 4.00 ms"
    ]
    probe.order("UNet", torch.device("cpu:0"), given)
    assert len(card.tried) == 2 * HEAVIEST * len(WAYS), "another card is tried for itself"


def test_the_last_to_begin_decides_and_nothing_stays() -> None:
    card = Card({})
    probe = card.probe()
    one, other = probe.preferring(("flash",)), probe.preferring(("cudnn",))
    with probe.preferring(()):
        assert card.orders == [()]
    one.__enter__()
    other.__enter__()
    assert card.orders[-1] == ("cudnn",)
    one.__exit__(None, None, None)
    assert card.orders[-1] == ("cudnn",), "whoever began first may end first"
    other.__exit__(None, None, None)
    assert not card.orders[-1]


def test_many_at_once_leave_what_was_before() -> None:
    card = Card({})
    probe, seen = card.probe(), set[Order]()

    def work(order: Order) -> None:
        for _ in range(200):
            with probe.preferring(order):
                seen.add(card.orders[-1])

    given: list[Order] = [("flash",), ("cudnn",), ("flash",)]
    threads = [threading.Thread(target=work, args=(order,)) for order in given]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert card.orders[-1] == ()
    assert seen <= {(), ("flash",), ("cudnn",)}


def order_now() -> list[Any]:
    from torch.nn import attention

    found: list[Any] = attention._cur_sdpa_kernel_backends(with_priority=True)
    return found


def test_all_ways_stay_allowed_and_pytorchs_order_comes_back() -> None:
    before = order_now()
    with preferred(("cudnn",)):
        assert [way.name for way in order_now()][:4] == [
            "CUDNN_ATTENTION",
            "FLASH_ATTENTION",
            "EFFICIENT_ATTENTION",
            "MATH",
        ]
        numbers = torch.ones(1, 2, 16, 8)
        assert scaled_dot_product_attention(numbers, numbers, numbers).shape == numbers.shape
    assert order_now() == before


class Quick(Card):
    """Can do all shapes, cuDNN fastest."""

    def __init__(self) -> None:
        super().__init__({})

    def _clock(self, work: Callable[[], Any]) -> float:
        try:
            work()
        except RuntimeError:
            return float(WAYS.index(self.tried[-1][0]) != WAYS.index("cudnn"))
        raise AssertionError("the table is empty")


CUDNN: Order = ("cudnn", "flash", "efficient")


@pytest.mark.parametrize("family", [*UNETS, *FLOWS])
def test_networks_are_tried_once_a_shape_and_draw_the_same(family: str, painters: Painters) -> None:
    wanted = draw(painters(family), asked(family))
    painter, card = DiffusersPainter(painters(family).folder, device="cpu"), Quick()
    model: Any = painter._parts().model
    network = model.container().components["unet" if family in UNETS else "transformer"]
    during: list[Order] = []
    inner = next(layer for layer in network.modules() if isinstance(layer, torch.nn.Linear))
    inner.register_forward_pre_hook(lambda *given: during.append(card.orders[-1]))
    model.choose_attention(card.probe())
    assert same(draw(painter, asked(family)), wanted)
    assert card.tried
    assert (during[0], set(during[1:]), card.orders[-1]) == ((), {CUDNN}, ())
    tried = len(card.tried)
    draw(painter, asked(family, 2))
    assert len(card.tried) == tried


def test_on_a_processor_nothing_is_tried(painters: Painters) -> None:
    painter = DiffusersPainter(painters("sd15").folder, device="cpu")
    model: Any = painter._parts().model
    assert painter.attention == "auto"
    assert model.network.attending is None


def test_the_way_is_chosen_before_a_faster_version_is_built_and_written_into_it(painters: Painters) -> None:
    painter, card, orders = DiffusersPainter(painters("sd15").folder, device="cpu"), Quick(), list[Order]()
    model: Any = painter._parts().model
    making = Making()
    making.go_on.set()

    def make(function: Function, inputs: Mapping[str, torch.Tensor]) -> Function:
        orders.append(card.orders[-1])
        return making(function, inputs)

    model.replays = Replays(calling)
    model.network = Network(model.unet, model.replays)
    model.choose_attention(card.probe())
    builds, _ = model.speed_up(Builder(make, 0))
    tried: list[int] = []

    def on_step(done: int, *_: Any) -> None:
        tried.append(len(card.tried) if builds.number or builds.building else -1)

    painter.draw(asked("sd15"), 1, on_step, lambda: False)
    until(lambda: builds.number == 1)
    assert orders[0] == CUDNN
    assert tried[0] == -1, "not asked for before the first call"
    assert card.orders[-1] == ()
    painter.unload()


@needs_compiler
@pytest.mark.filterwarnings("ignore")
def test_what_is_kept_on_disk_is_kept_for_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from torch._dynamo.utils import counters

    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    hits = []
    for tag in ("flash", "cudnn", "flash"):
        counters.clear()
        with keyed(tag):
            compiled(lambda latents: (torch.nn.functional.silu(latents) * 3,), {"latents": torch.zeros(1, 4)})
        hits.append(counters["aot_autograd"]["autograd_cache_hit"] + counters["inductor"]["fxgraph_cache_hit"])
    assert hits[1] == 0
    assert hits[2] > 0
