"""The thinking parts of reasoning models: found, kept from what a person sees, and left out where they may not come."""

from dataclasses import dataclass

from danqing.core.protocols import OnText


@dataclass(frozen=True, slots=True)
class Tag:
    """What a thinking part begins and ends with."""

    start: str
    end: str


TAGS = (
    *(Tag(f"<{name}>", f"</{name}>") for name in ("think", "thinking", "thought", "reasoning", "reflection")),
    Tag("<seed:think>", "</seed:think>"),
    Tag("[THINK]", "[/THINK]"),
    Tag("◁think▷", "◁/think▷"),
    Tag("<|thinking|>", "<|/thinking|>"),
    Tag("<|begin_of_thought|>", "<|end_of_thought|>"),
    Tag("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"),
)
_CHANNELS = "<|start|>assistant"
"""How a prompt ends for a model that names the channel of each message, thinking being one of them."""


def opened(prompt: str) -> Tag | None:
    """The tag that a chat template left open at the end of its prompt, for models that must think first."""
    return next((tag for tag in TAGS if prompt.rstrip().endswith(tag.start)), None)


def silenced(prompt: str) -> str:
    """The prompt with an empty thinking part where the model would think, so that the answer begins at once."""
    tag = opened(prompt)
    if tag is not None:
        return f"{prompt.rstrip()}\n\n{tag.end}\n\n"
    return prompt + TAGS[-1].end if prompt.endswith(_CHANNELS) else prompt


class Thoughts:
    """A text that comes in pieces, with its thinking parts left out.

    ``within``: the tag of the thinking part that the text is in. Where a part that was never opened ends, all before it
    was thinking, and ``retracted`` says so. ``met``: whether there was any thinking.
    """

    def __init__(self, within: Tag | None = None) -> None:
        self.within = within
        self.retracted = False
        self.met = within is not None
        self._held = ""
        self._bare = True

    def feed(self, piece: str) -> str:
        """What can be shown by now. The beginning of what may become a tag is held back."""
        self._held += piece
        shown = ""
        while (found := self._next_tag()) is not None:
            at, mark, tag = found
            self.met = True
            if self.within is None and mark == tag.start:
                shown += self._seen(self._held[:at])
                self.within = tag
            else:
                if self.within is None:
                    shown, self.retracted = "", True
                self.within, self._bare = None, True
            self._held = self._held[at + len(mark) :]
        safe = len(self._held) - self._unsure()
        free, self._held = self._held[:safe], self._held[safe:]
        return shown if self.within else shown + self._seen(free)

    def close(self) -> str:
        """What was held back, now that nothing more comes."""
        rest, self._held = self._held, ""
        return "" if self.within else self._seen(rest)

    def _seen(self, text: str) -> str:
        """Blank space before the first word is dropped."""
        text = text.lstrip() if self._bare else text
        self._bare = self._bare and not text
        return text

    def _marks(self) -> list[tuple[str, Tag]]:
        if self.within is not None:
            return [(self.within.end, self.within)]
        return [(mark, tag) for tag in TAGS for mark in (tag.start, tag.end)]

    def _next_tag(self) -> tuple[int, str, Tag] | None:
        found = [(at, mark, tag) for mark, tag in self._marks() if (at := self._held.find(mark)) >= 0]
        return min(found, key=lambda hit: hit[0], default=None)

    def _unsure(self) -> int:
        """Characters at the end that a tag may begin with."""
        marks = [mark for mark, _ in self._marks()]
        longest = min(len(self._held), max(map(len, marks)) - 1)
        return next((n for n in range(longest, 0, -1) if any(m.startswith(self._held[-n:]) for m in marks)), 0)


class Said:
    """A text that comes in pieces. ``thoughts``: None where it has none and is taken as it is.

    ``on_text`` is given the pieces whose sum is the text, as soon as they are sure.
    """

    def __init__(self, thoughts: Thoughts | None = None, on_text: OnText | None = None) -> None:
        self._thoughts = thoughts
        self._on_text = on_text
        self._pieces: list[str] = []

    def take(self, text: str) -> None:
        """The next piece, just written."""
        if self._thoughts is None:
            self._show(text)
            return
        shown = self._thoughts.feed(text)
        if self._thoughts.retracted:
            self._pieces.clear()
            self._thoughts.retracted = False
        self._show(shown)

    def close(self) -> str:
        """The whole text, now that nothing more comes."""
        if self._thoughts is not None:
            self._show(self._thoughts.close())
        return "".join(self._pieces)

    def _show(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._on_text is not None:
            self._on_text(text)
