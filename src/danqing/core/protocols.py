"""The seams: what the steps of a turn need of models, store and policy. ``app`` puts implementations in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from danqing.core.cost import Energy
from danqing.core.domain import Domain
from danqing.core.errors import StoreFailed
from danqing.core.events import Event
from danqing.core.history import SceneHistory
from danqing.core.reading import Constraint, Earlier, Interpretation, Message, Request
from danqing.core.scene import Scene
from danqing.core.technique import Abilities, ControlMap
from danqing.core.types import (
    ApprovedPrompt,
    CheckedPicture,
    CheckedPreview,
    Claim,
    Conversation,
    Draft,
    Job,
    Lane,
    Picture,
    Prompt,
    RedrawMode,
    Settings,
    Start,
    StepReport,
    Turn,
    TurnState,
)

if TYPE_CHECKING:
    from PIL.Image import Image

Cancelled = Callable[[], bool]
OnText = Callable[[str], None]


@runtime_checkable
class LanguageModel(Protocol):
    """A causal language model behind a chat template.

    ``context``: tokens that prompt and answer may have together. ``wire``: how it is asked, see ``language.wires``.
    """

    id: str
    wire: str

    @property
    def context(self) -> int: ...

    def complete(
        self,
        messages: Sequence[Message],
        *,
        constraint: Constraint | None = None,
        max_new_tokens: int = 150,
        temperature: float = 0.0,
        cancelled: Cancelled = lambda: False,
        on_text: OnText | None = None,
    ) -> str:
        """The assistant's text, thinking left out. ``on_text`` is given each piece as it is written.

        Raises Cancelled within one token once ``cancelled()`` is true, ModelUnusable where the model cannot run.
        """
        ...

    def count(self, text: str) -> int:
        """How many tokens ``text`` has; an estimate that is not too low where the model's tokenizer is elsewhere."""
        ...


@runtime_checkable
class Painter(Protocol):
    """A picture model: its defaults, its limits, and the drawing itself.

    ``modes``: ways of redrawing that it knows beside a fresh seed and the same one.
    """

    id: str
    dialect: str
    domain: Domain | None
    default_steps: int
    default_guidance: float
    default_size: tuple[int, int]
    modes: frozenset[RedrawMode]

    @property
    def abilities(self) -> Abilities:
        """As of now: a network for control maps that is added to the catalogue counts at once."""
        ...

    def check(self, settings: Settings) -> None:
        """Raises BadInput when the size, steps, guidance or technique cannot be drawn by this model."""
        ...

    def draw(
        self,
        approved: ApprovedPrompt,
        seed: int,
        on_step: StepReport,
        cancelled: Cancelled,
        start: Start | None = None,
        maps: Sequence[ControlMap] = (),
    ) -> "Image":
        """One RGB picture. Raises Cancelled within one step.

        It has ``settings.width`` x ``settings.height`` pixels, more by a second pass or added canvas where
        ``settings.technique`` asks for these. ``maps``: the pictures of its controls, in the same order.
        """
        ...


class Gate(Protocol):
    """The policy. The only maker of ApprovedPrompt, CheckedPreview and CheckedPicture."""

    def request(self, request: Request) -> None:
        """Raises Refused when the user's text is not to be drawn."""
        ...

    def approve(self, prompt: Prompt, settings: Settings) -> ApprovedPrompt:
        """Raises Refused."""
        ...

    def preview(self, image: "Image") -> CheckedPreview:
        """A preview that may leave the engine. Raises Refused."""
        ...

    def check(self, image: "Image", seed: int) -> CheckedPicture:
        """A finished picture that may be stored. Raises Refused."""
        ...


class Writer(Protocol):
    """Reads a request against the present scene and says what to edit."""

    def write(
        self, history: Sequence[Earlier], scene: Scene, request: Request, cancelled: Cancelled = ...
    ) -> Interpretation:
        """``history``: earlier turns, oldest first. Raises ModelUnusable, BadInput, Cancelled."""
        ...


class TurnStore(Protocol):
    """What ``turn`` and ``finish`` need of the store. Writes raise LeaseLost for a claim that was taken over."""

    def turn(self, turn_id: str) -> Turn: ...

    def conversation(self, conversation_id: str) -> Conversation: ...

    def emit(self, claim: Claim, *events: Event) -> None:
        """Appends to the turn's stream."""
        ...

    def accept(self, claim: Claim, draft: Draft, history: SceneHistory, events: Sequence[Event]) -> None:
        """The drawing job, the scene history and the events, with Queued last: all or nothing.

        Raises Cancelled when the user has withdrawn the turn meanwhile.
        """
        ...

    def end(
        self,
        claim: Claim,
        state: TurnState,
        events: Sequence[Event],
        draft: Draft | None = None,
        history: SceneHistory | None = None,
    ) -> None:
        """Ends job and turn with these last events: all or nothing."""
        ...

    def job(self, claim: Claim) -> Job:
        """The accepted drawing job."""
        ...


class PictureStore(Protocol):
    """Keeps finished pictures."""

    def image(self, picture_id: str) -> "Image":
        """The pixels of a stored picture or of an input, RGB. Raises NotFound, StoreFailed."""
        ...

    def add(
        self,
        claim: Claim,
        job: Job,
        index: int,
        checked: CheckedPicture,
        seconds: float,
        energy: Energy | None = None,
    ) -> Picture:
        """Stores picture ``index`` of the job, with what its drawing took, and appends its PictureReady.

        Raises LeaseLost, DiskFull, StoreFailed; then nothing half-written is left in the pictures folder.
        """
        ...


class Queue(Protocol):
    """What a worker needs of the store."""

    def claim(self, lane: Lane, worker: str) -> Claim | None:
        """The oldest job of that lane that waits or whose lease ran out."""
        ...

    def heartbeat(self, claim: Claim) -> None:
        """Prolongs the lease. Raises LeaseLost."""
        ...

    def release(self, claim: Claim) -> None:
        """Gives an unfinished job back, for the next start."""
        ...

    def cancel_requested(self, claim: Claim) -> bool: ...

    def wait(self, timeout: float) -> None:
        """Until something changed, at most ``timeout`` seconds."""
        ...

    def troubled(self, error: StoreFailed) -> None:
        """Tells everyone who waits for results that the store fails."""
        ...


class EnergyMeter(Protocol):
    """What tells the energy that a drawing took."""

    def begin(self) -> Callable[[], Energy | None]:
        """Begins to measure; what it returns tells the energy since then, None where this machine cannot. No errors."""
        ...


class Measurements(Protocol):
    """What was measured on this machine, for the time that is left."""

    def pace(self, painter: str, settings: Settings) -> float | None:
        """Seconds per step, None before the first measurement."""
        ...

    def measured(self, painter: str, settings: Settings, seconds_per_step: float) -> None: ...
