"""kill -9 again and again: what was accepted is drawn, nothing twice, and nothing is left lying about.

python -m benchmarks.proofs.kill --seconds 180
"""

import argparse
import hashlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from danqing import Studio
from danqing.engine.fake import FakePainter

ZERO = ("lost", "unfinished", "duplicated", "orphaned", "damaged")
UNDONE = {"undo_impossible", "redo_impossible"}
"""Failures that are right: an undo in a conversation with one scene."""


def kill_for(seconds: float, home: Path, seed: int = 1) -> dict[str, int | float]:
    """Figures after that many seconds of accepting, killing and starting again."""
    dice = random.Random(seed)
    accepted: list[str] = []
    kills = 0
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        _one_life(home, dice, accepted)
        kills += 1
    started = time.monotonic()
    with Studio(home, painter=FakePainter(), writer="scripted") as studio:
        for turn_id in _open_turns(home):
            for _ in studio.events(turn_id, timeout=60):
                pass
        recovery_s = round(time.monotonic() - started, 2)
    figures: dict[str, int | float] = {"kills": kills, "accepted": len(accepted)}
    return figures | audit(home, accepted) | {"recovery_s": recovery_s}


def _one_life(home: Path, dice: random.Random, accepted: list[str]) -> None:
    """A process that is killed at a moment nobody chose: now and then while it opens, mostly in the middle of work."""
    command = [sys.executable, "-m", "benchmarks.proofs.victim", str(home), str(dice.randrange(10**6))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = child.stdout
        early = dice.random() < 0.1
        if not early:
            assert lines.readline() == "open\n", "the process did not come up"
        timer = threading.Timer(dice.uniform(0.05, 0.6) if early else dice.uniform(0.02, 2.0), child.kill)
        timer.start()
        accepted += [line.strip() for line in lines if line.startswith("t") and line.endswith("\n")]
        timer.join()
        assert child.wait() == -signal.SIGKILL, "the process ended by itself"


def _open_turns(home: Path) -> list[str]:
    """What the last process left to do."""
    with sqlite3.connect(home / "danqing.db") as database:
        found = [
            str(row[0]) for row in database.execute("SELECT id FROM turns WHERE state IN ('submitted', 'accepted')")
        ]
    database.close()
    return found


def audit(home: Path, accepted: list[str]) -> dict[str, int]:
    """Counts straight from rows and files, not through the code that wrote them."""
    with sqlite3.connect(home / "danqing.db") as database:
        turns = {row[0]: row for row in database.execute("SELECT id, state, given, draft FROM turns")}
        jobs = database.execute("SELECT count(*) FROM jobs WHERE state != 'done'").fetchone()[0]
        rows = database.execute("SELECT id, turn_id, position, sha256 FROM pictures").fetchall()
        events = [
            (turn_id, number, json.loads(event))
            for turn_id, number, event in database.execute("SELECT turn_id, number, event FROM events ORDER BY 1, 2")
        ]
    database.close()
    files = {path.stem: path for path in (home / "pictures").iterdir()}
    ready = Counter((turn_id, event["index"]) for turn_id, _, event in events if event["type"] == "picture_ready")
    once = ("scene_changed", "prompt_ready", "queued", "finished", "failed", "cancelled", "refused")
    single = Counter((turn_id, event["type"]) for turn_id, _, event in events if event["type"] in once)
    last = {turn_id: event for turn_id, _, event in events}
    numbers = Counter(turn_id for turn_id, _, _ in events)
    highest = {turn_id: number for turn_id, number, _ in events}
    return {
        "turns": len(turns),
        "pictures": len(rows),
        "tidied": len(list((home / "unclaimed").glob("*"))),
        "lost": sum(turn_id not in turns for turn_id in accepted),
        "unfinished": jobs + sum(not _whole(turn, last.get(turn[0]), ready) for turn in turns.values()),
        "duplicated": sum(count > 1 for count in (*ready.values(), *single.values()))
        + sum(highest[turn_id] != count for turn_id, count in numbers.items())
        + len(rows) - len({(row[1], row[2]) for row in rows}),
        "orphaned": len(files.keys() ^ {row[0] for row in rows}) + len(ready.keys() ^ {(r[1], r[2]) for r in rows}),
        "damaged": sum(_hash(files[row[0]]) != row[3] for row in rows if row[0] in files),
    }  # fmt: skip


def _whole(turn: tuple[str, str, str, str], last: dict[str, str] | None, ready: Counter[tuple[str, int]]) -> bool:
    """Finished with all its pictures, or told that there was nothing to undo."""
    if last is None or turn[1] != last["type"]:
        return False
    if last["type"] == "failed":
        return last["code"] in UNDONE
    wanted = json.loads(turn[2])["options"]["number"]
    return last["type"] == "finished" and all(ready[turn[0], index] for index in range(wanted))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Prints the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        figures = kill_for(wanted.seconds, Path(home), wanted.seed)
    print(json.dumps(figures))
    if any(figures[name] for name in ZERO):
        sys.exit("not all of these are 0: " + ", ".join(ZERO))


if __name__ == "__main__":
    main()
