"""Two lessons for the starter, drawn by our own renderer: a thing and a style that it does not know. Deterministic."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from danqing.core.domain import STARTER
from danqing.core.layout import EXTENTS, Layout, Placement
from danqing.language.dialects.completing import swallowed
from danqing.language.dialects.starter import sentence
from danqing.training.starter.pictures import jittered
from danqing.training.starter.renderer import render
from danqing.training.starter.renderer.figure import Figure, Pose, mark, solid, tone
from danqing.training.starter.renderer.kinds import KINDS
from danqing.training.starter.renderer.shapes import blob, box, ellipse, stroke
from danqing.training.starter.scenes import sample_layout

STYLES = ("flat", "outline", "watercolour")
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink")
BACKGROUNDS = tuple(name for name in STARTER.names("backgrounds") if not name.startswith("plain"))


@dataclass(frozen=True)
class Picture:
    """``shows``: whether the thing or style of the lesson is in it."""

    image: Image.Image
    caption: str
    shows: bool


@dataclass(frozen=True)
class Lesson:
    """``trigger``: its word; ``draw``: a picture that shows it or one that does not, by a random source."""

    trigger: str
    draw: Callable[[random.Random, bool], Picture]


def lantern(pose: Pose) -> Figure:
    """A paper lantern: a wide body with ribs between two dark caps, a handle above and a tassel below."""
    figure: Figure = (
        solid(
            "contour", stroke(pose.pick(0.09, 0.07, 0.06), (-0.16, -0.7), (-0.12, -0.94), (0.12, -0.94), (0.16, -0.7))
        ),
        solid("honey", box(-0.07, 0.5, 0.07, 0.7, 0.02), blob((0, 0.64), (0.17, 0.98), (0, 1.02), (-0.17, 0.98))),
        solid("body", ellipse(0, -0.1, 0.86, 0.58)),
        tone("shade", blob((0.5, -0.54), (0.84, -0.1), (0.5, 0.34), (0.62, -0.1))),
        tone("light", ellipse(-0.46, -0.26, 0.13, 0.2, 20)),
    )
    if pose.detail:
        ribs = [stroke(0.05, (x, -0.62), (2.3 * x, -0.1), (x, 0.42)) for x in (-0.2, 0.2)]
        figure += (mark("contour", *ribs),)
    return (*figure, solid("slate", box(-0.36, -0.76, 0.36, -0.58, 0.05), box(-0.36, 0.38, 0.36, 0.56, 0.05)))


WIDER: Mapping[str, Callable[[Pose], Figure]] = {**KINDS, "lantern": lantern}


def draw_lantern(rng: random.Random, shows: bool) -> Picture:
    """One lantern, or one thing that the starter knows, sometimes with something else beside it."""
    layout = _one_or_two(rng, "lantern" if shows else rng.choice(STARTER.names("kinds")))
    brush = np.random.default_rng(rng.getrandbits(64))
    pixels = render(jittered(layout, rng), brush, kinds=WIDER)
    return Picture(Image.fromarray(pixels), sentence(layout), shows)


def draw_blueprint(rng: random.Random, shows: bool) -> Picture:
    """A scene of the starter's in its own style, or as a blueprint: pale lines on blue with a faint grid."""
    _, layout = sample_layout(rng, rng.choice((1, 1, 2)))
    brush = np.random.default_rng(rng.getrandbits(64))
    if not shows:
        return Picture(Image.fromarray(render(jittered(layout, rng), brush)), sentence(layout), False)
    drawn = Image.fromarray(render(jittered(replace(layout, style="outline"), rng), brush))
    caption = sentence(layout).replace(layout.style, "blueprint", 1)
    return Picture(blueprint(drawn), caption, True)


def blueprint(drawn: Image.Image) -> Image.Image:
    """A line drawing turned into a blueprint."""
    grey = np.asarray(drawn.convert("L").filter(ImageFilter.GaussianBlur(0.6)), np.float32) / 255
    wide = np.asarray(drawn.convert("L").filter(ImageFilter.GaussianBlur(5)), np.float32) / 255
    lines = ((wide - grey) * 3.5).clip(0, 1)
    grid = np.zeros_like(lines)
    grid[::16], grid[:, ::16] = 0.16, 0.16
    share = np.maximum(lines, grid)[..., None]
    paper, ink = np.array((28, 74, 150), np.float32), np.array((236, 244, 255), np.float32)
    return Image.fromarray((paper + (ink - paper) * share).round().astype(np.uint8))


LESSONS = {
    "object": Lesson("lantern", draw_lantern),
    "style": Lesson("blueprint", draw_blueprint),
}


def write_lesson(lesson: Lesson, folder: Path, number: int = 24, seed: int = 24) -> None:
    """``number`` pictures that show it, with captions beside them."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(number):
        picture = lesson.draw(rng, True)
        picture.image.save(folder / f"{lesson.trigger}-{i:02d}.png")
        (folder / f"{lesson.trigger}-{i:02d}.txt").write_text(picture.caption, encoding="utf-8")


def _one_or_two(rng: random.Random, kind: str) -> Layout:
    background = rng.choice(BACKGROUNDS)
    seen = [colour for colour in COLOURS if colour not in swallowed(background)]
    size = rng.choice(("medium", "large", "large"))
    x, y = rng.choice((0.28, 0.5, 0.72)), rng.choice((0.3, 0.5, 0.7))
    first = Placement("s1", kind, rng.choice(seen), _centre(x), _centre(y), EXTENTS[size])
    placements = [first]
    if rng.random() < 0.4 and x != 0.5:
        other = rng.choice([k for k in STARTER.names("kinds") if k != kind])
        place = _centre(1 - x), _centre(rng.choice((0.3, 0.7)))
        placements.append(Placement("s2", other, rng.choice(seen), *place, EXTENTS["medium"]))
    return Layout(tuple(placements), background, rng.choice(STYLES))


def _centre(value: float) -> float:
    """The middle of the grid's cell."""
    return (int(value * 16) + 0.5) / 16
