"""The folder that is learnt from: its pictures, their captions, and the sizes that they are brought to."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
FEWEST = 3
"""Fewer pictures teach the pictures, not what they have in common."""
CAPTION_LIMIT = 2000
PIXEL_LIMIT = 100_000_000
LONGEST_SHAPE = 2.0
"""Pictures longer than twice their width are cropped to that."""

Size = tuple[int, int]
Propose = Callable[["Sequence[Image]"], list[str]]
"""Captions for pictures that have none."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with its caption. ``original``: its (width, height); ``size``: what it is brought to."""

    path: Path
    caption: str
    original: Size
    size: Size


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found. ``proposed``: captions that no file gave; ``prefixed``: captions that lacked the trigger."""

    photos: tuple[Photo, ...]
    proposed: int
    prefixed: int


def read_folder(folder: Path, trigger: str, sizes: Sequence[Size], propose: Propose | None = None) -> Folder:
    """Every picture directly in ``folder``, in the order of names, with the caption of the ``.txt`` beside it.

    A caption that lacks the trigger gets it in front: a word that no caption has cannot call anything up. Where there
    is no caption, ``propose`` gives one, or it is the trigger alone. BadInput names what cannot be used.
    """
    if not folder.is_dir():
        raise BadInput("train_no_folder", path=folder)
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith("."))
    if not paths:
        raise BadInput("train_no_pictures", path=folder, suffixes=", ".join(sorted(SUFFIXES)))
    if len(paths) < FEWEST:
        raise BadInput("train_too_few", path=folder, number=len(paths), fewest=FEWEST)
    originals = [_looked_at(path) for path in paths]
    captions = [_caption(path) for path in paths]
    bare = [path for path, caption in zip(paths, captions, strict=True) if caption is None]
    proposals = iter(_proposed(bare, propose))
    given = [next(proposals) if caption is None else caption for caption in captions]
    named = [caption if _names(caption, trigger) else _joined(trigger, caption) for caption in given]
    photos = tuple(
        Photo(path, caption, original, nearest(original, sizes))
        for path, caption, original in zip(paths, named, originals, strict=True)
    )
    prefixed = sum(c is not None and n != g for c, n, g in zip(captions, named, given, strict=True))
    return Folder(photos, len(bare), prefixed)


def read_priors(folder: Path, fallback: str, sizes: Sequence[Size]) -> tuple[Photo, ...]:
    """The pictures of prior preservation; their captions as they stand, ``fallback`` where there is none."""
    if not folder.is_dir():
        raise BadInput("train_no_folder", path=folder)
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith("."))
    if not paths:
        raise BadInput("train_no_pictures", path=folder, suffixes=", ".join(sorted(SUFFIXES)))
    originals = [_looked_at(path) for path in paths]
    return tuple(
        Photo(path, _caption(path) or fallback, original, nearest(original, sizes))
        for path, original in zip(paths, originals, strict=True)
    )


def fingerprint(photos: Sequence[Photo]) -> str:
    """Names, captions and sizes in short: a training goes on with the same pictures only."""
    told = [(photo.path.name, photo.caption, *photo.original, *photo.size) for photo in photos]
    return hashlib.sha256(repr(told).encode("utf-8")).hexdigest()[:16]


def open_picture(path: Path) -> "Image":
    """The whole picture as RGB, turned as its camera says, transparent parts on white; BadInput names the file."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise BadInput("train_picture_huge", path=path, megapixels=PIXEL_LIMIT // 1_000_000)
            upright = ImageOps.exif_transpose(image)
            if upright.mode in {"RGBA", "LA", "P", "PA"}:
                layer = upright.convert("RGBA")
                sheet = Image.new("RGBA", layer.size, "white")
                return Image.alpha_composite(sheet, layer).convert("RGB")
            return upright.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput("train_picture_unreadable", path=path, detail=str(error).splitlines()[0]) from error


def fitted(image: "Image", size: Size) -> "tuple[Image, Size]":
    """The picture scaled to cover ``size`` and cropped about its centre; and the crop's left and top, in pixels."""
    from PIL import Image

    scale = max(size[0] / image.width, size[1] / image.height)
    width, height = (max(side, round(part * scale)) for side, part in zip(size, image.size, strict=True))
    scaled = image.resize((width, height), Image.Resampling.LANCZOS)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    return scaled.crop((left, top, left + size[0], top + size[1])), (left, top)


def buckets(resolution: int, multiple: int = 64) -> tuple[Size, ...]:
    """Sizes of about the area of a square of ``resolution``, sides multiples of ``multiple``, the square first."""
    multiple = min(multiple, max(8, resolution // 8 // 8 * 8))
    square = max(multiple, resolution // multiple * multiple)
    found = {(square, square)}
    for short in range(multiple, square, multiple):
        long = resolution * resolution // short // multiple * multiple
        if long / short <= LONGEST_SHAPE:
            found |= {(short, long), (long, short)}
    return tuple(sorted(found, key=lambda size: (abs(math.log(size[0] / size[1])), size)))


def nearest(original: Size, sizes: Sequence[Size]) -> Size:
    """The size of the most similar shape."""
    return min(sizes, key=lambda size: abs(math.log(original[0] * size[1] / (original[1] * size[0]))))


def _looked_at(path: Path) -> Size:
    """Width and height; the whole file is read, so that a damaged one is named before anything is trained."""
    return open_picture(path).size


def _caption(path: Path) -> str | None:
    beside = path.with_suffix(".txt")
    if not beside.exists():
        return None
    try:
        text = " ".join(beside.read_text(encoding="utf-8-sig").split())
    except (OSError, ValueError) as error:
        raise BadInput("train_caption_unreadable", path=beside, detail=str(error)) from error
    if len(text) > CAPTION_LIMIT:
        raise BadInput("train_caption_long", path=beside, length=len(text), limit=CAPTION_LIMIT)
    return text or None


def _proposed(paths: Sequence[Path], propose: Propose | None) -> list[str]:
    if not paths or propose is None:
        return [""] * len(paths)
    out: list[str] = []
    for start in range(0, len(paths), 8):
        out += propose([open_picture(path) for path in paths[start : start + 8]])
    return out


def _names(caption: str, trigger: str) -> bool:
    return trigger.casefold() in caption.casefold()


def _joined(trigger: str, caption: str) -> str:
    return f"{trigger}, {caption}" if caption else trigger
