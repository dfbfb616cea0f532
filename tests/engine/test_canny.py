"""Edges: found where they are, one pixel wide, the weak ones only where they go on from strong ones."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from danqing.engine.canny import canny_map, edges, is_map


def drawn(low: int = 40, high: int = 220) -> Image.Image:
    """A bright square from 16 to 47 on a dark ground."""
    image = Image.new("RGB", (64, 64), (low, low, low))
    ImageDraw.Draw(image).rectangle((16, 16, 47, 47), fill=(high, high, high))
    return image


def test_edges_lie_where_they_are() -> None:
    lines = np.asarray(edges(drawn()))[:, :, 0] == 255
    rows, columns = np.nonzero(lines)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) in {
        (15, 47, 15, 47),
        (15, 46, 15, 46),
        (16, 47, 16, 47),
    }
    assert not lines[20:44, 20:44].any()
    assert not lines[:14].any()
    assert (lines[20:44].sum(axis=1) == 2).all()  # left and right, one pixel each
    assert (lines[:, 20:44].sum(axis=0) == 2).all()


def test_a_slant_is_followed() -> None:
    image = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(image).polygon([(0, 0), (63, 63), (0, 63)], fill=255)
    rows, columns = np.nonzero(np.asarray(edges(image))[:, :, 0])
    assert len(rows) >= 50
    assert (abs(rows - columns) <= 1).all()


def test_weak_edges_count_only_beside_strong_ones() -> None:
    assert not np.asarray(edges(drawn(100, 130))).any()  # below what an edge begins with
    ramp = np.tile(np.linspace(30, 130, 64)[:, None], (1, 64))
    ramp[:, :32] = 0  # an edge from 30 levels at the top to 130 at the bottom
    lines = np.asarray(edges(Image.fromarray(ramp.astype(np.uint8))))[:, :, 0] == 255
    assert lines[4:60].any(axis=1).all()


def test_an_even_picture_has_none() -> None:
    assert edges(Image.new("RGB", (40, 24), (90, 20, 30))).getbbox() is None


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (64, 48)])
def test_size_stays(size: tuple[int, int]) -> None:
    assert canny_map(Image.new("RGB", size, (255, 255, 255))).size == size


def test_maps_are_taken_as_they_are() -> None:
    lines = edges(drawn())
    assert is_map(lines)
    assert canny_map(lines).tobytes() == lines.tobytes()
    noise = np.random.default_rng(1).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    for image in (drawn(), Image.new("RGB", (8, 8)), Image.new("RGB", (8, 8), "white"), Image.fromarray(noise)):
        assert not is_map(image)
