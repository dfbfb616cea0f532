"""Prints dialogues to read: ``python -m danqing.training.starter.grammar --n 30 --language zh``."""

import argparse
import random

from danqing.core.codec import dumps, scene_to_json
from danqing.training.starter.grammar.turns import answer, dialogue


def main() -> None:
    """Reads the arguments, prints the dialogues."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10, help="how many dialogues")
    parser.add_argument("--language", choices=("en", "zh"), default=None)
    parser.add_argument("--turns", type=int, default=None)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    for _ in range(arguments.n):
        for turn in dialogue(rng, language=arguments.language, turns=arguments.turns):
            print(f"{turn.kind:9}{turn.text}\n         {answer(turn)}\n         {dumps(scene_to_json(turn.after))}")
        print()


if __name__ == "__main__":
    main()
