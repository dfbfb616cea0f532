"""SceneWriter: asks a language model, held to a grammar, which edits a request makes to the scene."""

from collections.abc import Sequence

from danqing.core.domain import Domain
from danqing.core.errors import BadInput
from danqing.core.protocols import Cancelled, LanguageModel
from danqing.core.scene import Omit, Scene
from danqing.core.types import Earlier, Interpretation, Request
from danqing.language.edit_grammar import edit_grammar
from danqing.language.wire import compose_messages, read_answer

MAX_NEW_TOKENS = 320
"""Four full subjects, a setting and an omission take about 150 tokens of the bundled writer."""


class SceneWriter:
    """Implements the writing step over any LanguageModel."""

    def __init__(self, model: LanguageModel, domain: Domain) -> None:
        self._model = model
        self._domain = domain

    def write(
        self,
        history: Sequence[Earlier],
        scene: Scene,
        request: Request,
        cancelled: Cancelled = lambda: False,
    ) -> Interpretation:
        """The edits that ``request`` makes to ``scene``.

        ``history``: earlier turns, oldest first. Raises Cancelled, BadInput
        for an empty request, and ModelUnusable where the model gave no usable answer.
        """
        if not request.text:
            raise BadInput("text_empty")
        answer = self._model.complete(
            compose_messages(history, scene, request.text),
            grammar=edit_grammar(scene, self._domain, request.text),
            max_new_tokens=MAX_NEW_TOKENS,
            cancelled=cancelled,
        )
        edits = read_answer(answer)
        return Interpretation(edits, tuple(edit.text for edit in edits if isinstance(edit, Omit)))
