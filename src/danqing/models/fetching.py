"""Files of a repository brought to this disk: room is checked, a broken download goes on, each file is verified."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from danqing.core.errors import DiskFull, ModelUnusable, store_error
from danqing.models.hub import HubFile, Revision, download

SPARE = 500 * 1024**2
"""Bytes that must stay free on the disk."""
_PIECE = 8 * 1024**2


class Watch(Protocol):
    """Who is told how far it is."""

    def of(self, title: str, total: int, done: int = 0) -> None:
        """A download begins: ``total`` bytes, of which ``done`` are here."""
        ...

    def told(self, count: int) -> None:
        """``count`` bytes more."""
        ...


def fetch(revision: Revision, files: tuple[HubFile, ...], folder: Path, like: Path | None, watch: Watch) -> None:
    """Every file into ``folder``, small ones first. What is whole there already stays.

    ``like``: the folder of another version, whose equal files are linked. Raises DiskFull, StoreFailed, ModelUnusable.
    """
    files = tuple(sorted(files, key=lambda one: (one.name.endswith(".safetensors"), one.name)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            _reuse(file, folder, like)
        missing = [file for file in files if not (folder / file.name).exists()]
        begun = sum(_size(_part(folder, file)) for file in missing)
        _need_room(folder, sum(file.size for file in missing) - begun)
        total = sum(file.size for file in files)
        watch.of(revision.repo, total, total - sum(file.size for file in missing) + begun)
        for file in missing:
            download(revision, file, _part(folder, file), watch.told)
            _verify(file, _part(folder, file))
            _part(folder, file).replace(folder / file.name)
    except OSError as error:
        failure = store_error(folder, error)
        raise (DiskFull("pull_full", path=folder) if isinstance(failure, DiskFull) else failure) from error


def tidy(folder: Path, keep: Iterable[Path]) -> None:
    """Removes what is beside the versions that are kept: older ones, and downloads that nobody goes on with."""
    kept = set(keep)
    for path in folder.iterdir():
        if path.is_dir() and path not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _part(folder: Path, file: HubFile) -> Path:
    """Where the beginning of a file is, under the name of its content: another version's is never gone on with."""
    name = (file.sha256 or file.blob or "part")[:16]
    return folder / f"{file.name}.{name}.part"


def _reuse(file: HubFile, folder: Path, like: Path | None) -> None:
    target, source = folder / file.name, like and like / file.name
    if target.exists() or source is None or not file.sha256 or _size(source) != file.size:
        return
    if _digest(source, hashlib.sha256()) == file.sha256:
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # a file system without links: downloaded again
            os.link(source, target)


def _need_room(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if wanted + SPARE > free:
        raise DiskFull("pull_room", path=folder, wanted=f"{wanted / 1024**3:.1f}", free=f"{free / 1024**3:.1f}")


def _verify(file: HubFile, path: Path) -> None:
    """By its SHA-256, or as git hashes a small one. A file that is not what it should be is removed."""
    if file.sha256:
        fine = _digest(path, hashlib.sha256()) == file.sha256
    elif file.blob:
        fine = _digest(path, hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)) == file.blob
    else:
        fine = _size(path) == file.size
    if not fine:
        path.unlink()
        raise ModelUnusable("hub_corrupt", file=file.name)


def _digest(path: Path, sum_: "hashlib._Hash") -> str:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sum_.update(piece)
    return sum_.hexdigest()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
