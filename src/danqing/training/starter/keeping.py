"""Keeping: folders of weights that are whole at every moment, and how long their weights have learnt."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOTE = ".learnt.json"
"""Hidden: it is not packaged."""


@contextmanager
def rewritten(folder: Path, seconds: float | None = None) -> Iterator[Path]:
    """An empty folder that takes the place of ``folder`` once all is written; ``seconds`` of learning are noted."""
    new, old = (folder.with_name(f".{folder.name}.{word}") for word in ("new", "old"))
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    yield new
    if seconds is not None:
        (new / _NOTE).write_text(json.dumps({"seconds": round(seconds, 1)}), encoding="utf-8")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def learnt(folder: Path | None) -> float:
    """Seconds that the weights in ``folder`` have learnt; 0 where none are noted."""
    note = folder / _NOTE if folder else None
    return float(json.loads(note.read_text(encoding="utf-8"))["seconds"]) if note and note.exists() else 0.0
