"""FallbackWriter: where a language model gives nothing usable, rules write in its place, and the event says so."""

from collections.abc import Callable, Sequence

from danqing.core.errors import EditInvalid, ModelUnusable
from danqing.core.history import SceneHistory, apply
from danqing.core.protocols import Cancelled, Writer
from danqing.core.reading import Earlier, Interpretation, Request
from danqing.core.scene import GoTo, Redo, Scene, SceneEdit, Undo


class FallbackWriter:
    """Implements ``Writer`` over a model's writer and one that always works."""

    def __init__(self, opened: Callable[[], Writer], rules: Writer) -> None:
        """``opened``: the model's writer; opening it may raise ModelUnusable, too."""
        self._opened = opened
        self._rules = rules

    def write(
        self,
        history: Sequence[Earlier],
        scene: Scene,
        request: Request,
        cancelled: Cancelled = lambda: False,
    ) -> Interpretation:
        """The model's edits where they fit the scene, else the rules'. Raises Cancelled and BadInput."""
        try:
            found = self._opened().write(history, scene, request, cancelled)
            _check(scene, found.edits)
        except (ModelUnusable, EditInvalid) as error:
            found = self._rules.write(history, scene, request, cancelled)
            return Interpretation(found.edits, found.left_out, found.writer, error)
        return found


def _check(scene: Scene, edits: Sequence[SceneEdit]) -> None:
    """EditInvalid where the edits do not fit ``scene``; where travel leads, the conversation will find out."""
    if not any(isinstance(edit, Undo | Redo | GoTo) for edit in edits):
        apply(SceneHistory((scene,), (-1,), 0), tuple(edits))
