"""Variations of a seed: noise on the way from one seed's to another's."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def between(one: "torch.Tensor", other: "torch.Tensor", amount: float) -> "torch.Tensor":
    """On the arc between two noises: at 0 the first, at 1 the second. A straight line would pass through weaker noise,
    which models draw as a flat picture."""
    import torch

    if amount <= 0 or amount >= 1:
        return one if amount <= 0 else other
    cosine = torch.dot(one.flatten(), other.flatten()) / (one.norm() * other.norm())
    angle = torch.acos(cosine.clamp(-1, 1))
    if float(angle) < 1e-4:  # the same noise twice
        return torch.lerp(one, other, amount)
    return (torch.sin((1 - amount) * angle) * one + torch.sin(amount * angle) * other) / torch.sin(angle)
