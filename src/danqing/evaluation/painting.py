"""How well the painter draws what the prompt says: judged by a critic, and by plain pixel rules beside it."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.core.domain import STARTER
from danqing.core.layout import Layout
from danqing.core.scene import Scene
from danqing.evaluation.scoring import score, shares
from danqing.language.dialects.completing import swallowed
from danqing.language.dialects.planner import plan
from danqing.language.dialects.starter import sentence
from danqing.training.starter.renderer.palette import COLOURS, TINTS
from danqing.training.starter.scenes import sample_scene
from danqing.vision.critic import Critic

if TYPE_CHECKING:
    from PIL.Image import Image

SEED = 20_261_122
"""Of the held-out prompts. Training draws its scenes from seeds of another range."""

Draw = Callable[[Sequence[str]], "list[Image]"]


@dataclass(frozen=True, slots=True)
class Task:
    """One prompt of the evaluation with its truth."""

    scene: Scene
    layout: Layout
    prompt: str


def tasks(number: int, subjects: int, pairs: str) -> list[Task]:
    """``number`` held-out prompts with that many subjects; no colour that its background swallows."""
    rng = random.Random(f"{SEED} {subjects} {pairs}")
    out: list[Task] = []
    while len(out) < number:
        scene = sample_scene(rng, subjects, pairs)
        if {s.colour for s in scene.subjects} & swallowed(scene.background or ""):
            continue
        layout = plan(scene, STARTER, rng.getrandbits(32))
        out.append(Task(scene, layout, sentence(layout)))
    return out


def judge(tasks: Sequence[Task], draw: Draw, critic: Critic, report: Callable[[str], None]) -> dict[str, float]:
    """Draws every task and gives the share of right answers an attribute."""
    scores, pixels = [], []
    for start, images in _drawn(tasks, draw, report):
        chunk = tasks[start : start + len(images)]
        for task, image, reading in zip(chunk, images, critic.read(images), strict=True):
            scores.append(score(task.scene, task.layout, reading))
            pixels.append(pixel_rules(task.layout, image))
    return {**shares(scores), **_pixel_shares(pixels)}


def _drawn(tasks: Sequence[Task], draw: Draw, report: Callable[[str], None]) -> "Iterator[tuple[int, list[Image]]]":
    size = 16
    for start in range(0, len(tasks), size):
        report(f"{start}/{len(tasks)}")
        yield start, draw([t.prompt for t in tasks[start : start + size]])


def _pixel_shares(rows: Sequence[dict[str, bool]]) -> dict[str, float]:
    out = {}
    for name in ("pixel colour", "pixel background"):
        values = [row[name] for row in rows if name in row]
        if values:
            out[name] = round(sum(values) / len(values), 4)
    return out


def pixel_rules(layout: Layout, image: "Image") -> dict[str, bool]:
    """Two checks without any model.

    ``pixel colour`` (flat on plain): within each object's box the asked colour is the commonest of the palette, leaving
    out the background's own. ``pixel background`` (flat and pixel art on plain): the median of the pixels outside all
    boxes is nearest to the asked tint.
    """
    import numpy as np

    pixels = np.asarray(image.convert("RGB").resize((256, 256)), np.float32)
    out = {}
    outside = np.ones((256, 256), bool)
    inside = []
    for p in layout.placements:
        left, top, right, bottom = (
            int(max(0, min(255, v * 256)))
            for v in (p.x - p.extent / 2, p.y - p.extent / 2, p.x + p.extent / 2, p.y + p.extent / 2)
        )
        outside[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6] = False
        inside.append((p.colour, pixels[top:bottom, left:right].reshape(-1, 3)))
    if layout.style == "flat" and layout.background.startswith("plain"):
        ground = np.array(TINTS[layout.background.removeprefix("plain ")], np.float32)
        out["pixel colour"] = all(_commonest(box, ground) == colour for colour, box in inside)
    if layout.style in {"flat", "pixel"} and layout.background.startswith("plain") and outside.sum() > 500:
        middle = np.median(pixels[outside], axis=0)
        names = list(TINTS)
        nearest = min(names, key=lambda n: float(((middle - np.array(TINTS[n])) ** 2).sum()))
        out["pixel background"] = f"plain {nearest}" == layout.background
    return out


def _commonest(box: "object", ground: "object") -> str:
    import numpy as np

    pixels = np.asarray(box)
    objects = pixels[((pixels - np.asarray(ground)) ** 2).sum(1) > 18**2]
    names = list(COLOURS)
    palette = np.array([COLOURS[n] for n in names], np.float32)
    distances = ((objects[:, None] - palette[None]) ** 2).sum(2)
    near = distances.argmin(1)[distances.min(1) < 34**2]
    return names[int(np.bincount(near, minlength=len(names)).argmax())] if len(near) else ""
