"""Decoding a causal language model token by token, held to a grammar by llguidance."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danqing.core.errors import Cancelled as CancelledError
from danqing.core.errors import ModelUnusable
from danqing.core.protocols import Cancelled
from danqing.core.reading import Constraint

if TYPE_CHECKING:
    import torch
    from llguidance import LLMatcher, LLTokenizer


@dataclass(frozen=True, slots=True)
class Limits:
    """How one answer is decoded. ``jump``: forced tokens go through the model in one pass rather than one by one."""

    max_new_tokens: int
    temperature: float
    stop_ids: frozenset[int]
    jump: bool = True


def new_matcher(tokenizer: "LLTokenizer", constraint: Constraint) -> "LLMatcher":
    """A matcher at the start of the constraint's grammar, or else of its schema; ValueError says what is wrong."""
    from llguidance import LLMatcher

    if constraint.lark is not None:
        grammar = LLMatcher.grammar_from_lark(constraint.lark)
    else:
        grammar = LLMatcher.grammar_from_json_schema(dict(constraint.schema))
    matcher = LLMatcher(tokenizer, grammar, log_level=0)
    if matcher.is_error():
        raise ValueError(matcher.get_error())
    return matcher


def decode(
    model: Any, prompt: list[int], matcher: "LLMatcher | None", limits: Limits, cancelled: Cancelled
) -> list[int]:
    """The new tokens, without the one that ends the answer.

    ``model`` is a transformers causal language model. Tokens that the grammar forces need no choice: they are
    appended at once and go through the model together with the next pass (jump-forward). Raises Cancelled.
    """
    import torch

    with torch.inference_mode():
        passes = _Passes(model, limits.jump)
        pending, answer = list(prompt), list[int]()
        while len(answer) < limits.max_new_tokens:
            if cancelled():
                raise CancelledError()
            if matcher is not None:
                forced = _forced(matcher, limits)
                answer += forced
                pending += forced
                if matcher.is_stopped() or len(answer) >= limits.max_new_tokens:
                    break
            token = _choose(passes.run(pending), matcher, limits.temperature)
            if token in limits.stop_ids:
                break
            if matcher is not None and not matcher.consume_token(token):
                raise ModelUnusable("writer_failed")
            answer.append(token)
            pending = [token]
        return answer[: limits.max_new_tokens]


def _forced(matcher: "LLMatcher", limits: Limits) -> list[int]:
    """The tokens that the grammar leaves no choice about, consumed; without the one that ends the answer."""
    tokens = [token for token in matcher.compute_ff_tokens() if token not in limits.stop_ids]
    if tokens and not matcher.consume_tokens(tokens):
        raise ModelUnusable("writer_failed")
    return tokens


class _Passes:
    """Forward passes of one answer over one key-value cache."""

    def __init__(self, model: Any, jump: bool) -> None:
        import inspect

        from transformers import DynamicCache

        self._model = model
        self._jump = jump
        self._cache = DynamicCache(config=model.config)
        parameters = inspect.signature(model.forward).parameters
        self._last_only = {"logits_to_keep": 1} if "logits_to_keep" in parameters else {}

    def run(self, tokens: list[int]) -> "torch.Tensor":
        """Feeds ``tokens``; the logits after the last one, float32 on the CPU, shape (vocabulary,)."""
        import torch

        chunks = [tokens] if self._jump else [[token] for token in tokens]
        for chunk in chunks:
            ids = torch.tensor([chunk], device=self._model.device)
            out = self._model(input_ids=ids, past_key_values=self._cache, use_cache=True, **self._last_only)
        logits: torch.Tensor = out.logits[0, -1].float().cpu()
        return logits


def _choose(logits: "torch.Tensor", matcher: "LLMatcher | None", temperature: float) -> int:
    """The next token: the likeliest at temperature 0, else drawn; only among those that the grammar admits."""
    import torch

    if matcher is not None:
        logits = logits.masked_fill(~_admitted(matcher, logits.shape[-1]), float("-inf"))
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
