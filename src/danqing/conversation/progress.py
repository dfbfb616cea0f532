"""Steps of a drawing as events: seldom enough to cost nothing, with the time that is left and gated previews."""

import base64
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from danqing.conversation.stream import noticing
from danqing.core.cost import Energy
from danqing.core.events import Step
from danqing.core.protocols import EnergyMeter, Gate, Measurements, TurnStore
from danqing.core.types import Claim, Job

if TYPE_CHECKING:
    from PIL.Image import Image

REPORT_S = 0.1
"""Least time between two events; each is a durable write. The first and the last step are always told."""
PREVIEW_S = 0.4
"""Least time between two previews. Both are of all pictures together that are drawn at a time."""
PREVIEW_SIDE = 96


class Progress:
    """Follows the pictures of one job, of which ``at_once`` are drawn at the same time."""

    def __init__(
        self,
        claim: Claim,
        job: Job,
        pictures: int,
        at_once: int,
        store: TurnStore,
        gate: Gate,
        measurements: Measurements,
        meter: EnergyMeter,
    ) -> None:
        self._claim = claim
        self._job = job
        self._pictures = pictures
        self._at_once = at_once
        self._store = store
        self._gate = gate
        self._measurements = measurements
        self._meter = meter
        self._began: list[float] = []
        self._ended: list[float] = []

    @property
    def draw_s(self) -> float:
        """Seconds from where the first picture was begun to where the last one was drawn."""
        return max(self._ended) - min(self._began) if self._ended else 0.0

    @contextmanager
    def of(self, index: int) -> "Iterator[Sitting]":
        """Picture ``index``: its steps told of, its time and energy measured."""
        used = self._meter.begin()
        started = time.perf_counter()
        self._began.append(started)
        sitting = Sitting(lambda step, steps, preview: self._tell(index, step, steps, started, preview), self._at_once)
        with noticing(partial(self._store.emit, self._claim), self._job.language):
            yield sitting
        ended = time.perf_counter()
        self._ended.append(ended)
        sitting.seconds, sitting.energy = ended - started, used()
        settings = self._job.settings
        self._measurements.measured(settings.painter, settings, sitting.seconds / settings.steps)

    def _tell(self, index: int, step: int, steps: int, started: float, preview: "Image | None") -> None:
        shown = None if preview is None else self._small(preview)
        eta = self._eta(step, steps, time.perf_counter() - started)
        self._store.emit(self._claim, Step(picture=index, step=step, steps=steps, eta_s=eta, preview=shown))

    def _eta(self, step: int, steps: int, elapsed: float) -> float | None:
        """Seconds to the end of the turn: by earlier pictures, else by this one from its second step on."""
        pace = self._measurements.pace(self._job.settings.painter, self._job.settings)
        if step > 1:
            pace = elapsed / step
        left = self._pictures - len(self._began)
        after = -(-left // self._at_once)  # pictures that one place has still to draw
        return None if pace is None else round(pace * (steps - step + after * steps), 2)

    def _small(self, preview: "Image") -> str:
        checked = self._gate.preview(preview)
        small = checked.image.copy()
        small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        out = io.BytesIO()
        small.convert("RGB").save(out, "JPEG", quality=70)
        return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


class Sitting:
    """One picture while it is drawn; ``seconds`` and ``energy``, what it took, are known afterwards."""

    def __init__(self, tell: "Callable[[int, int, Image | None], None]", at_once: int) -> None:
        self.seconds = 0.0
        self.energy: Energy | None = None
        self._tell = tell
        self._at_once = at_once
        self._told = self._shown = float("-inf")

    def report(self, step: int, steps: int, preview: "Callable[[], Image] | None") -> None:
        """Follows the steps, seldom enough."""
        now = time.perf_counter()
        if step not in (1, steps) and now - self._told < REPORT_S * self._at_once:
            return
        self._told = now
        shown = None
        if preview is not None and step < steps and now - self._shown >= PREVIEW_S * self._at_once:
            self._shown = now
            shown = preview()
        self._tell(step, steps, shown)
