"""What a model writes, token by token, as the text that a person sees: whole characters, thinking left out."""

import codecs
from collections.abc import Callable, Sequence

from danqing.core.protocols import OnText
from danqing.language.thoughts import Said, Thoughts


class Transcript:
    """``spell``: the bytes of tokens. ``thoughts``, ``on_text``: as in ``Said``."""

    def __init__(
        self, spell: Callable[[Sequence[int]], bytes], thoughts: Thoughts | None = None, on_text: OnText | None = None
    ) -> None:
        self._spell = spell
        self._thoughts = thoughts
        self._said = Said(thoughts, on_text)
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def end_of_thinking(self) -> str:
        """What ends the thinking part that the text is in; empty where it is in none."""
        return self._thoughts.within.end if self._thoughts and self._thoughts.within else ""

    def take(self, tokens: Sequence[int]) -> None:
        """The next tokens, just written."""
        self._said.take(self._characters.decode(self._spell(tokens)))

    def close(self) -> str:
        """The whole text, now that nothing more comes; half a character at its end is dropped."""
        return self._said.close()


class Told:
    """What a person was told so far: an answer that begins again goes on from there."""

    def __init__(self, on_text: OnText | None) -> None:
        self._on_text = on_text
        self._length = 0

    def again(self) -> OnText | None:
        """Takes the pieces of one more attempt."""
        on_text, skipped = self._on_text, self._length
        if on_text is None:
            return None

        def take(piece: str) -> None:
            nonlocal skipped
            new, skipped = piece[skipped:], max(0, skipped - len(piece))
            if new:
                self._length += len(new)
                on_text(new)

        return take
