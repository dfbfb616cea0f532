"""Small copies of pictures for lists: WebP, made when first asked for, kept beside the pictures, made again at need."""

import io
from contextlib import suppress
from pathlib import Path

from danqing.store.disk import Disk, Io, put, spoken
from danqing.store.folder import Folder
from danqing.store.pictures import Pictures

SIDES = (128, 256, 512)
"""Longer sides in pixels that there are copies of."""
QUALITY = 80


class Thumbnails:
    """Copies of the pictures of a folder."""

    def __init__(self, folder: Folder, pictures: Pictures, disk: Io | None = None) -> None:
        self._folder = folder
        self._pictures = pictures
        self._disk = disk or Disk()

    def read(self, picture_id: str, side: int) -> bytes:
        """The copy whose longer side is ``side`` of SIDES, or the picture's own where that is shorter.

        Raises NotFound, StoreFailed. A disk that takes no copy is no error: the copy is then made each time.
        """
        self._pictures.get(picture_id)
        path = self._path(picture_id, side)
        if path.exists():
            with spoken(path):
                return path.read_bytes()
        data = self._made(picture_id, side)
        with suppress(OSError):
            self._folder.thumbnails.mkdir(mode=0o700, exist_ok=True)
            put(self._disk, path, data)
        return data

    def _made(self, picture_id: str, side: int) -> bytes:
        image = self._pictures.image(picture_id)
        image.thumbnail((side, side))
        out = io.BytesIO()
        image.save(out, "WEBP", quality=QUALITY)
        return out.getvalue()

    def _path(self, picture_id: str, side: int) -> Path:
        return self._folder.thumbnails / f"{picture_id}-{side}.webp"
