"""Captions as the UNet reads them: tokens, embeddings, and for SDXL the pooled text and the sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput
from danqing.training.lora.base import Base

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Condition:
    """``states`` (rows, tokens, width); ``pooled`` (rows, width) for SDXL."""

    states: "torch.Tensor"
    pooled: "torch.Tensor | None" = None

    def to(self, device: "torch.device") -> "Condition":
        return Condition(self.states.to(device), None if self.pooled is None else self.pooled.to(device))


def check_trigger(base: Base, trigger: str) -> None:
    """BadInput where a tokenizer cannot write the trigger: the model would never see it."""
    for tokenizer, _ in base.texts:
        ids = tokenizer(trigger, add_special_tokens=False, verbose=False).input_ids
        if not ids or tokenizer.unk_token_id in ids or tokenizer.eos_token_id in ids:
            raise BadInput("train_trigger_unread", trigger=trigger, model=base.name)


def too_long(base: Base, captions: Sequence[str]) -> int:
    """How many captions have more tokens than the model reads; their ends are cut off."""
    tokenizer, model = base.texts[0]
    limit = int(model.config.max_position_embeddings)
    return sum(len(tokenizer(caption, verbose=False).input_ids) > limit for caption in captions)


def encode(base: Base, captions: Sequence[str]) -> Condition:
    """Embeddings as the family's pipeline makes them, on the device that the text encoders lie on."""
    import torch

    if base.kind == "sd":
        tokenizer, model = base.texts[0]
        return Condition(model(_tokens(tokenizer, model, captions))[0])
    states, pooled = [], None
    for tokenizer, model in base.texts:
        out = model(_tokens(tokenizer, model, captions), output_hidden_states=True)
        states.append(out.hidden_states[-2])
        pooled = out[0]
    return Condition(torch.cat(states, dim=-1), pooled)


def joined(conditions: Sequence[Condition]) -> Condition:
    """Several as rows of one."""
    import torch

    pooled = [c.pooled for c in conditions if c.pooled is not None]
    return Condition(torch.cat([c.states for c in conditions]), torch.cat(pooled) if pooled else None)


def size_ids(original: tuple[int, int], corner: tuple[int, int], size: tuple[int, int]) -> tuple[int, ...]:
    """SDXL's six numbers about a picture: its own height and width, the crop's top and left, the height and width."""
    return (original[1], original[0], corner[1], corner[0], size[1], size[0])


def _tokens(tokenizer: Any, model: Any, captions: Sequence[str]) -> "torch.Tensor":
    read = tokenizer(
        list(captions),
        padding="max_length",
        max_length=int(model.config.max_position_embeddings),
        truncation=True,
        return_tensors="pt",
    )
    ids: torch.Tensor = read.input_ids.to(model.device)
    return ids
