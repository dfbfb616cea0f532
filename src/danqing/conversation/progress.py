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
from danqing.core.types import Claim, Job, StepReport

if TYPE_CHECKING:
    from PIL.Image import Image

REPORT_S = 0.1
"""Least time between two events; each is a durable write. The first and the last step are always told."""
PREVIEW_S = 0.4
PREVIEW_SIDE = 96


class Progress:
    """Follows the pictures of one job.

    ``draw_s``: seconds drawn in all; ``last_s``, ``last_energy``: what the last picture took.
    """

    def __init__(
        self,
        claim: Claim,
        job: Job,
        pictures: int,
        store: TurnStore,
        gate: Gate,
        measurements: Measurements,
        meter: EnergyMeter,
    ) -> None:
        self.draw_s = 0.0
        self.last_s = 0.0
        self.last_energy: Energy | None = None
        self._claim = claim
        self._job = job
        self._left = pictures
        self._store = store
        self._gate = gate
        self._measurements = measurements
        self._meter = meter
        self._told = self._shown = float("-inf")

    @contextmanager
    def of(self, index: int) -> Iterator[StepReport]:
        """The report for picture ``index``, and its time and energy measured."""
        self._left -= 1
        used = self._meter.begin()
        started = time.perf_counter()

        def report(step: int, steps: int, preview: "Callable[[], Image] | None") -> None:
            now = time.perf_counter()
            if step not in (1, steps) and now - self._told < REPORT_S:
                return
            self._told = now
            shown = self._preview(preview, now) if step < steps else None
            eta = self._eta(step, steps, now - started)
            self._store.emit(self._claim, Step(picture=index, step=step, steps=steps, eta_s=eta, preview=shown))

        with noticing(partial(self._store.emit, self._claim), self._job.language):
            yield report
        self.last_s = time.perf_counter() - started
        self.last_energy = used()
        self.draw_s += self.last_s
        settings = self._job.settings
        self._measurements.measured(settings.painter, settings, self.last_s / settings.steps)

    def _eta(self, step: int, steps: int, elapsed: float) -> float | None:
        """Seconds to the end of the turn: by earlier pictures, else by this one from its second step on."""
        pace = self._measurements.pace(self._job.settings.painter, self._job.settings)
        if step > 1:
            pace = elapsed / step
        return None if pace is None else round(pace * (steps - step + self._left * steps), 2)

    def _preview(self, make: "Callable[[], Image] | None", now: float) -> str | None:
        if make is None or now - self._shown < PREVIEW_S:
            return None
        self._shown = now
        checked = self._gate.preview(make())
        small = checked.image.copy()
        small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        out = io.BytesIO()
        small.convert("RGB").save(out, "JPEG", quality=70)
        return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
