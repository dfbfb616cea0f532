"""The numbered, persisted stream of a turn: one tagged union that the CLI, the page and every API only render.

Order within a turn: Understood, SceneChanged, TextDelta, then Asked or PromptReady, Queued, ModelLoading, Step and
PictureReady in turns, and last exactly one of Finished, Refused, Failed, Cancelled. After a crash a part may come again
(Understood, ModelLoading, Step): the last one of its type counts. Several pictures may be drawn at the same time: then
their Steps mingle. PictureReady comes in the order of ``index``, and never twice for one. Noticed may come between any
two.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from danqing.core.cost import Source
from danqing.core.domain import Language
from danqing.core.technique import PLAIN, Technique

Json = dict[str, Any]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EntityShown(_Event):
    """A recognised stretch of the request: ``text`` = request[start:end]; ``group`` a type of docs/entities.md.

    ``implies``: facts that it brings along, as ``field=value``.
    """

    text: str
    start: int
    end: int
    group: str
    name: str
    implies: tuple[str, ...] = ()


class SettingsShown(_Event):
    """Everything that decides the pixels beside the prompt. Sizes in pixels."""

    painter: str
    writer: str
    seed: int
    steps: int
    guidance: float
    width: int
    height: int
    number: int = 1
    embedding: Literal["full", "no-text", "none"] = "full"
    base: str | None = None
    strength: float | None = None
    region: tuple[float, float, float, float] | None = None
    mask: str | None = None
    technique: Technique = PLAIN
    layout_seed: int | None = None


class RedrawShown(_Event):
    """How a changed picture is made (``core.types.RedrawMode``), and why, for the user."""

    mode: Literal["fresh", "seed", "image", "inpaint"]
    reason: str


class Understood(_Event):
    """The request after normalisation."""

    type: Literal["understood"] = "understood"
    text: str
    language: Language
    entities: tuple[EntityShown, ...] = ()


class TextDelta(_Event):
    """A piece of the reply to the user; the pieces joined are the whole reply."""

    type: Literal["text_delta"] = "text_delta"
    text: str


class SceneChanged(_Event):
    """The scene after this turn's edits, in the forms of ``core.codec``; ``left_out`` quotes what cannot be drawn.

    ``writer``: who read the request: a language model's id, or ``composer`` for the rules. ``fallback``: why the rules
    stand in for the language model, for the user; None where they do not.
    """

    type: Literal["scene_changed"] = "scene_changed"
    scene: Json
    changes: tuple[Json, ...] = ()
    edits: tuple[Json, ...] = ()
    left_out: tuple[str, ...] = ()
    writer: str = ""
    fallback: str | None = None
    redraw: RedrawShown | None = None


class ChoiceShown(_Event):
    """One way to read the request: its words, and the edits that a turn may be given for it."""

    label: str
    edits: tuple[Json, ...]


class Asked(_Event):
    """Asked back instead of guessed: the turn ends without a picture, the next one may carry a choice's edits."""

    type: Literal["asked"] = "asked"
    question: str
    choices: tuple[ChoiceShown, ...]


class DroppedShown(_Event):
    """Something of the scene that the prompt does not hold, and why, for the user."""

    text: str
    reason: str


class RouteScore(_Event):
    """A picture model that could have been chosen: its points and the rules that gave them, or what it lacks."""

    painter: str
    points: float
    rules: tuple[str, ...] = ()
    lacks: str | None = None


class ChosenShown(_Event):
    """The picture model that was chosen where the user left it open. ``reason``: one sentence for the user."""

    painter: str
    reason: str
    scores: tuple[RouteScore, ...] = ()


class PromptReady(_Event):
    """What the picture model will read. ``chosen``: why this one, where the user left it open."""

    type: Literal["prompt_ready"] = "prompt_ready"
    prompt: str
    negative: str
    dialect: str
    painter: str
    settings: SettingsShown
    dropped: tuple[DroppedShown, ...] = ()
    chosen: ChosenShown | None = None


class Refused(_Event):
    """Terminal: the policy does not allow it. ``topic`` is a stable name, ``message`` is for the user."""

    type: Literal["refused"] = "refused"
    topic: str
    message: str


class Queued(_Event):
    """The drawing job is accepted and durable; ``ahead`` jobs are drawn before it."""

    type: Literal["queued"] = "queued"
    ahead: int


class ModelLoading(_Event):
    """The picture model is being opened; comes only where that takes time."""

    type: Literal["model_loading"] = "model_loading"
    model: str


class Noticed(_Event):
    """Something that was done otherwise than asked, because memory was full: ``code`` the message key, ``message`` for
    the user."""

    type: Literal["noticed"] = "noticed"
    code: str
    message: str


class Step(_Event):
    """Progress of picture ``picture`` (from 0): ``step`` of ``steps``; ``eta_s`` seconds to the end of the turn.

    ``preview``: a small picture as a data URI, where one was made. Not every step is reported, the last one is.
    """

    type: Literal["step"] = "step"
    picture: int
    step: int
    steps: int
    eta_s: float | None = None
    preview: str | None = None


class PictureReady(_Event):
    """A stored picture. ``url``: its file, relative to the server; ``path``: its absolute path on this machine.

    ``seconds``, ``energy_wh``: what its drawing took, in watt hours as the counters of ``energy_of`` tell, else None.
    """

    type: Literal["picture_ready"] = "picture_ready"
    picture_id: str
    index: int
    seed: int
    width: int
    height: int
    url: str
    path: str
    seconds: float
    energy_wh: float | None = None
    energy_of: tuple[Source, ...] = ()


class Failed(_Event):
    """Terminal. ``code``: the message key; ``message``: for the user; ``exit_code``: of the command line."""

    type: Literal["failed"] = "failed"
    code: str
    message: str
    retryable: bool = False
    exit_code: int = 1


class Cancelled(_Event):
    """Terminal: stopped on the user's wish. Pictures that were ready before stay."""

    type: Literal["cancelled"] = "cancelled"
    message: str


class Finished(_Event):
    """Terminal: all done. Seconds; ``total_s`` from submission to the end, waiting included."""

    type: Literal["finished"] = "finished"
    language_s: float = 0.0
    draw_s: float = 0.0
    encode_s: float = 0.0
    total_s: float = 0.0


Event = Annotated[
    Understood
    | TextDelta
    | SceneChanged
    | Asked
    | PromptReady
    | Refused
    | Queued
    | ModelLoading
    | Noticed
    | Step
    | PictureReady
    | Failed
    | Cancelled
    | Finished,
    Field(discriminator="type"),
]

TERMINAL = (Finished, Refused, Failed, Cancelled)
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class StoredEvent(_Event):
    """One event as it was committed: ``number`` counts from 1 within the turn and is the SSE event id."""

    turn_id: str
    number: int
    created_at: datetime
    event: Event

    @property
    def last(self) -> bool:
        """Whether nothing comes after it."""
        return is_terminal(self.event)


def is_terminal(event: Event) -> bool:
    """True for the last event of a turn."""
    return isinstance(event, TERMINAL)
