"""``python -m danqing.training.starter STAGE``: trains the bundled models, all of them or one stage."""

import argparse
import signal
import sys
from pathlib import Path

from danqing.training.starter.keeping import learnt

STAGES = ("all", "refine", "autoencoder", "painter", "critic", "writer", "package")


def main() -> None:
    """Parses the command line and runs one stage; every stage restarts from weights with ``--init``."""
    # So that context managers end their processes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(
        prog="python -m danqing.training.starter", description="Train the starter models. See docs/training.md."
    )
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--out", type=Path, required=True, help="folder to write (package: to read)")
    parser.add_argument("--seconds", type=float, default=1700, help="how long it may take, set-up included")
    parser.add_argument("--gpus", type=int, default=1, help="all: GPUs to use, 0 for a trial on the CPU")
    parser.add_argument("--workers", type=int, default=2, help="processes that draw or write the data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--init", type=Path, help="folder with weights to go on from")
    parser.add_argument("--tokenizer", type=Path, help="writer: a tokenizer.json to take in place of a new one")
    parser.add_argument("--vae", type=Path, help="painter and critic: the autoencoder's folder")
    parser.add_argument("--wait", type=Path, help="painter and critic: be ready, and begin when this file exists")
    parser.add_argument("--width", type=int, default=48, help="critic: channels")
    parser.add_argument("--constant", type=float, default=0.5, help="painter, writer: share of it at the full rate")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the usual highest learning rate")
    parser.add_argument("--light", type=float, default=0.0, help="painter: how much more objects count than ground")
    parser.add_argument("--whole", action="store_true", help="autoencoder: all of it learns on, on whole pictures")
    parser.add_argument("--focus", action="store_true", help="writer: a last stretch on what needs looking up")
    _run(parser.parse_args())


def _run(a: argparse.Namespace) -> None:
    # Each stage imports what it needs: the writer's machine needs no diffusers.
    match a.stage:
        case "all":
            from danqing.training.starter import schedule

            schedule.run(a.out, a.seconds, a.gpus)
        case "refine":
            from danqing.models.catalog import starter_folder
            from danqing.training.starter import schedule

            schedule.run(a.out, a.seconds, a.gpus, a.init or starter_folder("painter"))
        case "autoencoder":
            from danqing.training.starter import autoencoder

            autoencoder.train(a.out, a.seconds, a.workers, a.seed, a.init, a.whole, a.rate)
        case "painter":
            from danqing.training.starter import painter

            painter.train(a.out, a.vae, a.seconds, a.workers, a.seed, a.init, a.constant, a.wait, a.rate, a.light)
        case "critic":
            from danqing.training.starter import critics

            critics.train(a.out, a.seconds, a.workers, a.seed, a.width, a.vae, a.init, a.wait)
        case "writer":
            from danqing.training.starter import writer

            # What was interrupted goes on by the same command.
            init = a.out if learnt(a.out) else a.init
            writer.train(a.out, a.seconds, a.workers, a.seed, init, a.tokenizer, a.constant, a.focus, a.rate)
        case _:
            from danqing.models.catalog import starter_folder
            from danqing.training.starter.package import package

            models = starter_folder("painter").parent
            reserved = Path(__file__).parents[4] / "benchmarks" / "reserved-critic"
            print(f"{package(a.out, models, reserved) / 1e6:.1f} MB in {models}")


if __name__ == "__main__":
    main()
