"""Pictures that a user brings: to start from, or painted as masks. Kept as PNG without metadata, named by content."""

import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import BadInput, NotFound
from danqing.core.types import Input
from danqing.store.disk import Disk, Io, put, spoken
from danqing.store.folder import Folder

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 40_000_000
_ID = re.compile(r"i[0-9a-f]{20}")


def is_input(picture_id: str) -> bool:
    """Whether an id is one of an input rather than of a drawn picture."""
    return _ID.fullmatch(picture_id) is not None


class Inputs:
    """The inputs of a data folder. The same picture twice is one file."""

    def __init__(self, folder: Folder, disk: Io | None = None) -> None:
        self._folder = folder
        self._disk = disk or Disk()

    def add(self, data: bytes) -> Input:
        """Takes the bytes of a PNG, JPEG or WebP file, turned as its EXIF says. Raises BadInput, StoreFailed."""
        encoded, size, made = _read(data)
        input_id = f"i{hashlib.sha256(encoded).hexdigest()[:20]}"
        path = self._path(input_id)
        with spoken(self._folder.home):
            if path.exists():
                path.touch()
            else:
                path.parent.mkdir(mode=0o700, exist_ok=True)
                put(self._disk, path, encoded)
        return Input(input_id, *size, made)

    def path(self, input_id: str) -> Path:
        """Its PNG file. Raises NotFound."""
        if not is_input(input_id) or not self._path(input_id).exists():
            raise NotFound(what="input", id=input_id)
        return self._path(input_id)

    def remove(self, input_ids: Iterable[str], before: float) -> None:
        """Takes these away, for ever, as far as they were last brought ``before``, seconds since 1970: whoever brought
        one since has something in mind with it. Raises StoreFailed."""
        with spoken(self._folder.home):
            for path in map(self._path, filter(is_input, input_ids)):
                if path.exists() and path.stat().st_mtime <= before:
                    path.unlink(missing_ok=True)

    def _path(self, input_id: str) -> Path:
        return self._folder.inputs / f"{input_id}.png"


def _read(data: bytes) -> tuple[bytes, tuple[int, int], str | None]:
    """The picture as PNG, its size, and the text chunk ``danqing`` where it has one."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _unreadable(f"{image.width}x{image.height}")
            image.load()
            made = getattr(image, "text", {}).get("danqing")
            plain = _plain(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise BadInput("image_foreign") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:  # what Pillow's readers raise
        raise _unreadable(str(error)[:120]) from error
    out = io.BytesIO()
    plain.save(out, "PNG", compress_level=1)
    return out.getvalue(), plain.size, made


def _plain(image: "Image") -> "Image":
    """L or RGB with eight bits a channel. What is transparent is white: an erased part of a mask is what may change."""
    from PIL import Image

    if image.mode.startswith("I"):  # sixteen bits, as depth maps have; Pillow's own conversion cuts all but the darkest
        import numpy as np

        return Image.fromarray((np.asarray(image).clip(0, 65535) / 257).round().astype(np.uint8))
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _unreadable(detail: str) -> BadInput:
    return BadInput("image_unreadable", detail=detail, megapixels=MAX_PIXELS // 1_000_000)
