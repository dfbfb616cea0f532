"""Grouped attention says what transformers' own attention says, and hands on what it is not made for."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers.integrations.sdpa_attention import sdpa_attention_forward

from danqing.language.local.attention import MOST, grouped_attention

SLOTS = 80


def parts(heads: int, groups: int, new: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Queries, keys, values, and a mask that hides the slots after each query's own."""
    generator = torch.Generator().manual_seed(heads * 1000 + new)
    query = torch.randn(1, heads, new, 16, generator=generator)
    key, value = (torch.randn(1, groups, SLOTS, 16, generator=generator) for _ in range(2))
    seen = torch.arange(SLOTS) <= torch.arange(10, 10 + new)[:, None]
    mask = torch.zeros(new, SLOTS).masked_fill(~seen, torch.finfo(torch.float32).min)[None, None]
    return query, key, value, mask


@pytest.mark.parametrize("heads", [4, 8])
@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("new", [1, 3, MOST])
@pytest.mark.parametrize("scaling", [None, 0.5])
def test_gives_what_sdpa_gives(heads: int, groups: int, new: int, scaling: float | None) -> None:
    query, key, value, mask = parts(heads, groups, new)
    module = SimpleNamespace(num_key_value_groups=heads // groups, is_causal=True)
    found, _ = grouped_attention(module, query, key, value, mask, scaling=scaling)
    expected, _ = sdpa_attention_forward(module, query, key, value, mask, scaling=scaling)
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["no mask", "bool", "long", "whole"])
def test_hands_on_what_it_is_not_made_for(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    query, key, value, mask = parts(4, 2, {"long": MOST + 1, "whole": SLOTS}.get(kind, 3))
    if kind == "whole":
        key, value, mask = key[:, :, :SLOTS], value[:, :, :SLOTS], mask[..., :SLOTS]
    module = SimpleNamespace(num_key_value_groups=2, is_causal=True)
    given = None if kind == "no mask" else mask == 0 if kind == "bool" else mask
    seen: list[torch.Tensor | None] = []

    def noted(*arguments: Any, **named: Any) -> Any:
        seen.append(given)
        return sdpa_attention_forward(*arguments, **named)

    monkeypatch.setattr("transformers.integrations.sdpa_attention.sdpa_attention_forward", noted)
    found, _ = grouped_attention(module, query, key, value, given)
    assert len(seen) == 1
    assert found.shape == (1, query.shape[2], 4, 16)
