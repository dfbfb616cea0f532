"""Attention chosen by trial: which of PyTorch's ways is the fastest for a network's shapes on this card."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache, partial
from itertools import permutations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from danqing.engine.compiling import keyed

if TYPE_CHECKING:
    import torch

Way = Literal["flash", "cudnn", "efficient"]
WAYS: tuple[Way, ...] = get_args(Way)
Order = tuple[Way, ...]
"""The fastest first; none: as PyTorch has it."""
HEAVIEST = 4
"""Shapes of a network that are timed, those with the most arithmetic: the others take next to none of the time."""
TRIES = 3
_log = logging.getLogger(__name__)

Attend = Callable[["torch.Tensor", "torch.Tensor", "torch.Tensor"], object]
"""Attention of query, key and value. RuntimeError for shapes that it is not made for."""
Clock = Callable[[Callable[[], object]], float]
"""How many seconds a function takes."""


class Call(NamedTuple):
    """One call of attention: shapes (rows, heads, tokens, width) of query, key and value, and their number format."""

    query: tuple[int, ...]
    key: tuple[int, ...]
    value: tuple[int, ...]
    dtype: Any

    @property
    def products(self) -> int:
        """Multiplications, as far as shapes are compared by them."""
        rows, heads, tokens, width = self.query
        return rows * heads * tokens * self.key[2] * width


class Probe:
    """Tries ways out, keeps what it found as long as the process lives, and puts it in front of the others.

    ``prefer``: has PyTorch try an order first, as long as its context lasts.
    """

    def __init__(
        self, ways: Mapping[Way, Attend], clock: Clock, prefer: Callable[[Order], AbstractContextManager[Any]]
    ) -> None:
        self._ways = ways
        self._clock = clock
        self._prefer = prefer
        self._lock = threading.Lock()
        self._found: dict[tuple[Any, frozenset[tuple[Call, int]]], Order] = {}
        self._active: list[list[Order]] = []
        self._effect = ExitStack()

    def order(self, name: str, device: "torch.device", calls: Counter[Call]) -> Order:
        """The order that takes least for the ``calls`` of a network, which ``name`` stands for.

        A few milliseconds in the current stream, once for each card and calls; more where kernels have to be loaded.
        """
        heaviest = sorted(calls.items(), key=lambda item: item[0].products * item[1], reverse=True)[:HEAVIEST]
        key = (device, frozenset(heaviest))
        if key not in self._found:
            self._found[key] = self._tried(name, device, heaviest)
        return self._found[key]

    @contextmanager
    def preferring(self, order: Order) -> Iterator[None]:
        """Around calls of a network: PyTorch takes the first way of ``order`` that can do a call.

        PyTorch keeps this for the whole process. Where several networks are at work the order of the last to begin
        holds: every order gives right numbers, another one is slower at most. What was before comes back at the end.
        """
        if not order:
            yield
            return
        mine = [order]  # a list: the same order may be there twice
        with self._lock:
            self._active.append(mine)
            self._put()
        try:
            yield
        finally:
            with self._lock:
                self._active = [each for each in self._active if each is not mine]
                self._put()

    def _put(self) -> None:
        self._effect.close()
        if self._active:
            self._effect.enter_context(self._prefer(self._active[-1][0]))

    def _tried(self, name: str, device: "torch.device", calls: list[tuple[Call, int]]) -> Order:
        times = [(count, self._times(call, device)) for call, count in calls]
        able = [way for way in self._ways if any(way in found for _, found in times)]
        if not able:
            return ()

        def total(order: Order) -> float:
            """Seconds of all calls, each by the first way that can do it."""
            return sum(count * next((found[way] for way in order if way in found), 0.0) for count, found in times)

        order = min(permutations(able), key=total)
        each = (1000 * total((way, *(other for other in order if other != way))) for way in order)
        told = ", ".join(f"{way} {ms:.2f} ms" for way, ms in zip(order, each, strict=True))
        _log.info("attention of the %s, a call of it: %s", name, told)
        return order

    def _times(self, call: Call, device: "torch.device") -> dict[Way, float]:
        """Seconds of each way that can do such a call."""
        found: dict[Way, float] = {}
        for way, attend in self._ways.items():
            try:
                found[way] = self._clock(partial(attend, *_numbers(call, device)))
            except RuntimeError as error:  # what it is not made for, or has no memory for
                _log.debug("no %s attention for %s: %s", way, call.query, str(error).partition("\n")[0])
        return found


class Attending:
    """The attention of one network: recorded at its first call of each shape, and by the fastest way from then on."""

    def __init__(self, name: str, probe: Probe, device: "torch.device") -> None:
        self._name = name
        self._probe = probe
        self._device = device
        self._orders: dict[Any, Order] = {}

    def knows(self, *given: Any) -> bool:
        """Whether there was a call with tensors of these shapes, which may lie in lists and mappings."""
        return _shapes(given) in self._orders

    @contextmanager
    def around(self, *given: Any) -> Iterator[None]:
        """Around a call of the network as it is, with ``given``. The first of its shapes is followed by the trial."""
        shapes = _shapes(given)
        if shapes in self._orders:
            with self._probe.preferring(self._orders[shapes]):
                yield
            return
        with recording() as calls:
            yield
        self._orders[shapes] = self._probe.order(self._name, self._device, calls)

    @contextmanager
    def compiling(self, *given: Any) -> Iterator[None]:
        """Around compiling the network for ``given``: the way is written into what is made."""
        order = self._orders.get(_shapes(given), ())
        with self._probe.preferring(order), keyed("-".join(order)):
            yield


@contextmanager
def recording() -> "Iterator[Counter[Call]]":
    """Counts calls of attention without mask by this thread."""
    import torch
    from torch.overrides import TorchFunctionMode

    attention: Any = torch.nn.functional.scaled_dot_product_attention
    calls: Counter[Call] = Counter()

    class Recorder(TorchFunctionMode):
        def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if function is attention and (call := _call(*args, **(kwargs or {}))):
                calls[call] += 1
            return function(*args, **(kwargs or {}))

    with Recorder():
        yield calls


def _call(
    query: "torch.Tensor",
    key: "torch.Tensor",
    value: "torch.Tensor",
    attn_mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    **others: Any,
) -> Call | None:
    if attn_mask is not None or is_causal or query.dim() != 4 or query.shape[1] != key.shape[1]:
        return None
    return Call(tuple(query.shape), tuple(key.shape), tuple(value.shape), query.dtype)


def _numbers(call: Call, device: "torch.device") -> "list[torch.Tensor]":
    """Random ones; heads lie beside one another in memory, as a projection leaves them."""
    import torch

    generator = torch.Generator(device).manual_seed(0)
    made = []
    for rows, heads, tokens, width in (call.query, call.key, call.value):
        shape = (rows, tokens, heads, width)
        made.append(torch.randn(shape, generator=generator, device=device, dtype=call.dtype).transpose(1, 2))
    return made


def _shapes(given: Any) -> Any:
    """Of all tensors in it."""
    if isinstance(given, Mapping):
        return tuple((name, _shapes(each)) for name, each in sorted(given.items()))
    if isinstance(given, list | tuple):
        return tuple(map(_shapes, given))
    return (tuple(given.shape), given.dtype) if hasattr(given, "shape") else None


@cache
def probe() -> Probe:
    """The one of this process, for NVIDIA cards."""
    import torch

    aten = torch.ops.aten
    # The ways themselves: to allow only one of them in turn would forbid the others to all threads of the process.
    ways: dict[Way, Attend] = {
        "flash": aten._scaled_dot_product_flash_attention,
        "cudnn": lambda query, key, value: aten._scaled_dot_product_cudnn_attention(query, key, value, None, False),
        "efficient": lambda query, key, value: aten._scaled_dot_product_efficient_attention(
            query, key, value, None, False
        ),
    }
    return Probe(ways, seconds, preferred)


def preferred(order: Order) -> AbstractContextManager[Any]:
    """PyTorch's own switch; ways that are not in ``order`` come after it."""
    from torch.nn.attention import SDPBackend, sdpa_kernel

    named = {
        "flash": SDPBackend.FLASH_ATTENTION,
        "cudnn": SDPBackend.CUDNN_ATTENTION,
        "efficient": SDPBackend.EFFICIENT_ATTENTION,
    }
    ways = [*order, *(way for way in WAYS if way not in order)]
    switch: AbstractContextManager[Any] = sdpa_kernel([*(named[way] for way in ways), SDPBackend.MATH], True)
    return switch


def seconds(work: Callable[[], object]) -> float:
    """What it takes in the current stream of a card, the least of a few tries."""
    import torch

    def once() -> float:
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        work()
        end.record()
        end.synchronize()
        return float(begin.elapsed_time(end)) / 1000

    once()  # libraries choose and load kernels at the first
    return min(once() for _ in range(TRIES))
