"""Work that goes on in threads of its own for some seconds, and how much of it gets done."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from danqing.core.errors import Cancelled
from danqing.core.protocols import Cancelled as Asked

Loop = Callable[[Callable[[], None], Asked], object]
"""One piece of work: calls the first function for each unit that is done; raises Cancelled soon after the second says
so."""


def rates(loops: Mapping[str, Loop], warm_s: float, window_s: float) -> dict[str, float]:
    """Units a second of each loop while all of them go on.

    The window begins ``warm_s`` after each has done one whole piece of work, whatever it read or captured for it.
    """
    done = dict.fromkeys(loops, 0)
    stop = threading.Event()
    whole = {name: threading.Event() for name in loops}

    def go_on(name: str) -> None:
        def count() -> None:
            done[name] += 1

        try:
            while not stop.is_set():
                loops[name](count, stop.is_set)
                whole[name].set()
        except Cancelled:
            pass
        finally:
            whole[name].set()  # nobody waits for what has failed

    with ThreadPoolExecutor(len(loops)) as pool:
        running = [pool.submit(go_on, name) for name in loops]
        for piece in whole.values():
            piece.wait()
        stop.wait(warm_s)
        before, started = dict(done), time.perf_counter()
        stop.wait(window_s)
        elapsed, after = time.perf_counter() - started, dict(done)
        stop.set()
        for each in running:
            each.result()
    return {name: (after[name] - before[name]) / elapsed for name in loops}
