"""A pool of processes that draws training pictures without end and hands them over in shared memory."""

import multiprocessing as mp
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.shared_memory import SharedMemory
from queue import Empty
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from danqing.core.domain import STARTER
from danqing.core.layout import Layout
from danqing.language.dialects.starter import sentence
from danqing.training.starter.scenes import sample_layout

_Drawn = tuple[int, tuple[NDArray[np.float32], NDArray[np.int64], list[str]]]
"""A filled slot and the truth of its pictures."""
BLOCK = 32
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
    setting (n, 2) int64 (background, style); captions: n sentences.
    """

    images: NDArray[np.uint8]
    objects: NDArray[np.float32]
    setting: NDArray[np.int64]
    captions: list[str]


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


def _work(name: str, seed: int, pairs: str, free: "mp.Queue[int]", full: "mp.Queue[_Drawn]") -> None:
    rng = random.Random(seed)
    memory = SharedMemory(name=name)
    slot_bytes = BLOCK * SIDE * SIDE * 3
    assert memory.buf is not None
    while True:
        slot = free.get()
        block = draw_block(rng, pairs)
        memory.buf[slot * slot_bytes : (slot + 1) * slot_bytes] = block.images.tobytes()
        full.put((slot, (block.objects, block.setting, block.captions)))


class PicturePool:
    """``workers`` processes that keep drawing. Use as a context manager; ``blocks`` yields what is ready."""

    def __init__(self, workers: int, seed: int, pairs: str = "seen", slots: int = 24) -> None:
        context = mp.get_context("fork")
        self._bytes = BLOCK * SIDE * SIDE * 3
        self._memory = SharedMemory(create=True, size=slots * self._bytes)
        self._free: mp.Queue[int] = context.Queue()
        self._full: mp.Queue[_Drawn] = context.Queue()
        for slot in range(slots):
            self._free.put(slot)
        self._workers = [
            context.Process(
                target=_work, args=(self._memory.name, seed * 1000 + i, pairs, self._free, self._full), daemon=True
            )
            for i in range(workers)
        ]

    def __enter__(self) -> "PicturePool":
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.kill()
        self._memory.close()
        self._memory.unlink()

    def blocks(self, limit: int, wait: bool) -> Iterator[Pictures]:
        """Up to ``limit`` ready blocks; waits for the first one when ``wait``. Images are copies."""
        for i in range(limit):
            try:
                slot, rest = self._full.get(timeout=120) if wait and i == 0 else self._full.get_nowait()
            except Empty:
                return
            assert self._memory.buf is not None
            view = np.frombuffer(self._memory.buf, np.uint8, self._bytes, slot * self._bytes)
            images = view.reshape(BLOCK, SIDE, SIDE, 3).copy()
            del view
            self._free.put(slot)
            yield Pictures(images, *rest)
