"""The one seam to the file system: durable writes, and disk errors turned into sentences for people."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from danqing.core.errors import store_error


class Io(Protocol):
    """File operations that may fail. Tests put a double here to make the disk full; all raise OSError."""

    def write(self, path: Path, data: bytes) -> None:
        """A new file with ``data``, on the platter before it returns."""
        ...

    def rename(self, source: Path, target: Path) -> None: ...

    def sync_folder(self, path: Path) -> None:
        """Makes a rename in that folder survive a power cut."""
        ...


class Disk:
    """The real file system."""

    def write(self, path: Path, data: bytes) -> None:
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, source: Path, target: Path) -> None:
        source.replace(target)

    def sync_folder(self, path: Path) -> None:
        if os.name == "nt":  # Windows cannot open a folder; NTFS journals the rename.
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put(disk: Io, path: Path, data: bytes) -> None:
    """A file that is whole or not there, whatever happens: temporary file, fsync, rename, fsync of the folder.

    Raises OSError; then nothing of it is left, or, after a crash, a ``.part`` file.
    """
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")  # of its own: two may write the same file at once
    try:
        disk.write(part, data)
        disk.rename(part, path)
        disk.sync_folder(path.parent)
    except OSError:
        for leftover in (part, path):
            with suppress(OSError):
                leftover.unlink()
        raise


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turns an OSError about ``path`` into DiskFull or StoreFailed."""
    try:
        yield
    except OSError as error:
        raise store_error(path, error) from error
