"""SceneWriter: asks a language model which edits a request makes to the scene."""

from collections.abc import Sequence

from danqing.core.errors import BadInput, EditInvalid, ModelUnusable
from danqing.core.protocols import Cancelled, LanguageModel
from danqing.core.reading import Earlier, Interpretation, Request
from danqing.core.scene import Omit, Scene, SceneEdit
from danqing.language.wires import Wire


class SceneWriter:
    """Implements ``Writer`` over any language model and the wire that suits it.

    ``max_new_tokens``: of an answer; the model may go on where the answer is not whole. ``again``: where the likeliest
    answer is of no use, the model is asked once more at this temperature; 0: it is not.
    """

    def __init__(self, model: LanguageModel, wire: Wire, max_new_tokens: int = 150, again: float = 0.0) -> None:
        self._model = model
        self._wire = wire
        self._max_new_tokens = max_new_tokens
        self._again = again

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
        edits = self._ask(history, scene, request, cancelled)
        return Interpretation(edits, tuple(edit.text for edit in edits if isinstance(edit, Omit)), self._model.id)

    def _ask(
        self, history: Sequence[Earlier], scene: Scene, request: Request, cancelled: Cancelled
    ) -> tuple[SceneEdit, ...]:
        room = self._model.context - self._wire.max_new_tokens
        messages = self._wire.messages(history, scene, request, room, self._model.count)
        constraint = self._wire.constraint(scene, request)
        temperature = 0.0
        while True:
            answer = self._model.complete(
                messages,
                constraint=constraint,
                max_new_tokens=self._max_new_tokens,
                temperature=temperature,
                cancelled=cancelled,
            )
            try:
                return self._wire.read(answer, scene, request)
            except (ModelUnusable, EditInvalid):
                if temperature >= self._again:
                    raise
            temperature = self._again
