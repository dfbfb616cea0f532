"""The second half of a turn: approve again, draw, check, store. Needs nobody listening, and is safe to repeat."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.conversation.ending import MAX_ATTEMPTS
from danqing.conversation.progress import Progress, Sitting
from danqing.conversation.stream import finished
from danqing.core.errors import DrawingFailed
from danqing.core.events import ModelLoading
from danqing.core.protocols import Cancelled, EnergyMeter, Gate, Measurements, Painter, PictureStore, TurnStore
from danqing.core.technique import ControlMap
from danqing.core.types import Claim, Job, Start
from danqing.scheduling.places import Places

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 16
"""Pictures of one job that may wait for places at a time."""


@dataclass(frozen=True, slots=True)
class Easel:
    """Who works together in ``finish``. ``ready``: whether the painter of that id is open already; ``places``: for
    pictures that are drawn at the same time, of this job and of others."""

    store: TurnStore
    pictures: PictureStore
    gate: Gate
    painter: Callable[[str], Painter]
    ready: Callable[[str], bool]
    measurements: Measurements
    meter: EnergyMeter
    places: Places


def finish(claim: Claim, easel: Easel, cancelled: Cancelled) -> None:
    """Carries an accepted job to its stored pictures; those that an earlier attempt stored are not drawn again.

    Raises Refused (the policy may have changed since the job was accepted), ModelUnusable, DrawingFailed, StoreFailed,
    Cancelled and LeaseLost.
    """
    job = easel.store.job(claim)
    approved = easel.gate.approve(job.prompt, job.settings)
    stored = {picture.index for picture in easel.store.turn(claim.turn_id).pictures}
    wanted = [index for index in range(job.settings.number) if index not in stored]
    if wanted and claim.attempts > MAX_ATTEMPTS:
        raise DrawingFailed("attempts", count=MAX_ATTEMPTS)

    painter, start, maps = _open(claim, job, easel), _start(job, easel), _maps(job, easel)
    at_once = easel.places.count
    progress = Progress(claim, job, len(wanted), at_once, easel.store, easel.gate, easel.measurements, easel.meter)
    given_up = threading.Event()

    def stopped() -> bool:
        return given_up.is_set() or cancelled()

    def drawn(index: int) -> "tuple[Image, Sitting]":
        with easel.places.one(stopped), progress.of(index) as sitting:
            return painter.draw(approved, job.settings.seed + index, sitting.report, stopped, start, maps), sitting

    encode_s = 0.0
    with ThreadPoolExecutor(MOST, "drawing") as pool:  # places may become more while the first one is drawn
        pictures = [pool.submit(drawn, index) for index in wanted]
        try:
            for index, picture in zip(wanted, pictures, strict=True):
                image, sitting = picture.result()
                started = time.perf_counter()
                checked = easel.gate.check(image, job.settings.seed + index)
                easel.pictures.add(claim, job, index, checked, sitting.seconds, sitting.energy)
                encode_s += time.perf_counter() - started
        finally:
            given_up.set()
            pool.shutdown(cancel_futures=True)
    last = finished(job.created_at, job.language_s, progress.draw_s, encode_s)
    easel.store.end(claim, "finished", [last])


def _start(job: Job, easel: Easel) -> Start | None:
    """The picture that drawing starts from, where the settings name one."""
    settings = job.settings
    if settings.base is None or settings.strength is None:
        return None
    mask = None if settings.mask is None else easel.pictures.image(settings.mask).convert("L")
    return Start(easel.pictures.image(settings.base), settings.strength, settings.region, mask)


def _maps(job: Job, easel: Easel) -> list[ControlMap]:
    """The pictures that the settings' controls name."""
    controls = job.settings.technique.controls
    return [ControlMap(each.kind, easel.pictures.image(each.image), each.weight) for each in controls]


def _open(claim: Claim, job: Job, easel: Easel) -> Painter:
    if not easel.ready(job.settings.painter):
        easel.store.emit(claim, ModelLoading(model=job.settings.painter))
    return easel.painter(job.settings.painter)
