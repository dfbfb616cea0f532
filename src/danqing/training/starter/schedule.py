"""``all``: every stage in its order within a given time, on no, one or more GPUs; each stage its own process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

AUTOENCODER, CRITICS = 0.27, 0.09
"""Shares of the time. The painter gets the rest; the writer learns beside the autoencoder."""
RESERVED_SEED, RESERVED_WIDTH = 97, 56


@dataclass
class Crew:
    """Starts stages and waits for them; what they print goes to ``out/logs``."""

    out: Path
    gpus: int
    cores: int = field(default_factory=lambda: os.cpu_count() or 2)

    def start(
        self, name: str, gpu: int, arguments: Sequence[object], rank: Mapping[str, str] | None = None
    ) -> "Running":
        """One stage on one GPU (any number where there is none)."""
        log = self.out / "logs" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        # Each process sees one card as its first: the compiler's cache is keyed by the device's number.
        seen = {"CUDA_VISIBLE_DEVICES": str(gpu % self.gpus)} if self.gpus else {}
        # One thread each: the drawing processes share the cores.
        calm = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"} if self.gpus else {}
        command = [sys.executable, "-u", "-m", "danqing.training.starter", *map(str, arguments)]
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                command, env={**os.environ, **seen, **calm, **(rank or {})}, stdout=file, stderr=subprocess.STDOUT
            )
        return Running(name, process, log)

    def workers(self, share: float) -> int:
        """Drawing processes for a stage that may use that share of the cores."""
        return max(1, int((self.cores - 1) * share))


@dataclass
class Running:
    """A stage under way."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> None:
        """Waits; RuntimeError with the end of its log where the stage failed."""
        if self.process.wait() != 0:
            end = self.log.read_text(encoding="utf-8", errors="replace")[-1500:]
            raise RuntimeError(f"stage {self.name} failed:\n{end}")


def run(out: Path, seconds: float, gpus: int) -> None:
    """Trains all into ``out``: ``painter``, ``writer``, ``critic``, ``reserved``. Takes ``seconds`` and a little."""
    crew, started = Crew(out, gpus), time.monotonic()
    last = max(gpus - 1, 0)
    first = seconds * AUTOENCODER
    writer = crew.start(
        "writer", last, ["writer", "--out", out / "writer", "--seconds", first, "--workers", crew.workers(0.15)]
    )
    if gpus:  # fills the compiler's cache while the autoencoder learns
        crew.start("compile", last, ["painter", "--out", out / "compile", "--seconds", 1, "--workers", 1])
    crew.start(
        "autoencoder", 0, ["autoencoder", "--out", out, "--seconds", first, "--workers", crew.workers(0.6), "--seed", 5]
    ).wait()
    writer.wait()
    for_critics = seconds * CRITICS
    _paint(crew, out, seconds - (time.monotonic() - started) - for_critics)
    share = crew.workers(0.45)
    critic = ["critic", "--vae", out / "vae", "--seconds", for_critics, "--workers", share]
    reserved = [*critic, "--out", out / "reserved", "--seed", RESERVED_SEED, "--width", RESERVED_WIDTH]
    running = [
        crew.start("critic", 0, [*critic, "--out", out / "critic", "--seed", 11]),
        crew.start("reserved", last, reserved),
    ]
    for stage in running:
        stage.wait()


def _paint(crew: Crew, out: Path, seconds: float) -> None:
    """The painter, one process a GPU."""
    world = max(crew.gpus, 1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    stage = ["painter", "--out", out / "painter", "--vae", out / "vae", "--seconds", seconds, "--seed", 21]
    running = []
    for rank in range(world):
        place = {"RANK": str(rank), "WORLD_SIZE": str(world), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
        workers = ["--workers", crew.workers(0.9 / world)]
        running.append(crew.start(f"painter{rank}", rank, [*stage, *workers], place if world > 1 else None))
    for one in running:
        one.wait()
