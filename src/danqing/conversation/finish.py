"""The second half of a turn: approve again, draw, check, store. Needs nobody listening, and is safe to repeat."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from danqing.conversation.ending import MAX_ATTEMPTS
from danqing.conversation.progress import Progress
from danqing.conversation.stream import finished
from danqing.core.errors import DrawingFailed
from danqing.core.events import ModelLoading
from danqing.core.protocols import Cancelled, EnergyMeter, Gate, Measurements, Painter, PictureStore, TurnStore
from danqing.core.technique import ControlMap
from danqing.core.types import Claim, Job, Start


@dataclass(frozen=True, slots=True)
class Easel:
    """Who works together in ``finish``. ``ready``: whether the painter of that id is open already."""

    store: TurnStore
    pictures: PictureStore
    gate: Gate
    painter: Callable[[str], Painter]
    ready: Callable[[str], bool]
    measurements: Measurements
    meter: EnergyMeter


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
    progress = Progress(claim, job, len(wanted), easel.store, easel.gate, easel.measurements, easel.meter)
    encode_s = 0.0
    for index in wanted:
        seed = job.settings.seed + index
        with progress.of(index) as report:
            image = painter.draw(approved, seed, report, cancelled, start, maps)
        started = time.perf_counter()
        checked = easel.gate.check(image, seed)
        easel.pictures.add(claim, job, index, checked, progress.last_s, progress.last_energy)
        encode_s += time.perf_counter() - started
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
