"""Forward passes over a key-value cache of fixed size, short ones replayed from CUDA graphs.

At batch 1 a card waits for kernel launches, not for arithmetic: Qwen2-7B on an H200 took 17 ms a token eagerly and 7 ms
from a graph. A graph has fixed shapes and addresses, so the cache is allocated once, every pass writes to the slots of
its positions, and a mask hides the slots beyond them. Going back is then a matter of the next position alone.
"""

import inspect
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from danqing.language.local.attention import use_grouped_attention
from danqing.language.local.fusing import fuse_norms
from danqing.language.local.passes import DynamicPasses, Passes, in_common, is_croppable
from danqing.models.streams import Captured

if TYPE_CHECKING:
    import torch

WIDTHS = (1, 4, 16, 64)
"""Tokens of a pass that is replayed; between them it is padded: a chosen token and what the grammar forces after it."""
SMALLEST = 1024
"""Slots of the cache at least; it grows by doubling, which reads the conversation once more."""
FULL, SLIDING = "full_attention", "sliding_attention"
_PROBE = 6
_ALIKE = 0.99
_log = logging.getLogger(__name__)


def open_passes(model: Any) -> Passes:
    """Static passes with graphs on a CUDA card where the model can be run so and says the same; else dynamic ones."""
    import torch

    if model.device.type != "cuda" or not is_static(model):
        return DynamicPasses(model)
    try:
        static = StaticPasses(model)
        with torch.inference_mode():
            if _agree(static, DynamicPasses(model), model.config.get_text_config().vocab_size):
                return static
        _log.warning("static passes differ from dynamic ones for %s; not used", model.config.model_type)
    except (RuntimeError, TypeError, ValueError, AttributeError, IndexError) as error:
        _log.warning("no static passes for %s: %s", model.config.model_type, error)
    return DynamicPasses(model)


def is_static(model: Any) -> bool:
    """Whether every layer attends to all that was read before, or to a window of it: what a mask can say."""
    kinds = getattr(model.config.get_text_config(), "layer_types", None) or ()
    return {*kinds} <= {FULL, SLIDING} and is_croppable(model)


def _windows(model: Any) -> dict[str, int | None]:
    """The kinds of attention that the layers have, each with how far back it sees (None: to the beginning)."""
    from transformers import DynamicCache

    windows = {getattr(layer, "sliding_window", None) for layer in DynamicCache(config=model.config).layers} or {None}
    return {FULL if window is None else SLIDING: window for window in windows}


class StaticPasses:
    """Implements ``Passes``. ``graph``: short passes are captured at their first use; without it, all run eagerly."""

    def __init__(self, model: Any, graph: bool = True) -> None:
        use_grouped_attention(model)
        fuse_norms(model)
        self._model = model
        self._graph = graph
        self._held: list[int] = []
        self._size = 0
        self._slots = _Slots()
        self._cache: Any = None
        self._inputs: dict[int, _Inputs] = {}
        self._replays: dict[int, Captured] = {}
        self._windows = _windows(model)
        self._narrow = "logits_to_keep" in inspect.signature(model.forward).parameters

    @property
    def captured(self) -> tuple[int, ...]:
        """The widths that are replayed by now."""
        return tuple(sorted(self._replays))

    def rest(self, prompt: Sequence[int], room: int) -> list[int]:
        if room + WIDTHS[-1] > self._size:
            self._allocate(room + WIDTHS[-1])
        self._held = self._held[: in_common(self._held, prompt)]
        return list(prompt[len(self._held) :])

    def run(self, tokens: Sequence[int]) -> "torch.Tensor":
        held, self._held = self._held, []
        count = len(tokens)
        width = next((width for width in WIDTHS if width >= count), count)
        inputs = self._inputs.get(width) or _Inputs(width, self._model.device)
        inputs.fill(len(held), tokens)
        if width in WIDTHS:
            self._inputs[width] = inputs
        logits: torch.Tensor = self._step(inputs)[count - 1 - width].float()
        self._held = [*held, *tokens]
        return logits

    def _allocate(self, room: int) -> None:
        from transformers import Cache

        self._size = SMALLEST
        while self._size < room:
            self._size *= 2
        self._held, self._replays = [], {}
        self._slots = _Slots()
        layers = self._model.config.get_text_config().num_hidden_layers
        self._cache = Cache(layers=[_Layer(self._size, self._slots) for _ in range(layers)])

    def _step(self, inputs: "_Inputs") -> "torch.Tensor":
        """The logits of a pass, shape (rows, vocabulary): its last rows, at least the last one."""
        if self._graph and inputs.width in WIDTHS:
            try:
                if inputs.width not in self._replays:
                    beside = next(iter(self._replays.values()), None)
                    self._replays[inputs.width] = Captured(lambda: self._forward(inputs), beside)
                return self._replays[inputs.width]()
            except RuntimeError as error:
                _log.warning("no CUDA graph: %s", error)
                self._graph = False
        return self._forward(inputs)

    def _forward(self, inputs: "_Inputs") -> "torch.Tensor":
        import torch

        positions = self._slots.positions = inputs.positions()
        masks = {kind: self._mask(positions, window) for kind, window in self._windows.items()}
        keep = {"logits_to_keep": 1} if self._narrow and inputs.width not in WIDTHS else {}
        out = self._model(
            input_ids=inputs.ids,
            position_ids=positions[None],
            attention_mask=masks if len(masks) > 1 else next(iter(masks.values())),
            past_key_values=self._cache,
            use_cache=True,
            **keep,
        )
        logits: torch.Tensor = out.logits[0]
        return logits

    def _mask(self, positions: "torch.Tensor", window: int | None) -> "torch.Tensor":
        """What is added to the scores (every implementation of attention takes that), shape (1, 1, width, size)."""
        import torch

        slots = torch.arange(self._size, device=positions.device)
        seen = slots <= positions[:, None]
        if window is not None:
            seen &= slots > positions[:, None] - window
        dtype = self._model.dtype
        mask = torch.zeros(seen.shape, dtype=dtype, device=seen.device)
        return mask.masked_fill(~seen, torch.finfo(dtype).min)[None, None]


