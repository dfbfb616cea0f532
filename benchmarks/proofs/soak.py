"""A server under many turns: every one is drawn, and its memory does not grow.

python -m benchmarks.proofs.soak --turns 1500
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from danqing.cli.outcome import sum_up
from danqing.cli.remote import RemoteStudio
from danqing.core.types import DrawOptions
from danqing.store.folder import owner

CLIENTS = 6
TALK = 12
"""Turns in one conversation before a new one begins."""

GROWTH_MB = 25.0
"""What the server may grow from the end of the first fifth to the end: caches fill, the allocator keeps pages."""


@contextmanager
def serving(home: Path) -> Iterator[tuple[RemoteStudio, int]]:
    """A server of doubles over ``home``, and its process."""
    environment = os.environ | {"DANQING_HOME": str(home)}
    command = [sys.executable, "-m", "danqing", "serve", "--fake", "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            found = None
            while found is None or not found.url:
                assert process.poll() is None, "the server did not start"
                time.sleep(0.05)
                found = owner(home)
            yield RemoteStudio(found.url), process.pid
        finally:
            process.terminate()


def dialogue(studio: RemoteStudio, number: int) -> int:
    """One conversation; how many of its turns were drawn."""
    talk, drawn = studio.create_conversation(), 0
    for turn in range(TALK):
        text = "draw a red cat" if turn == 0 else f"make it {('blue', 'green', 'pink', 'red')[(turn + number) % 4]}"
        events = studio.events(studio.submit(talk, text, DrawOptions(steps=6)))
        outcome = sum_up(events)
        drawn += outcome.error is None and bool(outcome.pictures)
    return drawn


def memory_mb(pid: int) -> float:
    """Resident memory of a process, Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def soak(turns: int, home: Path) -> dict[str, float]:
    """Figures after ``turns`` turns by several clients at once."""
    with serving(home) as (studio, pid), ThreadPoolExecutor(CLIENTS) as clients:
        rounds = max(5, turns // TALK)
        begun = time.monotonic()
        drawn = sum(clients.map(lambda number: dialogue(studio, number), range(rounds // 5)))
        warm = memory_mb(pid)
        drawn += sum(clients.map(lambda number: dialogue(studio, number), range(rounds // 5, rounds)))
        seconds, final = time.monotonic() - begun, memory_mb(pid)
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    return {
        "turns": rounds * TALK,
        "not_drawn": rounds * TALK - drawn,
        "turns_per_s": round(rounds * TALK / seconds, 1),
        "memory_warm_mb": round(warm, 1),
        "memory_end_mb": round(final, 1),
        "growth_mb": round(final - warm, 1),
        "threads": threads,
    }


def main() -> None:
    """Prints the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--turns", type=int, default=1500)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        figures = soak(wanted.turns, Path(home))
    print(json.dumps(figures))
    if figures["not_drawn"] or figures["growth_mb"] > GROWTH_MB:
        sys.exit(f"turns that were not drawn, or more than {GROWTH_MB} MB of growth")


if __name__ == "__main__":
    main()
