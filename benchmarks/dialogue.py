"""Draws the README's dialogue of five turns, one picture a turn, side by side, and prints what was said.

python benchmarks/dialogue.py [--out docs/pictures/dialogue.webp] [--seed 7]
"""

import argparse
import tempfile
from pathlib import Path

from PIL import Image

from danqing import Studio

TURNS = (
    "draw a small red boat on the sea",
    "make it blue",
    "再加两颗黄色的星星，在上面",
    "背景换成夜晚",
    "as pixel art",
)
SIDE, GAP = 256, 8


def main() -> None:
    """Runs the dialogue with the bundled models in a data folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/dialogue.webp"))
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    strip = Image.new("RGB", (len(TURNS) * (SIDE + GAP) - GAP, SIDE), "white")
    with tempfile.TemporaryDirectory() as home, Studio(home) as studio:
        conversation = studio.create_conversation()
        for i, text in enumerate(TURNS):
            drawing = studio.draw(text, conversation=conversation, seed=arguments.seed)
            print(f"> {text}\n{drawing.reply}\n")
            with Image.open(drawing.pictures[0].path) as picture:
                strip.paste(picture, (i * (SIDE + GAP), 0))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    strip.save(arguments.out, quality=90, method=6)
    print(arguments.out)


if __name__ == "__main__":
    main()
