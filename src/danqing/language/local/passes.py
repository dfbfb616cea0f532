"""Forward passes of a causal language model over one key-value cache that lasts from one call to the next."""

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import torch

_PLAIN = {"DynamicLayer", "DynamicSlidingWindowLayer"}


class Passes(Protocol):
    """A model and what it has read so far. Not for two threads at once."""

    def rest(self, prompt: Sequence[int], room: int) -> list[int]:
        """Goes back to the longest beginning of ``prompt`` that has been read; what of it is still to be read.

        That is one token at least. ``room``: tokens that prompt and answer may come to.
        """
        ...

    def run(self, tokens: Sequence[int]) -> "torch.Tensor":
        """Reads ``tokens``; the logits after the last one, float32 on the model's device, shape (vocabulary,)."""
        ...


def in_common(held: Sequence[int], prompt: Sequence[int]) -> int:
    """How many tokens both begin with, the last one of ``prompt`` left out: its logits are wanted."""
    shared = 0
    for mine, theirs in zip(held, prompt[:-1], strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared


def is_croppable(model: Any) -> bool:
    """Whether the model keeps nothing of what it reads but keys and values, token by token."""
    from transformers import DynamicCache

    return {type(layer).__name__ for layer in DynamicCache(config=model.config).layers} <= _PLAIN


class DynamicPasses:
    """Implements ``Passes`` over a cache that grows: for every model and device."""

    def __init__(self, model: Any) -> None:
        self._model = model
        # Sliding layers forget what a crop would need; whole layers keep it, and the mask hides what is out of reach.
        self._croppable = is_croppable(model)
        self._settings = {} if self._croppable else {"config": model.config}
        parameters = inspect.signature(model.forward).parameters
        self._last_only = {"logits_to_keep": 1} if "logits_to_keep" in parameters else {}
        self._held: list[int] = []
        self._cache: Any = None

    def rest(self, prompt: Sequence[int], room: int) -> list[int]:
        from transformers import DynamicCache

        kept, held = in_common(self._held, prompt), len(self._held)
        if kept == 0 or (kept < held and not self._croppable):
            kept, self._cache = 0, DynamicCache(**self._settings)
        elif kept < held:
            self._cache.crop(kept - held)
        self._held = self._held[:kept]
        return list(prompt[kept:])

    def run(self, tokens: Sequence[int]) -> "torch.Tensor":
        import torch

        held, self._held = self._held, []  # a pass that fails leaves a cache that nobody can rely on
        ids = torch.tensor([list(tokens)], device=self._model.device)
        out = self._model(input_ids=ids, past_key_values=self._cache, use_cache=True, **self._last_only)
        logits: torch.Tensor = out.logits[0, -1].float()
        self._held = [*held, *tokens]
        return logits
