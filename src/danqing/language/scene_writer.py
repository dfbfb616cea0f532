"""SceneWriter: asks a language model, held to a grammar, which edits a request makes to the scene."""

import json
from collections.abc import Sequence
from json import JSONDecodeError, JSONDecoder

from danqing.core.codec import dumps, edit_from_json, edit_to_json
from danqing.core.domain import Domain
from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.protocols import Cancelled, LanguageModel
from danqing.core.scene import Omit, Scene, SceneEdit
from danqing.core.types import Interpretation, Request
from danqing.language.edit_grammar import edit_grammar
from danqing.language.wire import compose_messages

MAX_NEW_TOKENS = 320
"""Four full subjects, a setting and an omission take about 150 tokens of the bundled writer."""


class SceneWriter:
    """Implements the writing step over any LanguageModel."""

    def __init__(self, model: LanguageModel, domain: Domain) -> None:
        self._model = model
        self._domain = domain

    def write(
        self,
        history: Sequence[tuple[str, str]],
        scene: Scene,
        request: Request,
        cancelled: Cancelled = lambda: False,
    ) -> Interpretation:
        """The edits that ``request`` makes to ``scene``.

        ``history``: earlier turns as (normalised text, edits as JSON), oldest first. Raises Cancelled, BadInput
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
        edits = read_edits(answer)
        return Interpretation(edits, tuple(edit.text for edit in edits if isinstance(edit, Omit)))


def read_edits(answer: str) -> tuple[SceneEdit, ...]:
    """The edits of an answer; of one that was cut short, the whole edits and the beginning of a quotation.

    ModelUnusable where there is no edit in it; EditInvalid for an edit of another shape.
    """
    try:
        items = json.loads(answer)
    except JSONDecodeError:
        items = _whole_items(answer)
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise ModelUnusable("writer_failed")
    return tuple(edit_from_json(item) for item in items)


def write_edits(edits: Sequence[SceneEdit]) -> str:
    """Edits as the writer writes them: what ``history`` holds of a turn."""
    return dumps([edit_to_json(edit) for edit in edits])


def _whole_items(answer: str) -> list[object]:
    decoder, items, at = JSONDecoder(), list[object](), 1
    while at < len(answer):
        try:
            item, end = decoder.raw_decode(answer, at)
        except JSONDecodeError:
            return items + _cut_quotation(answer[at:])
        items.append(item)
        at = end + 1
    return items


def _cut_quotation(rest: str) -> list[object]:
    """The omission that the answer's end cut short; a half-written escape at the very end is dropped."""
    opening = '{"op":"omit","text":"'
    if not rest.startswith(opening):
        return []
    for end in (len(rest), len(rest) - 1):
        try:
            text = json.loads(f'"{rest[len(opening) : end]}"')
        except JSONDecodeError:
            continue
        return [{"op": "omit", "text": text}] if text else []
    return []
