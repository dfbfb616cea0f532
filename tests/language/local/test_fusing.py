"""RMS norms as one kernel: the same numbers, and only where they are the same."""

from typing import Any

import torch
from transformers.models.gemma3.modeling_gemma3 import Gemma3RMSNorm
from transformers.models.llama.modeling_llama import LlamaRMSNorm
from transformers.models.qwen3.modeling_qwen3 import Qwen3RMSNorm

from danqing.language.local.fusing import fuse_norms


def weighted(norm: Any) -> Any:
    """The norm with weights that are neither 0 nor 1."""
    norm.weight.data = torch.linspace(0.2, 1.7, norm.weight.numel())
    return norm


def test_norms_of_the_usual_kind_give_the_same_numbers() -> None:
    model = torch.nn.ModuleList([weighted(LlamaRMSNorm(48)), weighted(Qwen3RMSNorm(48))])
    given = torch.randn(2, 5, 48, generator=torch.Generator().manual_seed(1)) * 9
    before = [norm(given) for norm in model]
    assert fuse_norms(model) == 2
    assert all("forward" in vars(norm) for norm in model)
    for norm, expected in zip(model, before, strict=True):
        torch.testing.assert_close(norm(given), expected)


def test_norms_of_another_kind_stay_as_they_are() -> None:
    """Gemma scales by one plus the weight; one with another sense of its epsilon is caught by its numbers."""

    class OddRMSNorm(LlamaRMSNorm):  # type: ignore[misc]
        def forward(self, hidden_states: Any) -> Any:
            return super().forward(hidden_states) * 2

    model = torch.nn.ModuleList([weighted(Gemma3RMSNorm(48)), weighted(OddRMSNorm(48))])
    assert fuse_norms(model) == 0
