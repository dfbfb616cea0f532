"""SHA-256 of files of weights, read in pieces; kept by place, size and time of change, so that each is read once."""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from danqing.models.editable import replace_file

FILE = "digests.json"
_PIECE = 8 * 1024**2


def digests(files: Iterable[Path], home: Path, on_bytes: Callable[[int], None] = lambda count: None) -> dict[str, str]:
    """Hexadecimal SHA-256 by path. ``home``: the data folder, where they are kept; ``on_bytes``: told what was read.

    Raises OSError.
    """
    kept = _kept(home / FILE)
    found = {}
    for path in files:
        key = _key(path)
        if key not in kept:
            kept[key] = _digest(path, on_bytes)
            remember(home, {key: kept[key]})
        found[str(path)] = kept[key]
    return found


def remember(home: Path, known: dict[str, str]) -> None:
    """Keeps digests by their keys. What cannot be kept is worked out again."""
    kept = {key: value for key, value in _kept(home / FILE).items() if Path(key.partition("|")[2]).exists()} | known
    with suppress(OSError):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(home / FILE, json.dumps(kept).encode("utf-8"))


def _digest(path: Path, on_bytes: Callable[[int], None]) -> str:
    sum_ = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sum_.update(piece)
            on_bytes(len(piece))
    return sum_.hexdigest()


def _key(path: Path) -> str:
    facts = path.stat()
    return f"{facts.st_size}.{facts.st_mtime_ns}|{path.resolve()}"


def _kept(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in data.items()} if isinstance(data, dict) else {}
