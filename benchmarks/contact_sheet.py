"""Draws the README's contact sheet: 48 pictures of all styles, the first 48 of a seed, none chosen.

python benchmarks/contact_sheet.py [--out docs/pictures/contact-sheet.webp] [--seed 1]
"""

import argparse
import random
from pathlib import Path

from PIL import Image

from danqing.core.domain import STARTER
from danqing.core.scene import Scene
from danqing.evaluation.starter import drawer
from danqing.language.dialects.completing import swallowed
from danqing.language.dialects.planner import plan
from danqing.language.dialects.starter import sentence
from danqing.training.starter.scenes import sample_scene

COLUMNS, ROWS, SIDE, GAP = 8, 6, 192, 6


def scenes(seed: int) -> list[Scene]:
    """48 scenes, the five styles in turn, one to three subjects, no colour that its background swallows."""
    rng = random.Random(seed)
    out: list[Scene] = []
    while len(out) < COLUMNS * ROWS:
        scene = sample_scene(rng, rng.choice((1, 1, 2, 3)))
        hidden = swallowed(scene.background or "")
        wanted = STARTER.styles[len(out) % len(STARTER.styles)].name
        if scene.style == wanted and not hidden & {s.colour for s in scene.subjects}:
            out.append(scene)
    return out


def main() -> None:
    """Draws the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/contact-sheet.webp"))
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    prompts = [sentence(plan(scene, STARTER, i)) for i, scene in enumerate(scenes(arguments.seed))]
    pitch = SIDE + GAP
    sheet = Image.new("RGB", (COLUMNS * pitch + GAP, ROWS * pitch + GAP), "white")
    for i, image in enumerate(drawer()(prompts)):
        small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        sheet.paste(small, (GAP + i % COLUMNS * pitch, GAP + i // COLUMNS * pitch))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(arguments.out, quality=88, method=6)
    print(arguments.out)


if __name__ == "__main__":
    main()
