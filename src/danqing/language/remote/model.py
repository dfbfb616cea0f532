"""RemoteLanguageModel: a language model that a server on this machine runs, such as llama.cpp, Ollama or vLLM."""

from collections.abc import Sequence
from typing import Any

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.errors import ModelUnusable
from danqing.core.protocols import Cancelled, OnText
from danqing.core.reading import Constraint, Message
from danqing.language.remote.chunks import Piece
from danqing.language.remote.counting import estimate_chat, estimate_tokens
from danqing.language.remote.forms import FORMS, Form, formed, unwrapped, written
from danqing.language.remote.hosts import check_place, is_at_server
from danqing.language.remote.server import Server, Terms
from danqing.language.remote.waiting import wait_for
from danqing.language.thoughts import Said, Thoughts
from danqing.models.registry import Remote

_UNSUPPORTED = (400, 404, 415, 422, 500, 501)
"""How servers answer a ``response_format`` that they do not know or whose schema they cannot compile."""
GROWTH = 4
"""How many times ``max_new_tokens`` an answer in a given form may take: cut short it is of no use, and the form ends
it."""
_CONTEXTS = ("max_model_len", "context_length", "loaded_context_length", "n_ctx")


class RemoteLanguageModel:
    """Implements ``LanguageModel``. A schema is asked for in the strictest form that the server takes; which one that
    is is found out once. A grammar cannot be sent."""

    def __init__(self, remote: Remote, model_id: str = "", terms: Terms | None = None) -> None:
        """Connects to nothing yet. Raises ModelUnusable for a host that is not allowed or a key that is not set."""
        self.id = model_id or remote.model
        self.wire = remote.wire
        self._remote = remote
        self._terms = terms or Terms()
        check_place(remote.model, self._terms.allowed_hosts)
        self._server = Server(remote.url, remote.secret(), self._terms)
        self._context: int | None = remote.context
        self._strictest = 0  # index into FORMS

    @property
    def context(self) -> int:
        """As the registry says, else as the server tells when it is first asked, else as the settings say."""
        if self._context is None:
            try:
                self._context = _told_context(self.check())
            except ModelUnusable:  # whoever goes on to ask it for an answer will hear of that
                return self._terms.context
        return self._context or self._terms.context

    def check(self) -> dict[str, Any]:
        """What the server says of the model. Raises ModelUnusable where it is down or has no such model."""
        listed = {str(entry["id"]): entry for entry in wait_for(self._server.models())}
        if self._remote.model not in listed:
            known = ", ".join(listed) or "-"
            raise ModelUnusable("remote_model_unknown", url=self._server.url, model=self._remote.model, known=known)
        return listed[self._remote.model]

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
        body = {"model": self._remote.model, "temperature": temperature, "stream": True, **self._remote.request}
        forms = FORMS[self._strictest :] if constraint is not None else FORMS[-1:]
        for form in forms:
            asked = self._request(messages, constraint, form, max_new_tokens) | body
            try:
                answer = self._stream(asked, cancelled, on_text)
            except ModelUnusable as error:
                if form == forms[-1] or error.params.get("status") not in _UNSUPPORTED:
                    raise self._explained(error) from error
                continue
            if constraint is not None:
                self._strictest = FORMS.index(form)
            return unwrapped(answer, form)
        raise AssertionError("FORMS is not empty")

    def count(self, text: str) -> int:
        """An estimate that is not too low."""
        return estimate_tokens(text)

    def _request(
        self, messages: Sequence[Message], constraint: Constraint | None, form: Form, max_new_tokens: int
    ) -> dict[str, Any]:
        """What is asked in that form, and how long the answer may be."""
        if constraint is None:
            return {"messages": written(messages), "max_tokens": max_new_tokens}
        left = self.context - estimate_chat(message.content for message in messages)
        request = formed(messages, constraint, form, left - max_new_tokens, self.count)
        left = self.context - estimate_chat(message["content"] for message in request["messages"])
        return request | {"max_tokens": max(max_new_tokens, min(GROWTH * max_new_tokens, left))}

    def _stream(self, body: dict[str, Any], cancelled: Cancelled, on_text: OnText | None) -> str:
        """The answer without its thinking."""
        thoughts, thought = Thoughts(), False
        said = Said(thoughts, on_text)

        def take(piece: Piece) -> None:
            nonlocal thought
            if cancelled():
                raise CancelledError()
            thought = thought or piece.thought
            said.take(piece.text)

        wait_for(self._server.complete(body, take), cancelled)
        text = said.close()
        if not text.strip() and (thought or thoughts.met):
            raise ModelUnusable("remote_thinking", model=self._remote.model)
        return text

    def _explained(self, error: ModelUnusable) -> ModelUnusable:
        """Where the server does not know the model, that is said, with those that it has."""
        if error.params.get("status") in (400, 404):
            try:
                self.check()
            except ModelUnusable as unknown:
                if unknown.key == "remote_model_unknown":
                    return unknown
        return error


def find_remote_models(url: str, key: str, terms: Terms) -> tuple[str, tuple[str, ...]]:
    """A server's base address and the names of its models, without those that run elsewhere. Raises ModelUnusable."""
    server = Server(url, key, terms)
    names = [str(entry["id"]) for entry in wait_for(server.models())]
    return server.url, tuple(name for name in names if is_at_server(name, terms.allowed_hosts))


def _told_context(entry: dict[str, Any]) -> int:
    """Tokens that the server holds for the model (vLLM, llama.cpp), 0 where it does not tell. What a model was trained
    with says nothing: servers hold less to spare memory."""
    meta = entry.get("meta")
    places = (entry, meta if isinstance(meta, dict) else {})
    told = [place.get(name) for place in places for name in _CONTEXTS]
    return next((number for number in told if isinstance(number, int) and number > 0), 0)
