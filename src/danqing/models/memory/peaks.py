"""Working memory as it was measured here, by model, step, size and precision: kept in the data folder as JSON."""

import json
import logging
import threading
from contextlib import suppress
from pathlib import Path

from danqing.core.memory import Precision

FILE = "memory.json"
_log = logging.getLogger(__name__)


class Peaks:
    """``file``: None: only for this process. What was measured takes the place of what would be predicted."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._bytes = _read(file)

    def predicted(self, key: str, formula: int) -> int:
        """Bytes that a step will take: the largest that was measured, else by ``formula``."""
        return self._bytes.get(key, formula)

    def measured(self, key: str) -> int | None:
        return self._bytes.get(key)

    def note(self, key: str, size: int) -> None:
        """A step took so much, or more than there was; kept where it is more than before."""
        with self._lock:
            if size <= self._bytes.get(key, 0):
                return
            self._bytes[key] = size
            if self._file is not None:
                self._write(self._file)

    def _write(self, file: Path) -> None:
        """Whole or not at all; a full disk is no reason to stop drawing."""
        new = file.with_suffix(".new")
        try:
            new.write_text(json.dumps(self._bytes, indent=1, sort_keys=True), encoding="utf-8")
            new.replace(file)
        except OSError as error:
            _log.warning("%s is not kept: %s", file, error)


_TILED = " in tiles"


def key(model: str, step: str, tiled: bool, size: tuple[int, int], precision: Precision, pictures: int = 1) -> str:
    """How a measurement is filed."""
    many = f" of {pictures}" if pictures > 1 else ""
    return f"{model} {step} {size[0]}x{size[1]}{many} {precision}{_TILED if tiled else ''}"


def is_tiled(key: str) -> bool:
    """Whether it was measured in tiles."""
    return key.endswith(_TILED)


def _read(file: Path | None) -> dict[str, int]:
    """Nothing where the file is not there or is not as it was written: it is measured again."""
    if file is None:
        return {}
    with suppress(OSError, ValueError):
        found = json.loads(file.read_text("utf-8"))
        if isinstance(found, dict):
            return {name: size for name, size in found.items() if isinstance(size, int) and size > 0}
    return {}
