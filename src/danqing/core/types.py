"""Frozen nouns of drawing: what was asked for, prompts, settings, jobs, pictures, turns and conversations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from danqing.core.cost import Energy
from danqing.core.domain import Language
from danqing.core.history import SceneHistory
from danqing.core.reading import Request
from danqing.core.scene import Scene, SceneEdit
from danqing.core.technique import PLAIN, Technique

if TYPE_CHECKING:
    from PIL.Image import Image

Embedding = Literal["full", "no-text", "none"]

Quantisation = Literal["auto", "none", "nf4", "int8", "torchao-int8", "torchao-int4"]

RedrawMode = Literal["fresh", "seed", "image", "inpaint"]
"""How a changed picture is made: with a new seed, with the same one, from the picture before, in a region of it."""

Region = tuple[float, float, float, float]
"""Left, top, right, bottom in fractions of the picture."""


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """What a user may fix for one turn; None leaves it to the model's defaults (seed: drawn at random).

    ``preset``, ``style``: ids or names in ``language.library``.
    ``base``: id of a picture or an input to start from; ``mask``: id of an input that is white where it may change;
    ``strength``: share of the steps that are taken then, above 0 up to 1; ``region``: the part that may change.
    ``layout_seed``: seed of the places of things, where that is not ``seed`` (see Settings).
    """

    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    width: int | None = None
    height: int | None = None
    number: int | None = None
    painter: str | None = None
    writer: str | None = None
    negative: str | None = None
    embedding: Embedding | None = None
    redraw: RedrawMode | None = None
    preset: str | None = None
    style: str | None = None
    base: str | None = None
    mask: str | None = None
    strength: float | None = None
    technique: Technique = PLAIN
    layout_seed: int | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of the scene that the prompt does not hold. ``reason``: a message key, such as ``dropped_budget``."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the picture model reads, in its own dialect. ``dropped``: what of the scene it does not hold, and why."""

    text: str
    negative: str
    dialect: str
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides the pixels beside the prompt: all filled in, so that a picture can be drawn again.

    ``width``, ``height`` in pixels; ``seed`` of the first picture, picture ``i`` of a turn uses ``seed + i``.
    ``base``: id of the picture that drawing starts from; ``strength``: share of the steps that are taken then;
    ``region``: the part that may change, or ``mask``: id of a painted one; None for all.
    ``layout_seed``: the seed that the prompt was planned with, where it is not ``seed``: the noise alone is another.
    """

    painter: str
    writer: str
    seed: int
    steps: int
    guidance: float
    width: int
    height: int
    number: int = 1
    embedding: Embedding = "full"
    base: str | None = None
    strength: float | None = None
    region: Region | None = None
    mask: str | None = None
    technique: Technique = PLAIN
    layout_seed: int | None = None

    @property
    def planned_with(self) -> int:
        """The seed that things got their places by, in every picture of the turn."""
        return self.seed if self.layout_seed is None else self.layout_seed


@dataclass(frozen=True, slots=True)
class Start:
    """What drawing starts from in the place of noise alone. The fields are as in Settings.

    ``mask``: mode L, of any size, white where the picture may change.
    """

    image: "Image"
    strength: float
    region: Region | None = None
    mask: "Image | None" = None


@dataclass(frozen=True, slots=True)
class ApprovedPrompt:
    """A prompt that the policy let through. Only ``safety`` makes one; ``policy`` names the policy's version."""

    prompt: Prompt
    settings: Settings
    policy: str


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """A finished picture that the picture gate let through. Only ``safety`` makes one."""

    image: "Image"
    seed: int
    policy: str


@dataclass(frozen=True, slots=True)
class CheckedPreview:
    """A small preview of an unfinished picture that the gate let through. Only ``safety`` makes one."""

    image: "Image"


Lane = Literal["language", "device", "training"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to carry out one job of a turn, until its lease runs out.

    ``fence`` grows with each claim of the same job: a stale worker cannot write. ``attempts``: claims so far that
    did not end on purpose.
    """

    job_id: str
    turn_id: str
    lane: Lane
    fence: int
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted drawing job as the worker sees it. ``text``: the user's words; ``created_at``: of the turn.

    ``language_s``: seconds that the language half took.
    """

    turn_id: str
    text: str
    prompt: Prompt
    settings: Settings
    scene: Scene
    language: Language
    created_at: float = 0.0
    language_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: an immutable PNG master. ``path`` is absolute; ``sha256`` of the file's bytes.

    ``seconds``, ``energy``: what its drawing took; None where that is not known.
    """

    id: str
    turn_id: str
    index: int
    path: str
    sha256: str
    width: int
    height: int
    prompt: Prompt
    settings: Settings
    seed: int
    seconds: float | None = None
    energy: Energy | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A picture that a user brought. ``made``: what a picture of Danqing's tells about its making, as its JSON."""

    id: str
    width: int
    height: int
    made: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the language half made of a request, before any drawing, and the seconds that it took.

    ``prompt``, ``settings``: None where nothing is to be drawn.
    """

    request: Request
    edits: tuple[SceneEdit, ...]
    left_out: tuple[str, ...]
    scene: Scene
    reply: str
    prompt: Prompt | None = None
    settings: Settings | None = None
    language_s: float = 0.0


TurnState = Literal["submitted", "accepted", "finished", "refused", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One request in a conversation. ``number`` counts from 1; ``created_at`` in seconds since 1970, UTC.

    ``edits`` or ``prompt`` are set where the caller gave them itself and no language model is asked; ``draft`` once
    the language half is done.
    """

    id: str
    conversation_id: str
    number: int
    text: str
    state: TurnState
    options: DrawOptions
    created_at: float
    edits: tuple[SceneEdit, ...] | None = None
    prompt: Prompt | None = None
    draft: Draft | None = None
    pictures: tuple["Picture", ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with all its turns in order; ``history`` holds every scene that it went through.

    ``title``: given by the user.
    """

    id: str
    created_at: float
    history: SceneHistory
    turns: tuple[Turn, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A line in the list of conversations.

    ``title``: given by the user, else its first words, shortened; empty while nothing was said.

    ``updated_at``: of the newest turn, seconds since 1970; ``turns``: how many there are.
    """

    id: str
    created_at: float
    updated_at: float
    title: str
    turns: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole outcome of a turn, for the Python API and ``--json``. Times in seconds."""

    reply: str
    scene: Scene
    edits: tuple[SceneEdit, ...]
    prompt: Prompt | None
    settings: Settings | None
    pictures: tuple[Picture, ...]
    timings: dict[str, float] = field(default_factory=dict)
    refused: bool = False
    left_out: tuple[str, ...] = ()


StepReport = Callable[[int, int, "Callable[[], Image] | None"], None]
"""Called after each step with (steps done, steps in all, a function that makes the preview or None)."""
