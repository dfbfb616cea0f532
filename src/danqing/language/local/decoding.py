"""Decoding a causal language model token by token, held to a grammar by llguidance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.errors import ModelUnusable
from danqing.core.protocols import Cancelled
from danqing.core.reading import Constraint
from danqing.language.local.passes import Passes
from danqing.language.local.transcript import Transcript

if TYPE_CHECKING:
    import torch
    from llguidance import LLMatcher, LLTokenizer

GROWTH = 4
"""An answer that its grammar has not ended by ``max_new_tokens`` may go on, up to so many times as long."""
PIECE = 512
"""Tokens that a prompt is read in at a time; between two pieces the user may cancel."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How one answer is decoded.

    ``room``: tokens that thinking and answer may have together, whatever else is allowed. ``thinking``: tokens until a
    thinking part is ended; they do not count as answer. ``jump``: forced tokens go through the model in one pass
    rather than one by one. ``vocabulary``: tokens that the tokenizer has; models may have room for more.
    """

    max_new_tokens: int
    temperature: float
    stop_ids: frozenset[int]
    jump: bool = True
    thinking: int = 0
    room: int = 2**20
    vocabulary: int | None = None

    def ceiling(self, constrained: bool) -> int:
        """Tokens that the answer can have at the very most."""
        return min(self.room, self.max_new_tokens * (GROWTH if constrained else 1))


def new_matcher(tokenizer: "LLTokenizer", constraint: Constraint) -> "LLMatcher":
    """A matcher at the start of the constraint's grammar, or else of its schema; ValueError says what is wrong.

    JSON comes without blanks between its parts: nothing to wander off into, and more that is forced.
    """
    from llguidance import LLMatcher

    if constraint.lark is not None:
        grammar = LLMatcher.grammar_from_lark(constraint.lark)
    else:
        grammar = LLMatcher.grammar_from_json_schema(dict(constraint.schema), defaults={"whitespace_flexible": False})
    matcher = LLMatcher(tokenizer, grammar, log_level=0)
    if matcher.is_error():
        raise ValueError(matcher.get_error())
    return matcher


def decode(
    passes: Passes,
    prompt: Sequence[int],
    matcher: "LLMatcher | None",
    limits: Limits,
    cancelled: Cancelled,
    transcript: Transcript | None = None,
    encode: Callable[[str], list[int]] = lambda text: [],
) -> list[int]:
    """The new tokens, without the one that ends the answer; ``transcript`` is given them as they are written.

    Tokens that the grammar forces need no choice: they are appended at once and go through the model together with the
    next pass (jump-forward). ``encode``: the tokens of a text, for what ends a thinking part that takes too long.
    Raises Cancelled before the next pass once ``cancelled()`` is true.
    """
    import torch

    with torch.inference_mode():
        return _Answer(passes, matcher, limits, cancelled, transcript, encode).written(prompt)


class _Answer:
    def __init__(
        self,
        passes: Passes,
        matcher: "LLMatcher | None",
        limits: Limits,
        cancelled: Cancelled,
        transcript: Transcript | None,
        encode: Callable[[str], list[int]],
    ) -> None:
        self._passes, self._matcher, self._limits = passes, matcher, limits
        self._cancelled, self._transcript, self._encode = cancelled, transcript, encode
        self._tokens: list[int] = []
        self._thought = 0

    def written(self, prompt: Sequence[int]) -> list[int]:
        room = self._limits.thinking + self._limits.ceiling(self._matcher is not None)
        pending = self._passes.rest(prompt, len(prompt) + min(room, self._limits.room))
        while self._goes_on():
            pending += self._take(self._forced())
            if not self._goes_on() or (self._matcher is not None and self._matcher.is_stopped()):
                break
            logits = self._read(pending)[: self._limits.vocabulary]
            token = _choose(logits, self._matcher, self._limits.temperature)
            if token in self._limits.stop_ids:
                break
            if self._matcher is not None and not self._matcher.consume_token(token):
                raise ModelUnusable("writer_failed")
            pending = [*self._take([token]), *self._enough()]
        return self._tokens

    def _goes_on(self) -> bool:
        count, limits = len(self._tokens) - self._thought, self._limits
        if len(self._tokens) >= limits.room:
            return False
        if count < limits.max_new_tokens or self._matcher is None:
            return count < limits.max_new_tokens
        return count < limits.ceiling(True) and not self._matcher.is_accepting()

    def _forced(self) -> list[int]:
        """The tokens that the grammar leaves no choice about, consumed; without the one that ends the answer."""
        if self._matcher is None:
            return []
        tokens = [token for token in self._matcher.compute_ff_tokens() if token not in self._limits.stop_ids]
        if tokens and not self._matcher.consume_tokens(tokens):
            raise ModelUnusable("writer_failed")
        left = self._limits.ceiling(True) - len(self._tokens)
        return tokens[:left]

    def _take(self, tokens: list[int]) -> list[int]:
        self._tokens += tokens
        if self._transcript is not None and tokens:
            before = self._transcript.end_of_thinking
            self._transcript.take(tokens)
            if before or self._transcript.end_of_thinking:
                self._thought += len(tokens)
        return tokens

    def _enough(self) -> list[int]:
        """What is put into the model's mouth once it has thought for long."""
        end = self._transcript.end_of_thinking if self._transcript is not None else ""
        if not end or self._thought < self._limits.thinking:
            return []
        return self._take(self._encode(f"\n{end}\n\n"))

    def _read(self, tokens: list[int]) -> "torch.Tensor":
        """The logits after ``tokens``, as ``Passes.run`` gives them."""
        size = PIECE if self._limits.jump else 1
        for start in range(0, len(tokens), size):
            if self._cancelled():
                raise CancelledError()
            logits = self._passes.run(tokens[start : start + size])
        return logits


def _choose(logits: "torch.Tensor", matcher: "LLMatcher | None", temperature: float) -> int:
    """The next token: the likeliest at temperature 0, else drawn; only among those that the grammar admits."""
    import torch

    if matcher is not None:  # its work goes on beside the card's, which nothing has waited for yet
        admitted = _admitted(matcher, logits.shape[-1]).to(logits.device)
        logits = logits.masked_fill(~admitted, float("-inf"))
    if temperature <= 0:
        return int(logits.argmax())
    return int(torch.multinomial(torch.softmax(logits / temperature, dim=-1), 1))


def _admitted(matcher: "LLMatcher", vocabulary: int) -> "torch.Tensor":
    """Which tokens the grammar admits next: bool, shape (vocabulary,). Tokens beyond the tokenizer's are not."""
    import numpy as np
    import torch

    bits = np.unpackbits(np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8), bitorder="little")
    mask = np.zeros(vocabulary, dtype=bool)
    mask[: len(bits)] = bits[:vocabulary]
    return torch.from_numpy(mask)
