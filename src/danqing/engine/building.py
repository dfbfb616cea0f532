"""Faster versions of networks, built in the background one at a time and used from the next picture on."""

import atexit
import copy
import ctypes
import logging
import sys
import threading
import time
import weakref
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from subprocess import SubprocessError
from typing import TYPE_CHECKING, Any

from danqing.engine.compiling import Function, compiled
from danqing.engine.graphs import Replays, Shapes, Tensors, shapes_of, spoken
from danqing.models.foreground import Collector, foreground
from danqing.models.memory.full import is_full
from danqing.models.memory.tenancy import StepName, Tenancy
from danqing.models.streams import uncaptured, working

if TYPE_CHECKING:
    import torch

KEPT = 8
"""Shapes of a network whose faster version stays, those used last."""
INTERVAL_S = 0.0001
"""After so long a thread that compiles lets others go on, in place of 5 ms: a step of a picture asks some 30 times."""
PATIENCE_S = 8.0
"""A build begins once nothing is drawn or written, after so long in any case: what it loads at first, some seconds of
Python, would hold up the very picture that asked for it."""
LEAVING_S = 3.0
"""So long a process that ends waits for a build to stop."""
FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SubprocessError,
    TypeError,
    ValueError,
)
"""What compilers raise, torch's own and those that it calls."""
_log = logging.getLogger(__name__)

Make = Callable[[Function, "Mapping[str, torch.Tensor]"], Function]
Around = Callable[[Any], AbstractContextManager[Any]]
"""What holds while a function is compiled for the tensors that it is given."""


class _Left(BaseException):
    """Nobody waits for the build any more."""


@dataclass(frozen=True, slots=True)
class Built:
    """A faster function. ``number``: how many of its network there were when it was ready, itself counted."""

    function: Function
    number: int


class Builder:
    """Builds for all models of a process, in the order in which they were asked for.

    ``make``: what compiles; ``collector``: what cleans up after it, as Python does by itself where it is None.
    """

    def __init__(self, make: Make, patience_s: float = PATIENCE_S, collector: Collector | None = None) -> None:
        self.make = make
        self._patience_s = patience_s
        self._collector = collector
        self._line: deque[tuple[weakref.ref[Builds], Shapes]] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False

    def ask(self, builds: "Builds", key: Shapes) -> None:
        """Builds it when its turn comes, unless its model has gone by then."""
        with self._lock:
            if self._ended:
                return
            self._line.append((weakref.ref(builds), key))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="builder", daemon=True)
                self._thread.start()

    def end(self, patience: float = LEAVING_S) -> None:
        """At the end of the process: no thread may be in the midst of foreign code when the interpreter goes."""
        with self._lock:
            self._ended = True
            self._line.clear()
            thread = self._thread
        limit = time.monotonic() + patience
        while thread is not None and thread.is_alive() and time.monotonic() < limit:
            _interrupt(thread)
            thread.join(0.1)

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                foreground.wait(self._patience_s)
                builds = job[0]()
                if builds is not None:
                    if self._collector is not None:
                        self._collector.put_off()
                    with yielding():
                        builds.build(job[1], self.make)
                del builds
                if self._collector is not None:
                    self._collector.make_up(enough=lambda: bool(self._line))
        except _Left:
            return

    def _next(self) -> "tuple[weakref.ref[Builds], Shapes] | None":
        with self._lock:
            if self._line:
                return self._line.popleft()
            self._thread = None
            return None


