"""Nouns of training an adapter as a job: what was ordered, what became of it, and the events that tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from danqing.core.domain import Language
from danqing.core.events import Cancelled, Failed, Refused

TrainingState = Literal["queued", "running", "finished", "refused", "failed", "cancelled"]
OPEN: tuple[TrainingState, ...] = ("queued", "running")
STOPPED: tuple[TrainingState, ...] = ("failed", "cancelled")
"""From which it can go on."""


@dataclass(frozen=True, slots=True)
class Training:
    """A training. ``name``: what its adapter is to be called in the catalogue; ``base``: id of the picture model.

    ``recipe``: every setting, as JSON; ``pictures``: how many; ``step`` of the recipe's steps that is done; ``model``:
    id of the adapter once it is in the catalogue; ``message``: for the user, where it did not succeed.
    ``cancel``: the user wants it to stop; ``attempts``: times it was taken up since it last got on; ``inputs``: ids of
    the uploaded pictures that it has copies of.
    """

    id: str
    name: str
    base: str
    recipe: Mapping[str, Any]
    pictures: int
    language: Language
    created_at: float
    state: TrainingState = "queued"
    step: int = 0
    model: str | None = None
    message: str | None = None
    cancel: bool = False
    attempts: int = 0
    inputs: tuple[str, ...] = ()

    @property
    def trigger(self) -> str:
        return str(self.recipe["trigger"])

    @property
    def steps(self) -> int:
        return int(self.recipe["steps"])


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrainingQueued(_Event):
    """It is durable, and will be carried out even after a crash."""

    type: Literal["queued"] = "queued"


class TrainingPreparing(_Event):
    """Before the first step: ``prior`` draws what shall not be forgotten, ``cache`` reads the pictures."""

    type: Literal["preparing"] = "preparing"
    stage: Literal["prior", "cache"]
    done: int
    total: int


class TrainingBegun(_Event):
    """Everything is ready; comes again where a training goes on after a restart, from ``step``.

    ``truncated``: captions that are longer than the model reads; ``parameters``: how many are learnt.
    """

    type: Literal["begun"] = "begun"
    pictures: int
    priors: int
    truncated: int
    parameters: int
    device: str
    precision: str
    step: int
    steps: int


class TrainingStep(_Event):
    """``step`` of ``steps`` is done, with this loss and learning rate; ``left_s``: seconds to the end. Not every step
    is told, the last one is. After a restart steps since the checkpoint come again."""

    type: Literal["step"] = "step"
    step: int
    steps: int
    loss: float
    lr: float
    left_s: float | None = None


class TrainingSamples(_Event):
    """Pictures by the adapter as it stands, the same prompts and seeds each time. ``urls``: relative to the server."""

    type: Literal["samples"] = "samples"
    step: int
    urls: tuple[str, ...]


class TrainingSaved(_Event):
    """A checkpoint: after a crash it goes on from here."""

    type: Literal["saved"] = "saved"
    step: int


class TrainingFinished(_Event):
    """Terminal: the adapter is in the catalogue as ``model`` and can be drawn with at once."""

    type: Literal["finished"] = "finished"
    model: str
    step: int
    seconds: float


TrainingEvent = Annotated[
    TrainingQueued
    | TrainingPreparing
    | TrainingBegun
    | TrainingStep
    | TrainingSamples
    | TrainingSaved
    | TrainingFinished
    | Refused
    | Failed
    | Cancelled,
    Field(discriminator="type"),
]


class StoredTrainingEvent(_Event):
    """One event as it was kept: ``number`` counts from 1 within the training and is the SSE event id."""

    number: int
    created_at: datetime
    event: TrainingEvent

    @property
    def last(self) -> bool:
        """Whether nothing comes after it."""
        return isinstance(self.event, TrainingFinished | Refused | Failed | Cancelled)
