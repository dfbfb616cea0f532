"""The seams: what the steps of a turn need of models, store and policy. ``app`` puts implementations in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from danqing.core.domain import Domain
from danqing.core.types import (
    ApprovedPrompt,
    CheckedPicture,
    CheckedPreview,
    Message,
    Prompt,
    Request,
    Settings,
    StepReport,
)

if TYPE_CHECKING:
    from PIL.Image import Image

Cancelled = Callable[[], bool]


@runtime_checkable
class LanguageModel(Protocol):
    """A causal language model behind a chat template."""

    id: str

    def complete(
        self,
        messages: Sequence[Message],
        *,
        grammar: str | None = None,
        max_new_tokens: int = 150,
        temperature: float = 0.0,
        cancelled: Cancelled = lambda: False,
    ) -> str:
        """The assistant's text. ``grammar`` (Lark, as llguidance reads it) constrains every token.

        Raises Cancelled within one token once ``cancelled()`` is true, ModelUnusable where the model cannot run.
        """
        ...


@runtime_checkable
class Painter(Protocol):
    """A picture model: its defaults, its limits, and the drawing itself."""

    id: str
    dialect: str
    domain: Domain | None
    default_steps: int
    default_guidance: float
    default_size: tuple[int, int]

    def check(self, settings: Settings) -> None:
        """Raises BadInput when the size, steps or guidance cannot be drawn by this model."""
        ...

    def draw(self, approved: ApprovedPrompt, seed: int, on_step: StepReport, cancelled: Cancelled) -> "Image":
        """One RGB picture of settings.width x settings.height. Raises Cancelled within one step."""
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
