"""What a model writes, token by token, as the text that a person sees: whole characters, thinking left out."""

import codecs
from collections.abc import Callable, Sequence

from danqing.core.protocols import OnText
from danqing.language.local.thoughts import Thoughts


class Transcript:
    """``spell``: the bytes of tokens. ``thoughts``: None where the text has none and is taken as it is.

    ``on_text`` is given the pieces whose sum is the text, as soon as they are sure.
    """

    def __init__(
        self, spell: Callable[[Sequence[int]], bytes], thoughts: Thoughts | None = None, on_text: OnText | None = None
    ) -> None:
        self._spell = spell
        self._thoughts = thoughts
        self._on_text = on_text
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces: list[str] = []

    @property
    def end_of_thinking(self) -> str:
        """What ends the thinking part that the text is in; empty where it is in none."""
        return self._thoughts.within.end if self._thoughts and self._thoughts.within else ""

    def take(self, tokens: Sequence[int]) -> None:
        """The next tokens, just written."""
        text = self._characters.decode(self._spell(tokens))
        if self._thoughts is None:
            self._show(text)
            return
        shown = self._thoughts.feed(text)
        if self._thoughts.retracted:
            self._pieces.clear()
            self._thoughts.retracted = False
        self._show(shown)

    def close(self) -> str:
        """The whole text, now that nothing more comes; half a character at its end is dropped."""
        if self._thoughts is not None:
            self._show(self._thoughts.close())
        return "".join(self._pieces)

    def _show(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._on_text is not None:
            self._on_text(text)
