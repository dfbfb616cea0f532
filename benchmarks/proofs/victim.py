"""The process that ``kill`` kills: takes turns in and draws them, and prints each id once it is accepted."""

import random
import sys
import time
from pathlib import Path

from danqing import Studio
from danqing.core.scene import Redo, Undo
from danqing.core.types import DrawOptions
from danqing.engine.fake import FakePainter
from danqing.language.understanding import understand
from danqing.language.vocabulary.terms import FILE

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white", "black", "grey")
KINDS = ("cat", "boat", "star", "fish", "house", "tree")
BEHIND = 12
"""Turns that may wait before the next one is submitted: killed processes must not pile up work without end."""


def main(home: str, seed: int) -> None:
    """Submits until it is killed."""
    dice = random.Random(seed)
    # Reading the word lists takes longer than many a life here, and a request that took six lives is given up, rightly.
    understand("a cat", Path(home) / FILE)
    with Studio(home, painter=FakePainter(delay=0.002), writer="scripted") as studio:
        print("open", flush=True)
        talks = [summary.id for summary in studio.conversations(20)] or [studio.create_conversation()]
        waiting: list[str] = []
        while True:
            if dice.random() < 0.2:
                talks.append(studio.create_conversation())
            talk = dice.choice(talks[-10:])
            options = DrawOptions(seed=dice.randrange(1000), steps=dice.randint(1, 8), number=dice.randint(1, 3))
            if studio.conversation(talk).turns and dice.random() < 0.1:
                turn_id = studio.submit(talk, "", options, edits=[dice.choice((Undo(), Redo()))])
            else:
                turn_id = studio.submit(talk, f"draw a {dice.choice(COLOURS)} {dice.choice(KINDS)}", options)
            print(turn_id, flush=True)
            waiting.append(turn_id)
            while len(waiting) > BEHIND:
                time.sleep(0.005)
                waiting = [turn for turn in waiting if studio.turn(turn).state in ("submitted", "accepted")]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
