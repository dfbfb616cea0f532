"""A pool of processes that draws training pictures without end and hands them over in shared memory."""

import mmap
import multiprocessing as mp
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty

import numpy as np
from numpy.typing import NDArray

from danqing.core.domain import STARTER
from danqing.core.layout import Layout
from danqing.language.dialects.starter import sentence
from danqing.training.starter.scenes import sample_layout

_Drawn = tuple[int, "Pictures"]
"""A filled slot and the truth of its pictures, which lie in the shared memory."""
Words = Callable[[list[str]], NDArray[np.int64]]
BLOCK = 32
TRIAL = BLOCK
"""Pictures of a trial on the CPU: drawing more would only take the time from the steps."""
MAX_OBJECTS = 12
SIDE = 256
_KINDS = {name: i for i, name in enumerate(STARTER.names("kinds"))}
_COLOURS = {name: i for i, name in enumerate(STARTER.names("colours"))}
_BACKGROUNDS = {name: i for i, name in enumerate(STARTER.names("backgrounds"))}
_STYLES = {name: i for i, name in enumerate(STARTER.names("styles"))}


@dataclass(frozen=True, slots=True)
class Pictures:
    """A block of pictures with their truth.

    images (n, 256, 256, 3) uint8; objects (n, 12, 6) float32 rows (present, kind, colour, x, y, extent);
    setting (n, 2) int64 (background, style); captions: n sentences; words: what a pool was asked to make of those.
    """

    images: NDArray[np.uint8]
    objects: NDArray[np.float32]
    setting: NDArray[np.int64]
    captions: list[str]
    words: NDArray[np.int64] | None = None


def truth(layout: Layout) -> tuple[NDArray[np.float32], tuple[int, int]]:
    """A layout as arrays: objects (12, 6) and (background, style)."""
    objects = np.zeros((MAX_OBJECTS, 6), np.float32)
    for row, p in zip(objects, layout.placements, strict=False):
        row[:] = (1, _KINDS[p.kind], _COLOURS[p.colour], p.x, p.y, p.extent)
    return objects, (_BACKGROUNDS[layout.background], _STYLES[layout.style])


def jittered(layout: Layout, rng: random.Random) -> Layout:
    """The layout with each object moved within its cell and resized by a few per cent, as no two drawings are alike."""
    moved = (
        replace(
            p,
            x=p.x + rng.uniform(-0.01, 0.01),
            y=p.y + rng.uniform(-0.01, 0.01),
            extent=p.extent * rng.uniform(0.96, 1.04),
        )
        for p in layout.placements
    )
    return replace(layout, placements=tuple(moved))


def draw_block(rng: random.Random, pairs: str = "seen", number: int = BLOCK) -> Pictures:
    """``number`` random pictures, drawn in this process."""
    from danqing.training.starter.renderer import render

    images = np.empty((number, SIDE, SIDE, 3), np.uint8)
    objects = np.empty((number, MAX_OBJECTS, 6), np.float32)
    setting = np.empty((number, 2), np.int64)
    captions = []
    brush = np.random.default_rng(rng.getrandbits(64))
    for i in range(number):
        _, planned = sample_layout(rng, pairs=pairs)
        layout = jittered(planned, rng)
        images[i] = render(layout, brush)
        objects[i], setting[i] = truth(layout)
        captions.append(sentence(planned))
    return Pictures(images, objects, setting, captions)


def _work(
    slots: NDArray[np.uint8],
    seed: int,
    pairs: str,
    words: Words | None,
    queues: "tuple[mp.Queue[int], mp.Queue[_Drawn]]",
) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    rng, parent, (free, full) = random.Random(seed), os.getppid(), queues
    while os.getppid() == parent:
        try:
            slot = free.get(timeout=5)
        except Empty:
            continue
        block = draw_block(rng, pairs)
        slots[slot] = block.images
        nothing, spoken = block.images[:0], words(block.captions) if words else None
        full.put((slot, replace(block, images=nothing, words=spoken)))


class PicturePool:
    """``workers`` processes that keep drawing. Use as a context manager, before threads and CUDA begin.

    ``words``: made of the captions by the drawing processes, so that training need not. The memory is anonymous: it
    needs no room in /dev/shm and is gone with the last process.
    """

    def __init__(
        self, workers: int, seed: int, pairs: str = "seen", slots: int = 24, words: Words | None = None
    ) -> None:
        context = mp.get_context("fork")
        shape = (slots, BLOCK, SIDE, SIDE, 3)
        self._slots = np.frombuffer(mmap.mmap(-1, int(np.prod(shape))), np.uint8).reshape(shape)
        self._free: mp.Queue[int] = context.Queue()
        self._full: mp.Queue[_Drawn] = context.Queue()
        for slot in range(slots):
            self._free.put(slot)
        queues = self._free, self._full
        self._workers = [
            context.Process(target=_work, args=(self._slots, seed * 1000 + i, pairs, words, queues), daemon=True)
            for i in range(workers)
        ]

    def __enter__(self) -> "PicturePool":
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()

    def block(self, images: NDArray[np.uint8], wait: float = 1.0) -> Pictures | None:
        """The next block, its pictures copied into ``images``; None after ``wait`` seconds without one."""
        try:
            slot, block = self._full.get(timeout=wait)
        except Empty:
            if not any(worker.is_alive() for worker in self._workers):
                raise RuntimeError("all drawing processes have ended") from None
            return None
        images[:] = self._slots[slot]
        self._free.put(slot)
        return replace(block, images=images)
