"""SceneWriter: asks a language model which edits a request makes to the scene."""

from collections.abc import Sequence

from danqing.core.errors import BadInput
from danqing.core.protocols import Cancelled, LanguageModel
from danqing.core.reading import Earlier, Interpretation, Request
from danqing.core.scene import Omit, Scene
from danqing.language.wires import Wire


class SceneWriter:
    """Implements ``Writer`` over any language model and the wire that suits it."""

    def __init__(self, model: LanguageModel, wire: Wire) -> None:
        self._model = model
        self._wire = wire

    def write(
        self,
        history: Sequence[Earlier],
        scene: Scene,
        request: Request,
        cancelled: Cancelled = lambda: False,
    ) -> Interpretation:
        """The edits that ``request`` makes to ``scene``.

        ``history``: earlier turns, oldest first. Raises Cancelled, BadInput for an empty request, and ModelUnusable or
        EditInvalid where the model gave no usable answer.
        """
        if not request.text:
            raise BadInput("text_empty")
        room = self._model.context - self._wire.max_new_tokens
        answer = self._model.complete(
            self._wire.messages(history, scene, request, room, self._model.count),
            constraint=self._wire.constraint(scene, request),
            max_new_tokens=self._wire.max_new_tokens,
            cancelled=cancelled,
        )
        edits = self._wire.read(answer, scene, request)
        return Interpretation(edits, tuple(edit.text for edit in edits if isinstance(edit, Omit)), self._model.id)
