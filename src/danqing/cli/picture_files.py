"""Where pictures go: names checked before anything is drawn, files written whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from danqing.cli.door import Door
from danqing.cli.texts import BadUse, TerminalError
from danqing.core.events import PictureReady


class Target:
    """The wish of ``--out``: a file, a folder (pictures keep their ids as names), or None for the data folder.

    Raises BadUse at once where nothing can be written there.
    """

    def __init__(self, out: Path | None) -> None:
        self.out = out.expanduser().absolute() if out is not None else None
        if self.out is None:
            return
        if not self.out.is_dir() and self.out.suffix.lower() != ".png":
            raise BadUse("out_not_png", path=self.out)
        check_folder(self.out if self.out.is_dir() else self.out.parent)

    def save(self, door: Door, pictures: Sequence[PictureReady]) -> list[Path]:
        """The files, in order; with several pictures ``boat.png`` becomes ``boat-1.png``, ``boat-2.png``."""
        if self.out is None:
            return [Path(picture.path) for picture in pictures]
        files = []
        for picture in pictures:
            path = self._path(picture, len(pictures))
            write_whole(path, door.picture_bytes(picture.picture_id))
            files.append(path)
        return files

    def _path(self, picture: PictureReady, number: int) -> Path:
        assert self.out is not None
        if self.out.is_dir():
            return self.out / f"{picture.picture_id}.png"
        return self.out if number == 1 else self.out.with_stem(f"{self.out.stem}-{picture.index + 1}")


def check_folder(folder: Path) -> None:
    """Proves by a file made and taken away that ``folder`` takes files; BadUse where it does not."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadUse("out_unwritable", path=folder, detail=error.strerror or error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Temporary file, fsync, rename: a reader sees the old file or the new one. TerminalError where it fails."""
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise TerminalError("out_unwritable", path=path, detail=error.strerror or error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
