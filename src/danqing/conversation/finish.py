"""The second half of a turn: approve again, draw, check, store. Needs nobody listening, and is safe to repeat."""

import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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

    Drawn = tuple[int, Image, Sitting]


@dataclass(frozen=True, slots=True)
class Easel:
    """Who works together in ``finish``. ``ready``: whether the painter of that id is open already; ``places``: for
    pictures that are drawn at the same time, of this job and of others. ``painter``: opens the one of that id, weights
    and all: only then is it known what draws, and so how many at a time."""

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
    at_once = max(1, min(len(wanted), easel.places.count()))
    progress = Progress(claim, job, len(wanted), at_once, easel.store, easel.gate, easel.measurements, easel.meter)
    given_up = threading.Event()

    def stopped() -> bool:
        return given_up.is_set() or cancelled()

    def draw(index: int) -> "Drawn":
        with easel.places.one(stopped), progress.of(index) as sitting:
            image = painter.draw(approved, job.settings.seed + index, sitting.report, stopped, start, maps)
        return index, image, sitting

    encode_s = 0.0
    with closing(_each(draw, wanted, at_once, given_up)) as pictures:
        for index, image, sitting in pictures:
            started = time.perf_counter()
            checked = easel.gate.check(image, job.settings.seed + index)
            easel.pictures.add(claim, job, index, checked, sitting.seconds, sitting.energy)
            encode_s += time.perf_counter() - started
    last = finished(job.created_at, job.language_s, progress.draw_s, encode_s)
    easel.store.end(claim, "finished", [last])


def _each(
    draw: "Callable[[int], Drawn]", wanted: Sequence[int], at_once: int, given_up: threading.Event
) -> "Generator[Drawn, None, None]":
    """What is drawn, in its order. ``given_up`` is set where it ends early: what is still being drawn then stops."""
    if at_once == 1:  # by the thread that is here: each thread that draws takes memory of its own
        yield from map(draw, wanted)
        return
    with ThreadPoolExecutor(at_once, "drawing") as pool:
        try:
            yield from pool.map(draw, wanted)
        finally:
            given_up.set()


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
