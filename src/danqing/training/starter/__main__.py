"""``python -m danqing.training.starter STAGE --out DIR --seconds N``: trains one of the bundled models."""

import argparse
from pathlib import Path


def main() -> None:
    """Parses the command line and runs one stage; every stage restarts from weights with ``--init``."""
    parser = argparse.ArgumentParser(description="Train the starter models.")
    parser.add_argument("stage", choices=("autoencoder", "painter", "critic", "writer"))
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seconds", type=float, required=True, help="how long the stage may take, set-up included")
    parser.add_argument("--workers", type=int, default=2, help="processes that draw or write the data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--init", type=Path, help="folder with weights to go on from")
    parser.add_argument("--tokenizer", type=Path, help="writer: a tokenizer.json to take in place of a new one")
    parser.add_argument("--vae", type=Path, help="the autoencoder's folder (painter; critic: optional)")
    parser.add_argument("--width", type=int, default=48, help="critic: channels")
    parser.add_argument("--constant", type=float, default=0.5, help="painter: share of the time at the full rate")
    a = parser.parse_args()
    if a.stage == "autoencoder":
        from danqing.training.starter import autoencoder

        autoencoder.train(a.out, a.seconds, a.workers, a.seed, a.init)
    elif a.stage == "painter":
        from danqing.training.starter import painter

        painter.train(a.out, a.vae, a.seconds, a.workers, a.seed, a.init, a.constant)
    elif a.stage == "critic":
        from danqing.training.starter import critics

        critics.train(a.out, a.seconds, a.workers, a.seed, a.width, a.vae, a.init)
    else:
        from danqing.training.starter import writer

        writer.train(a.out, a.seconds, a.workers, a.seed, a.init, a.tokenizer)


if __name__ == "__main__":
    main()
