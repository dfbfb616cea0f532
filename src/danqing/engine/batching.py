"""Pictures that are drawn at the same time share each call of their network; all else a model computes takes turns.

Each picture is drawn by a thread of its own, with its own sampler and at its own step. A thread that asks for a
prediction stands in line; whoever is first in line, while the device is free, takes along all who wait with rows that
fit into the same call. So nobody is in charge, and who arrives while a call runs joins the next one.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

Rows = dict[str, "torch.Tensor"]
"""What a network reads, by name: ``latents`` and more. The first axis of each tensor counts rows; a picture has one or
two."""
Predict = Callable[[Rows], "torch.Tensor"]
"""A network's prediction for each row. What it gives is not written to by its next call."""

MOST = 8
"""Pictures in one call."""
GRACE = 0.25
"""How long a call waits for pictures of the same kind that are between two steps, as a share of a step's time."""
POLL_S = 0.1


@dataclass(eq=False, slots=True)
class _Seat:
    """A picture that is being denoised. ``bucket``: what it shares with those that fit into the same call.

    ``asked``: when it asked last; ``period``: seconds between the last two times, which on a card are those of a step.
    """

    network: Predict
    company: Hashable
    bucket: Hashable = None
    asked: float | None = None
    period: float = 0.0

    def ask(self) -> None:
        now = time.monotonic()
        self.period = 0.0 if self.asked is None else now - self.asked
        self.asked = now


@dataclass(eq=False, slots=True)
class _Place:
    """A place in line: for a prediction, or without a bucket for a turn at the device."""

    bucket: Hashable = None
    rows: Rows = field(default_factory=dict)
    answer: "torch.Tensor | None" = None


class Batcher:
    """The one line in front of a loaded model. ``grace``: see ``GRACE``."""

    def __init__(self, device: "torch.device", grace: float = GRACE) -> None:
        self.grace = grace
        self._fixed = device.type == "cuda"  # shapes are few there, so that a graph of each can be kept
        self._changed = threading.Condition()
        self._line: list[_Place] = []
        self._seats: list[_Seat] = []
        self._busy = False
        self._most = MOST
        self._alone = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Around anything else that the model computes: nothing else of it runs meanwhile. Not inside another turn."""
        with self._first(_Place()):
            yield

    @contextmanager
    def alone(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Around a picture that cannot be drawn with others: of these there is one at a time.

        ``waiting`` is called while it has to wait, and ends that by raising.
        """
        while not self._alone.acquire(timeout=POLL_S):
            waiting()
        try:
            yield
        finally:
            self._alone.release()

    @contextmanager
    def seat(self, network: Predict, company: Hashable | None, waiting: Callable[[], None]) -> Iterator[Predict]:
        """What predicts each step of one picture, as ``network`` does, together with others where there are any.

        Pictures of the same ``company`` and with rows of the same shape share calls; one without company is alone.
        RuntimeError as the network raises it, and only for those whose rows fail without company too.
        """
        with self.alone(waiting) if company is None else nullcontext():
            seat = _Seat(network, company)
            if company is None:
                seat.company = seat
            with self._changed:
                self._seats.append(seat)
            try:
                yield partial(self._predict, seat)
            finally:
                with self._changed:
                    self._seats.remove(seat)
                    self._changed.notify_all()

    def _predict(self, seat: _Seat, rows: Rows) -> "torch.Tensor":
        shapes = ((name, tensor.shape[1:], tensor.dtype) for name, tensor in rows.items())
        seat.bucket = (seat.company, *shapes)
        seat.ask()
        place = _Place(seat.bucket, rows)
        with self._first(place) as first:
            if first:
                self._call(self._gathered(seat), seat.network)
        assert place.answer is not None
        return place.answer

    @contextmanager
    def _first(self, place: _Place) -> Iterator[bool]:
        """Waits in line. False where someone else has answered in the meantime."""
        first = False
        try:
            with self._changed:
                self._line.append(place)
                self._changed.notify_all()
                self._changed.wait_for(lambda: place.answer is not None or (self._line[0] is place and not self._busy))
                first = place.answer is None
                self._busy = self._busy or first
            yield first
        finally:
            with self._changed:
                if place in self._line:
                    self._line.remove(place)
                if first:
                    self._busy = False
                self._changed.notify_all()

    def _gathered(self, seat: _Seat) -> list[_Place]:
        """Those in line who fit into a call with ``seat``, after a short wait for who was in the calls before."""

        def fitting() -> list[_Place]:
            return [place for place in self._line if place.bucket == seat.bucket][: self._most]

        def complete() -> bool:
            return len(fitting()) >= min(sum(each.bucket == seat.bucket for each in self._seats), self._most)

        with self._changed:
            self._changed.wait_for(complete, self.grace * seat.period)
            return fitting()

    def _call(self, places: list[_Place], network: Predict) -> None:
        """Answers them. Where that fails, as for want of memory, the first alone; calls are smaller from then on."""
        try:
            predicted = network(joined([place.rows for place in places], self._fixed))
        except RuntimeError:
            if len(places) == 1:
                raise
            self._most = len(places) // 2
        else:
            self._answer(places, predicted)
            return
        self._call(places[:1], network)  # not inside the handler: the error holds on to what the failed call computed

    def _answer(self, places: list[_Place], predicted: "torch.Tensor") -> None:
        counts = [len(place.rows["latents"]) for place in places]
        with self._changed:
            for place, rows in zip(places, predicted[: sum(counts)].split(counts), strict=True):
                place.answer = rows
                self._line.remove(place)


def joined(each: Sequence[Rows], fixed: bool) -> Rows:
    """All rows one after another; where the shape should be one of few, the last row fills up to a power of two."""
    import torch

    whole = each[0] if len(each) == 1 else {name: torch.cat([rows[name] for rows in each]) for name in each[0]}
    count = len(whole["latents"])
    missing = (1 << (count - 1).bit_length()) - count if fixed else 0
    if not missing:
        return whole
    return {name: torch.cat([rows, rows[-1:].expand(missing, *rows.shape[1:])]) for name, rows in whole.items()}