class Builds:
    """Faster versions of ``call`` of one network, by the shapes of what it is given.

    ``call`` takes a network and tensors by name; ``cells`` is the one whose last axes are a picture's, each cell of
    so many pixels; None: a trial takes less than any picture. ``tenancy`` and ``step``: whose memory it takes.
    ``around``: what it is compiled within. ``beside``: tensors of the network that whoever calls what is built gives
    beside the inputs.
    """

    def __init__(
        self,
        name: str,
        network: Any,
        call: Callable[..., Any],
        builder: Builder,
        tenancy: Tenancy,
        step: StepName,
        cells: tuple[str, int] | None,
        around: Around = nullcontext,
        beside: "Callable[[Any], Mapping[str, torch.Tensor]]" = lambda network: {},
    ) -> None:
        self._name = name
        self._network = network
        self._call = call
        self._builder = builder
        self._tenancy = tenancy
        self._step = step
        self._cells = cells
        self._around = around
        self._beside = beside
        self._lock = threading.Lock()
        self._shadow: Any = None
        self._ready: OrderedDict[Shapes, Built] = OrderedDict()
        self._asked: set[Shapes] = set()
        self._failed: set[Shapes] = set()
        self._closed = False
        self.number = 0
        """How many have been built so far."""

    @property
    def building(self) -> bool:
        """Whether one is being built, or waits for it."""
        return bool(self._asked)

    def chosen(self, inputs: "Mapping[str, torch.Tensor]", number: int) -> Built | None:
        """The faster version for inputs like these, if it was there when ``number`` had been built; else it is asked
        for.

        Called where nothing but the model itself acts on the network: no LoRA, and no other thread's.
        """
        key = shapes_of(inputs)
        with self._lock:
            if key in self._ready:
                self._ready.move_to_end(key)
                return self._ready[key] if self._ready[key].number <= number else None
            if self._closed or key in self._asked or key in self._failed:
                return None
            if self._shadow is None:
                self._shadow = shadow(self._network)
            self._asked.add(key)
        self._builder.ask(self, key)
        return None

    def replayed(self, replays: Replays, number: int, **inputs: "torch.Tensor") -> Tensors | None:
        """What the ``chosen`` version gives for the inputs, from a graph where there are any; None without one."""
        built = self.chosen(inputs, number)
        if built is None:
            return None
        return replays(self._name, built.function, ("built", built.number), **inputs)

    def close(self) -> None:
        """Builds no more: its model goes, or cannot be compiled."""
        with self._lock:
            self._closed = True
            self._ready.clear()
            self._asked.clear()

    def build(self, key: Shapes, make: Make) -> None:
        """Makes one ready, or says why that cannot be."""
        times = [time.monotonic()]
        try:
            examples = self._examples(key)
            with self._around(examples):
                function = make(partial(self._call, self._shadow), examples)
            times.append(time.monotonic())
            self._try(function, examples)
            times.append(time.monotonic())
        except FAILURES as error:
            self._give_up(key, error)
        else:
            self._keep(key, function, times)

    def _try(self, function: Function, examples: "Mapping[str, torch.Tensor]") -> None:
        """Runs it once, beside the pictures and in a stream of its own: this is when kernels are loaded and timed."""
        import torch

        device = next(self._network.parameters()).device
        size, pictures = (0, 0), 1
        if self._cells is not None:
            name, factor = self._cells
            shape = examples[name].shape
            size, pictures = (shape[-1] * factor, shape[-2] * factor), shape[0]
        with torch.inference_mode(), self._tenancy.using(size):
            if self._closed:  # as it may be when the last build of a model ends after it
                return
            with self._tenancy.lease(self._step, pictures), uncaptured(), working(device, "builder"):
                function(**examples)
                if device.type == "cuda":
                    torch.cuda.current_stream(device).synchronize()

    def _examples(self, key: Shapes) -> "dict[str, torch.Tensor]":
        import torch

        device = next(self._network.parameters()).device
        inputs = {name: torch.zeros(shape, dtype=dtype, device=device) for name, shape, dtype in key}
        return inputs | dict(self._beside(self._shadow))

    def _keep(self, key: Shapes, function: Function, times: list[float]) -> None:
        with self._lock:
            if self._closed:
                return
            self.number += 1
            self._ready[key] = Built(function, self.number)
            self._asked.discard(key)
            if len(self._ready) > KEPT:
                self._ready.popitem(last=False)
        taken = "compiled in {:.0f} s, tried in {:.1f} s".format(*(later - at for at, later in pairwise(times)))
        _log.info("a faster version of the %s is ready for %s: %s", self._name, spoken(key), taken)

    def _give_up(self, key: Shapes, error: BaseException) -> None:
        """For want of memory these shapes alone; whatever else it is, the next ones would meet it too."""
        if is_full(error):
            with self._lock:
                self._failed.add(key)
                self._asked.discard(key)
        else:
            self.close()
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        _log.warning("no faster version of the %s for %s: %s", self._name, spoken(key), reason)


@cache
def builder() -> Builder:
    """The one of this process."""
    made = Builder(compiled, collector=Collector(foreground))
    atexit.register(made.end)
    return made


def shadow(network: Any) -> Any:
    """A network of the same weights whose hooks and switches are its own: what is traced is not what LoRAs act on."""
    weights = [*network.parameters(), *network.buffers()]
    return copy.deepcopy(network, {id(weight): weight for weight in weights})


@contextmanager
def yielding() -> Iterator[None]:
    """Around work in Python that others must not wait for."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, INTERVAL_S))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _interrupt(thread: threading.Thread) -> None:
    """Raises ``_Left`` there, as soon as it is in Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Left))
