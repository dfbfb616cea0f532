"""A model folder's own chat template: messages to the prompt that the model was trained on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.core.reading import Message
from danqing.language.thoughts import TAGS

_WITHOUT_THINKING = {"enable_thinking": False, "thinking": False}
"""The switches that templates of hybrid models have; others do not look at them."""
_SIGN = "system-sign"


class ChatTemplate:
    """Of ``tokenizer``, which was read from ``folder``. ModelUnusable where there is none or it cannot be applied."""

    def __init__(self, tokenizer: Any, folder: Path) -> None:
        self._tokenizer = tokenizer
        self._folder = folder
        if not tokenizer.chat_template:
            raise ModelUnusable("model_no_template", path=folder)
        added = tokenizer.added_tokens_decoder.values()
        marks = {mark for tag in TAGS for mark in (tag.start, tag.end)}
        self._reserved = tuple(marks.union(str(token) for token in added if token.special))
        self._folds = not self._takes_system()

    def prompt(self, messages: Sequence[Message]) -> str:
        """The text up to where the assistant's answer begins.

        A system message goes to the beginning of the first user's message where the template takes none.
        """
        chat = [{"role": message.role, "content": self._plain(message.content)} for message in messages]
        if self._folds and len(chat) > 1 and chat[0]["role"] == "system":
            system, first, *others = chat
            chat = [{"role": first["role"], "content": f"{system['content']}\n\n{first['content']}"}, *others]
        return self._render(chat)

    def _plain(self, content: str) -> str:
        """What a person wrote never becomes a token that only the template or the model may place."""
        for token in self._reserved:
            content = content.replace(token, " ")
        return content

    def _takes_system(self) -> bool:
        """Some templates refuse a system message, others leave it out without a word."""
        chat = [{"role": "system", "content": _SIGN}, {"role": "user", "content": "."}]
        try:
            return _SIGN in self._render(chat)
        except ModelUnusable:
            self._render(chat[1:])
            return False

    def _render(self, chat: list[dict[str, str]]) -> str:
        from jinja2 import TemplateError

        try:
            return str(
                self._tokenizer.apply_chat_template(
                    chat, tokenize=False, add_generation_prompt=True, **_WITHOUT_THINKING
                )
            )
        except (TemplateError, ValueError, TypeError, KeyError) as error:
            raise ModelUnusable("model_template", path=self._folder, detail=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
