"""The data folder: where things lie in it, and the lock by which exactly one process owns it."""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from danqing.core.errors import FolderBusy
from danqing.store.disk import spoken

LOCK_FILE = "danqing.lock"
_LOCKED_BYTE = 1 << 30
"""Windows locks make bytes unreadable to others: the one that is locked lies far behind the text."""


@dataclass(frozen=True, slots=True)
class LockInfo:
    """Who owns a data folder. ``url``: where it listens, when it is a server."""

    pid: int
    url: str | None = None


class Folder:
    """An owned data folder; what is made in it only its owner may read.

    Raises FolderBusy when another process owns it, StoreFailed when it cannot be used.
    """

    def __init__(self, home: Path) -> None:
        self.home = home.expanduser().absolute()
        with spoken(self.home):
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.pictures.mkdir(mode=0o700, exist_ok=True)
            self._file = _opened(self.home / LOCK_FILE)
        if not _locked(self._file, exclusive=True, patience=0.3):
            self._file.close()
            busy = _info(self.home / LOCK_FILE)
            raise FolderBusy(pid=busy.pid, path=self.home)
        self.announce(None)

    @property
    def pictures(self) -> Path:
        """Finished picture files, and nothing else."""
        return self.home / "pictures"

    @property
    def thumbnails(self) -> Path:
        """Small copies of pictures, which can be made again."""
        return self.home / "thumbnails"

    @property
    def inputs(self) -> Path:
        """Pictures that a user brought."""
        return self.home / "inputs"

    @property
    def trainings(self) -> Path:
        """Adapters that are learnt or were, each with what it was learnt from."""
        return self.home / "trainings"

    @property
    def unclaimed(self) -> Path:
        """Picture files that a crash left without a row in the database."""
        return self.home / "unclaimed"

    @property
    def database(self) -> Path:
        return self.home / "danqing.db"

    def announce(self, url: str | None) -> None:
        """Writes into the lock file where this process listens, for ``owner``."""
        text = json.dumps({"pid": os.getpid(), "url": url}).encode()
        with spoken(self.home):
            self._file.seek(0)
            self._file.write(text)
            self._file.truncate()
            self._file.flush()

    def close(self) -> None:
        """Frees the folder."""
        if not self._file.closed:
            with suppress(OSError):
                self._file.seek(0)
                self._file.truncate()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def owner(home: Path) -> LockInfo | None:
    """The process that owns the data folder at this moment, or None."""
    path = home.expanduser() / LOCK_FILE
    if not path.exists():
        return None
    with spoken(path), _opened(path) as file:
        return None if _locked(file, exclusive=False) else _info(path)


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")


def _locked(file: BinaryIO, *, exclusive: bool, patience: float = 0.0) -> bool:
    """Tries to lock until ``patience`` seconds are over: a look by ``owner`` holds the lock for an instant."""
    deadline = time.monotonic() + patience
    while True:
        try:
            _lock(file, exclusive)
            return True
        except OSError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)


def _lock(file: BinaryIO, exclusive: bool) -> None:
    if os.name == "nt":
        import msvcrt  # written for Windows, not tried there

        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file.fileno(), (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def _info(path: Path) -> LockInfo:
    """What the owner wrote; process 0 where it is just writing."""
    for _ in range(10):
        with suppress(ValueError, KeyError, OSError):
            data = json.loads(path.read_bytes())
            return LockInfo(int(data["pid"]), data["url"])
        time.sleep(0.02)
    return LockInfo(0)
