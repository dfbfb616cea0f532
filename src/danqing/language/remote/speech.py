"""What a streamed answer says aloud: thinking that a server leaves in the text is taken out while it comes in."""

import re

_NAMES = "think|thinking|thought|reasoning|reflection"
_OPENED = re.compile(rf"\s*<\|?(?:{_NAMES})\|?>", re.IGNORECASE)
_CLOSED = re.compile(rf"<\|?/(?:{_NAMES})\|?>", re.IGNORECASE)
_BEGUN = re.compile(r"<[|/a-z]{0,14}$", re.IGNORECASE)
"""The end of a text that may become a mark with the next piece."""


class Speech:
    """One answer, piece by piece.

    Thinking stands before what is said: from a mark at the very beginning, or from none where the chat template wrote
    it, up to the last closing mark. Where only that comes, what came before was given out as said: it looked so.
    """

    def __init__(self) -> None:
        self._raw = ""
        self._given = ""

    def take(self, piece: str) -> str:
        """What the answer says more with this piece."""
        self._raw += piece
        said = _said(self._raw)
        if begun := _BEGUN.search(said):
            said = said[: begun.start()]
        return self._more(said)

    def rest(self) -> str:
        """What was held back, once the answer is at its end."""
        return self._more(_said(self._raw))

    @property
    def text(self) -> str:
        """Everything said so far, without thinking."""
        return _said(self._raw)

    @property
    def thinking(self) -> bool:
        """Whether anything was taken out, or is being thought still."""
        return bool(_OPENED.match(self._raw) or _CLOSED.search(self._raw))

    def _more(self, said: str) -> str:
        new = said[len(self._given) :] if said.startswith(self._given) else said
        self._given = said
        return new


def _said(raw: str) -> str:
    *before, text = _CLOSED.split(raw)
    if not before:
        return "" if _OPENED.match(raw) else raw
    return text.lstrip()
