"""``python -m danqing.training.starter.renderer OUT.png``: draw a contact sheet."""

import argparse

from danqing.core.domain import STARTER
from danqing.training.starter.renderer.sheet import sheet


def main() -> None:
    """Read the arguments and write the sheet."""
    parser = argparse.ArgumentParser(description="Draw a contact sheet of what the starter's renderer can draw.")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--style", choices=STARTER.names("styles"))
    arguments = parser.parse_args()
    sheet(arguments.seed, arguments.style).save(arguments.out)


if __name__ == "__main__":
    main()
