"""The bundled writer behind an OpenAI-compatible endpoint. A grammar is not sent, so the peer applies its own."""

from typing import Any

from starlette.responses import Response

from danqing.core.domain import STARTER
from danqing.core.reading import Constraint, Message
from danqing.language.opening import open_writer
from danqing.language.wires.starter import read_request
from danqing.language.wires.starter_grammar import edit_grammar
from danqing.models.catalog import find_model
from tests.language.remote.peer import Peer

PIECE = 7
"""Characters of each event."""


class StarterPeer(Peer):
    """Serves the starter writer as ``danqing-writer``; ``answered``: what it wrote."""

    def __init__(self) -> None:
        super().__init__(self._answer, models=({"id": "danqing-writer", "max_model_len": 2048},))
        self._model = open_writer(find_model("starter", "writer"), device="cpu")
        self.answered: list[str] = []

    def _answer(self, body: dict[str, Any]) -> Response:
        messages = [Message(message["role"], message["content"]) for message in body["messages"]]
        scene, text = read_request(messages[-1])
        grammar = Constraint({}, edit_grammar(scene, STARTER, text))
        answer = self._model.complete(messages, constraint=grammar, max_new_tokens=body["max_tokens"])
        self.answered.append(answer)
        return self.streaming(*(answer[i : i + PIECE] for i in range(0, len(answer), PIECE)))(body)
