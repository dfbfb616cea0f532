"""The renderer: pictures of the promised shape, and colours, boxes and blocks that pixels can prove."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from danqing.core.domain import STARTER
from danqing.core.layout import EXTENTS, Layout, Placement
from danqing.training.starter.renderer import render
from danqing.training.starter.renderer.palette import COLOURS, TINTS

KINDS, STYLES = STARTER.names("kinds"), STARTER.names("styles")
Picture = npt.NDArray[np.uint8]


def one(kind: str, colour: str, background: str, style: str = "flat", size: str = "large") -> Layout:
    return Layout((Placement("s1", kind, colour, 0.5, 0.5, EXTENTS[size]),), background, style)


def draw(layout: Layout, seed: int = 1, size: int = 256) -> Picture:
    return render(layout, np.random.default_rng(seed), size)


def near(picture: Picture, colour: tuple[int, int, int], reach: float = 30.0) -> npt.NDArray[np.bool_]:
    """Where ``picture`` is within ``reach`` of ``colour``."""
    close: npt.NDArray[np.bool_] = np.linalg.norm(picture.astype(float) - colour, axis=-1) < reach
    return close


def test_the_domain_is_covered() -> None:
    """Everything the vocabulary names can be drawn."""
    assert set(COLOURS) == set(TINTS) == set(STARTER.names("colours"))
    for style, background in product(STYLES, STARTER.names("backgrounds")):
        picture = draw(one("cat", "pink", background, style))
        assert picture.shape == (256, 256, 3)
        assert picture.dtype == np.uint8
    for style, kind, size in product(STYLES, KINDS, EXTENTS):
        drawn, empty = draw(one(kind, "yellow", "night", style, size)), draw(Layout((), "night", style))
        assert (drawn != empty).any(axis=2).mean() > 0.2 * EXTENTS[size] ** 2, (style, kind, size)


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_draws_the_same_picture(style: str) -> None:
    """Deterministic in the generator, varied between generators."""
    layout = one("fish", "red", "sea", style)
    assert np.array_equal(draw(layout), draw(layout))
    assert any(not np.array_equal(draw(layout), draw(layout, seed)) for seed in (2, 3, 4))


@pytest.mark.parametrize("style", STYLES)
def test_other_sizes(style: str) -> None:
    """The same scene at twice the size, and at half."""
    for size in (128, 512):
        assert draw(one("house", "red", "grass", style), size=size).shape == (size, size, 3)


@pytest.mark.parametrize("colour", COLOURS)
def test_the_body_has_its_colour(colour: str) -> None:
    """In flat, the named colour covers more of the box than any other colour word does."""
    ground = "plain pink" if colour in ("blue", "green", "grey") else "plain blue"
    for kind, size in product(KINDS, ("small", "large")):
        picture = draw(one(kind, colour, ground, size=size))
        shares = {name: near(picture, rgb).mean() / EXTENTS[size] ** 2 for name, rgb in COLOURS.items()}
        assert shares[colour] > 0.1, (kind, size, shares)
        assert max(shares, key=lambda name: shares[name]) == colour, (kind, size, shares)


@pytest.mark.parametrize("style", ["flat", "outline", "pixel", "watercolour"])
def test_plain_backgrounds_read_as_their_colour(style: str) -> None:
    """The median pixel is nearer to its own tint than to any other; in flat it is the tint."""
    for colour, tint in TINTS.items():
        middle = np.median(draw(one("circle", "red", f"plain {colour}", style, "small")), axis=(0, 1))
        if style == "flat":
            assert tuple(middle) == tint
        if style in ("flat", "pixel"):
            assert min(TINTS, key=lambda name: float(np.linalg.norm(middle - TINTS[name]))) == colour


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_drawn_outside_the_box(kind: str) -> None:
    """The longer side fills the box; no pixel beyond it changes."""
    for style, size in product(("flat", "outline", "watercolour"), EXTENTS):
        background = "plain grey" if style == "flat" else "grass"
        drawn = draw(one(kind, "red", background, style, size), seed=5)
        rng = np.random.default_rng(5)
        empty = render(Layout((), background, style), rng)
        rows, columns = np.nonzero((drawn != empty).any(axis=2))
        half = EXTENTS[size] * 128
        low, high = min(rows.min(), columns.min()), max(rows.max(), columns.max())
        assert 128 - half - 1 <= low <= 128 - half + 4, (style, size, low)
        assert 128 + half - 5 <= high <= 128 + half + 1, (style, size, high)


@pytest.mark.parametrize("kind", KINDS)
def test_pixel_art_sits_on_its_blocks(kind: str) -> None:
    """Every block of 4x4 pixels is of one colour, wherever the object stands."""
    layout = Layout((Placement("s1", kind, "green", 0.413, 0.377, 0.27),), "sunset", "pixel")
    blocks = draw(layout).reshape(64, 4, 64, 4, 3)
    assert (blocks == blocks[:, :1, :, :1]).all()


@pytest.mark.parametrize("colour", COLOURS)
def test_an_object_shows_on_its_own_colour(colour: str) -> None:
    """Also before a background of its colour, an object differs visibly from what is behind it."""
    for background in (f"plain {colour}", "snow", "night"):
        drawn = draw(one("circle", colour, background), seed=5)
        empty = render(Layout((), background, "flat"), np.random.default_rng(5))
        gap = np.linalg.norm(drawn.astype(float) - empty, axis=2)
        assert np.percentile(gap, 95) > 18 or gap.max() > 60, (background, gap.max())


def test_neon_halo_fades_near_the_box() -> None:
    """The halo may leave the box, by an eighth of the canvas at most."""
    drawn = draw(one("star", "pink", "night", "neon"), seed=5)
    empty = render(Layout((), "night", "neon"), np.random.default_rng(5))
    changed = (drawn != empty).any(axis=2)
    edge = int(256 * (0.5 - EXTENTS["large"] / 2 - 0.125))
    assert not changed[:edge].any()
    assert not changed[:, :edge].any()
    assert changed.any()
