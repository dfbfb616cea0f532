"""LoRAs at work: for one picture their part is added to the output of the layers, whose own weights stay untouched."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from danqing.engine.families.model import Adapters, PictureModel
from danqing.engine.lora_file import Layers, read_lora
from danqing.engine.lora_hooks import Low, hooked
from danqing.engine.lora_slots import Room, Slots, room_for
from danqing.models.adapters import lora_file

KEPT = 4
"""LoRAs that stay in memory after a picture, those used last."""

Key = tuple[Path, int, int]
"""A file, and its time and size: another one under the same name is read anew."""


class Loras:
    """The LoRAs of one loaded model, each read at its first use."""

    def __init__(self, model: PictureModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._layers: Layers | None = None
        self._read: OrderedDict[Key, tuple[Low, ...]] = OrderedDict()
        self._slots: OrderedDict[Hashable, Slots] = OrderedDict()

    def adapters(self, wanted: Sequence[tuple[Path, float]]) -> Adapters:
        """For one picture, with these weights; after each block of theirs the model is as it was, to the bit.

        ModelUnusable where one is damaged or does not fit.
        """
        with self._lock:
            used = [(*self._lows(place), weight) for place, weight in wanted if weight]
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        if not used:
            return Adapters()
        lows = [(low, weight) for _, lows, weight in used for low in lows]
        key = tuple((key, weight) for key, _, weight in used)
        return Adapters(key, partial(self._active, key, room_for(lows), lows))

    @contextmanager
    def _active(self, key: Hashable, room: Room, lows: Sequence[tuple[Low, float]]) -> Iterator[None]:
        """Where the model runs from graphs, they hold the hooks, which read what is copied to fixed places."""
        replayed = self._model.replayed
        self._model.adapters = self._filled(key, room, lows) if replayed else None
        try:
            with nullcontext() if replayed else hooked(lows):
                yield
        finally:
            self._model.adapters = ()

    def _filled(self, key: Hashable, room: Room, lows: Sequence[tuple[Low, float]]) -> Slots:
        """The fixed places that have room for them, with these in them."""
        build = frozenset(room.items())
        if build not in self._slots:
            self._slots[build] = Slots(room, lows)
            if len(self._slots) > KEPT:
                self._slots.popitem(last=False)
        self._slots.move_to_end(build)
        self._slots[build].fill(key, lows)
        return self._slots[build]

    def _lows(self, place: Path) -> tuple[Key, tuple[Low, ...]]:
        path = lora_file(place)
        told = path.stat()
        key = (path, told.st_mtime_ns, told.st_size)
        if key not in self._read:
            if self._layers is None:
                self._layers = Layers(self._model)
            self._read[key] = read_lora(place, self._layers, self._model)
        self._read.move_to_end(key)
        return key, self._read[key]
