"""Attention of a few new tokens over a long cache, for models whose query heads share keys and values in groups.

The usual kernel gives one block of the card to each head and walks through the cache from end to end: four busy blocks
of 132 for Qwen2-7B. Two batched products use them all, and no key is copied for the heads that share it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

NAME = "grouped_sdpa"
"""Under this transformers knows it; a pass that it is not made for goes on to its own ``sdpa``."""
MOST = 64
"""Queries that a pass may have: beyond, the scores in between cost more than the usual kernel."""


def use_grouped_attention(model: Any) -> None:
    """Lets a model that uses ``sdpa`` attend by ``grouped_attention``; others stay as they are."""
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, sdpa_mask

    if model.config.get_text_config()._attn_implementation != "sdpa":
        return
    AttentionInterface.register(NAME, grouped_attention)
    AttentionMaskInterface.register(NAME, sdpa_mask)
    model.set_attn_implementation(NAME)


def grouped_attention(
    module: Any,
    query: "torch.Tensor",
    key: "torch.Tensor",
    value: "torch.Tensor",
    attention_mask: "torch.Tensor | None",
    dropout: float = 0.0,
    scaling: float | None = None,
    **kwargs: Any,
) -> "tuple[torch.Tensor, torch.Tensor | None]":
    """As transformers calls it: ``query`` of shape (batch, heads, new, width), ``key`` and ``value`` (batch, groups,
    slots, width), ``attention_mask`` added to the scores, (batch, 1, new, slots). Gives (batch, new, heads, width).

    Scores are summed, scaled and weighed in float32, as the usual kernel does.
    """
    import torch

    batch, heads, new, width = query.shape
    groups = key.shape[1]
    plain = attention_mask is None or attention_mask.dtype == torch.bool or attention_mask.shape[1] != 1
    if plain or new > MOST or new == key.shape[2] or dropout or kwargs.get("position_bias") is not None:
        from transformers.integrations.sdpa_attention import sdpa_attention_forward

        kwargs |= {"dropout": dropout, "scaling": scaling}
        usual: tuple[torch.Tensor, None] = sdpa_attention_forward(module, query, key, value, attention_mask, **kwargs)
        return usual
    assert attention_mask is not None
    scale = width**-0.5 if scaling is None else scaling
    rows = query.reshape(batch, groups, heads // groups * new, width)
    scores = _in_float32(rows, key.transpose(2, 3)).mul_(scale)
    scores = scores.view(batch, groups, heads // groups, new, -1) + attention_mask[:, :, None]
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(value.dtype)
    found = weights.view(batch, groups, heads // groups * new, -1) @ value
    return found.view(batch, heads, new, value.shape[-1]).transpose(1, 2).contiguous(), None


def _in_float32(left: "torch.Tensor", right: "torch.Tensor") -> "torch.Tensor":
    """The batched product, not rounded to the dtype of its factors: rounded scores cost 4 dB of the logits."""
    import torch

    if left.is_cuda and left.dtype != torch.float32:
        batch, groups = left.shape[:2]
        product: torch.Tensor = torch.bmm(left.flatten(0, 1), right.flatten(0, 1), out_dtype=torch.float32)
        return product.view(batch, groups, *product.shape[1:])
    return (left @ right).float()
