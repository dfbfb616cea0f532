"""One training as a worker carries it out: begun or gone on with, told of, and its adapter taken into the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.app.adding import Wanted, add_model, unused
from danqing.conversation.ending import MAX_ATTEMPTS, ending
from danqing.core.errors import BadInput, Cancelled
from danqing.core.protocols import Cancelled as Stopped
from danqing.core.protocols import Gate
from danqing.core.settings import Configuration
from danqing.core.training import (
    Training,
    TrainingBegun,
    TrainingEvent,
    TrainingFinished,
    TrainingPreparing,
    TrainingSamples,
    TrainingSaved,
    TrainingStep,
)
from danqing.core.types import Claim
from danqing.training.lora.events import Begun, Ended, Event, Preparing, Sampled, Saved, Stepped

if TYPE_CHECKING:
    from danqing.scheduling.lane import DeviceLane
    from danqing.store.trainings import TrainingStore
    from danqing.training.lora.opening import Order

TOLD = 400
"""Steps that are told of, at most: enough for a curve."""


@dataclass(frozen=True, slots=True)
class Classroom:
    """Who works together in ``teach``. ``settings``: those in force."""

    store: "TrainingStore"
    lane: "DeviceLane"
    gate: Gate
    settings: Callable[[], Configuration]


def teach(room: Classroom, claim: Claim, stopped: Stopped) -> None:
    """Trains to the end, from the last checkpoint where there is one. Raises Cancelled where it was stopped, and what
    went wrong."""
    from danqing.models.loading import imported
    from danqing.training.lora.opening import look_through, train

    imported("transformers", "diffusers")  # before it: drawing may open models at the same time
    training = room.store.get(claim.job_id)
    if claim.attempts > MAX_ATTEMPTS:
        raise BadInput("train_attempts", count=MAX_ATTEMPTS)
    ready = look_through(_order(training, room))
    with room.lane.training(stopped) as pause:
        for event in train(ready, pause, stopped):
            if isinstance(event, Ended):
                if event.complete:
                    _finish(room, claim, training, event)
                    return
            elif (told := _told(event, training)) is not None:
                room.store.emit(claim, told, **_progress(event))
    raise Cancelled("train_cancelled")


def settle(store: "TrainingStore", claim: Claim, error: Exception) -> None:
    """Ends a training that did not succeed, with a sentence for the user. Raises LeaseLost, StoreFailed."""
    state, last = ending(error, store.get(claim.job_id).language)
    store.end(claim, state, last, message=last.message)


def _order(training: Training, room: Classroom) -> "Order":
    from danqing.models.catalog import find_model
    from danqing.training.lora import checkpoints
    from danqing.training.lora.opening import Order
    from danqing.training.lora.recipe import recipe_from

    settings, out = room.settings(), room.store.out(training.id)
    return Order(
        pictures=room.store.pictures(training.id),
        model=find_model(training.base, "painter", settings.home),
        out=out,
        recipe=recipe_from(dict(training.recipe)),
        device="cpu" if settings.cpu else None,
        resume=checkpoints.there(out),
        gate=room.gate,
    )


def _finish(room: Classroom, claim: Claim, training: Training, ended: Ended) -> None:
    """The adapter in the catalogue, under its name or one with a number where that was taken meanwhile."""
    from danqing.models.catalog import list_models

    settings = room.settings()
    known = [info.id for info in list_models("lora", settings.home) if info.folder == ended.path.resolve()]
    # Known already: the process died just after it was added.
    wanted = Wanted(str(ended.path), unused(training.name, settings), role="lora")
    model = known[0] if known else add_model(wanted, settings).id
    last = TrainingFinished(model=model, step=ended.step, seconds=round(ended.seconds, 1))
    room.store.end(claim, "finished", last, model=model, step=ended.step)


def _told(event: Event, training: Training) -> TrainingEvent | None:
    """The event for whoever follows; None for most of many steps."""
    match event:
        case Preparing(stage, done, total):
            return TrainingPreparing(stage=stage, done=done, total=total)
        case Begun():
            fields = ("pictures", "priors", "truncated", "parameters", "device", "precision", "step", "steps")
            return TrainingBegun(**{name: getattr(event, name) for name in fields})
        case Stepped(step, steps) if step % max(1, steps // TOLD) and step < steps:
            return None
        case Stepped(step, steps, loss, lr, left):
            return TrainingStep(step=step, steps=steps, loss=round(loss, 6), lr=lr, left_s=left)
        case Sampled(step, paths) if paths:
            urls = tuple(f"/api/trainings/{training.id}/samples/{path.name}" for path in paths)
            return TrainingSamples(step=step, urls=urls)
        case Saved(step):
            return TrainingSaved(step=step)
        case _:
            return None


def _progress(event: Event) -> dict[str, int]:
    """What of the training itself an event changes. One that keeps a checkpoint has got on: it counts attempts anew."""
    match event:
        case Stepped(step) | Begun(step=step):
            return {"step": step}
        case Saved():
            return {"attempts": 0}
        case _:
            return {}
