"""The spotlight: objects count more than the ground, small ones most, and the mean weight stays one."""

import pytest
import torch

from danqing.training.starter.spotlight import spotlight


def rows(*objects: tuple[float, float, float]) -> torch.Tensor:
    """(x, y, extent) of the objects of one picture, with room left."""
    out = torch.zeros(1, 12, 4)
    for row, values in zip(out[0], objects, strict=False):
        row[:] = torch.tensor((1.0, *values))
    return out


def test_small_things_get_the_most_light() -> None:
    light = spotlight(rows((0.25, 0.5, 0.17), (0.75, 0.5, 0.43)), 32, 4.0)[0, 0]
    assert light.shape == (32, 32)
    assert light.mean().item() == pytest.approx(1.0, abs=1e-5)
    ground, small, large = light[0, 0], light[16, 8], light[16, 24]
    assert small > large > ground
    assert (small / ground).item() == pytest.approx(1 + 4 * 0.27 / 0.17, rel=1e-4)


def test_the_light_falls_where_the_object_stands() -> None:
    light = spotlight(rows((0.25, 0.75, 0.25)), 32, 4.0)[0, 0]
    bright = (light > light[0, 31]).nonzero()
    assert bright[:, 0].min() >= 19
    assert bright[:, 1].max() <= 13


def test_without_objects_or_strength_all_is_alike() -> None:
    assert torch.equal(spotlight(rows(), 8, 4.0), torch.ones(1, 1, 8, 8))
    assert torch.allclose(spotlight(rows((0.5, 0.5, 0.3)), 8, 0.0), torch.ones(1, 1, 8, 8))
