"""Following a picture step by step, without making a card wait."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled
from danqing.core.types import StepReport
from danqing.engine.preview import Previewer
from danqing.models.streams import Mark

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class _Step:
    done: int
    total: int
    clean: "torch.Tensor"
    mark: Mark | None


class Watching:
    """A ``Watch`` that reports steps with their previews, and raises Cancelled within one step.

    Where ``mark`` gives places in a stream, steps are launched ahead of what they compute: each is reported when the
    device has done it, while the next one is under way. So it never runs dry, and is never more than one step ahead.
    """

    def __init__(
        self, previewer: Previewer, on_step: StepReport, cancelled: Cancelled, mark: Callable[[], Mark | None]
    ) -> None:
        self._previewer = previewer
        self._on_step = on_step
        self._cancelled = cancelled
        self._mark = mark
        self._late: _Step | None = None

    def __call__(self, done: int, total: int, clean: "torch.Tensor") -> None:
        step = _Step(done, total, clean, self._mark())
        if step.mark is None or not done:
            self._tell(step)
            return
        late, self._late = self._late, step
        if late is not None:
            self._tell(late)

    def end(self) -> None:
        """Waits for the last step and reports it."""
        if self._late is not None:
            self._tell(self._late)

    def _tell(self, step: _Step) -> None:
        if step.mark is not None:
            step.mark.synchronize()
        if step.done:
            self._on_step(step.done, step.total, lambda: self._previewer.draw(step.clean))
        if self._cancelled():
            raise CancelledError()