class _Inputs:
    """What a pass of ``width`` tokens reads, in one tensor, so that it comes to the card in one copy."""

    def __init__(self, width: int, device: Any) -> None:
        import torch

        self.width = width
        self._given = torch.zeros(1 + width, dtype=torch.long, device=device)
        self._pinned = self._given.is_cuda
        self._steps = torch.arange(width, device=device)

    @property
    def ids(self) -> "torch.Tensor":
        """The tokens, shape (1, width)."""
        return self._given[None, 1:]

    def positions(self) -> "torch.Tensor":
        """Where they stand, shape (width,); computed anew, by the card."""
        return self._given[0] + self._steps

    def fill(self, start: int, tokens: Sequence[int]) -> None:
        """Padding goes to the slots after ``tokens``, which the next pass overwrites."""
        import torch

        padded = [*tokens, *[tokens[-1]] * (self.width - len(tokens))]
        self._given.copy_(torch.tensor([start, *padded], pin_memory=self._pinned), non_blocking=True)


class _Slots:
    """Where the present pass writes: shape (width,), shared by all layers."""

    positions: "torch.Tensor"


class _Layer:
    """One layer of the cache as transformers' ``Cache`` asks for it: keys and values, shape (1, heads, size, width)."""

    is_sliding = False
    is_compileable = True
    is_croppable = True
    is_initialized = True

    def __init__(self, size: int, slots: _Slots) -> None:
        self._size = size
        self._slots = slots
        self.keys: torch.Tensor | None = None
        self.values: torch.Tensor | None = None

    def update(
        self, keys: "torch.Tensor", values: "torch.Tensor", *_: Any, **__: Any
    ) -> "tuple[torch.Tensor, torch.Tensor]":
        """Writes to the slots of the present pass; all slots, as attention reads them."""
        if self.keys is None or self.values is None:
            self.keys = keys.new_zeros((*keys.shape[:2], self._size, keys.shape[-1]))
            self.values = values.new_zeros((*values.shape[:2], self._size, values.shape[-1]))
        self.keys.index_copy_(2, self._slots.positions, keys)
        self.values.index_copy_(2, self._slots.positions, values)
        return self.keys, self.values

    def get_seq_length(self) -> int:
        return 0

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        return self._size, 0


def _agree(one: Passes, other: Passes, vocabulary: int) -> bool:
    """Whether both give the same logits for a prompt read in two passes, but for rounding."""
    import torch

    prompt = [(7 * i + 1) % vocabulary for i in range(_PROBE)]

    def read(passes: Passes) -> "torch.Tensor":
        rest = passes.rest(prompt, _PROBE)
        passes.run(rest[:-1])
        return passes.run(rest[-1:])

    return float(torch.nn.functional.cosine_similarity(read(one), read(other), dim=0)) > _ALIKE
