"""Where a figure was measured: the commit, the day and the machine."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def surroundings() -> dict[str, object]:
    """``commit`` (with ``+`` where files of it were changed), ``date`` and ``machine``."""
    import torch

    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}"
    return {"commit": _commit(), "date": datetime.now(UTC).date().isoformat(), "machine": machine}


def _commit() -> str:
    if shutil.which("git") is None:
        return "no checkout"
    git = ["git", "-C", str(Path(__file__).parent)]
    done = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=False)
    return f"{done.stdout.strip()}{'+' * bool(changed.stdout)}" if done.stdout else "no checkout"
