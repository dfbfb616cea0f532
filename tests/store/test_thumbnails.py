"""Small copies: made once, the right size, and never in the way."""

import io
from pathlib import Path

import pytest
from PIL import Image

from danqing.core.errors import NotFound
from danqing.store.gallery import Gallery
from danqing.store.thumbnails import Thumbnails
from tests.store.parts import FullDisk, Parts, a_picture


def drawn(parts: Parts) -> str:
    claim, job = parts.drawing()
    return parts.pictures.add(claim, job, 0, a_picture(), 0.1).id


def copies(parts: Parts) -> list[Path]:
    return sorted(parts.folder.thumbnails.glob("*"))


def test_a_copy_is_made_once_and_goes_with_its_picture(parts: Parts) -> None:
    picture = drawn(parts)
    thumbnails = Thumbnails(parts.folder, parts.pictures)
    data = thumbnails.read(picture, 128)
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "WEBP"
        assert image.size == (64, 64)  # never larger than the picture
    (file,) = copies(parts)
    file.write_bytes(b"as kept")
    assert thumbnails.read(picture, 128) == b"as kept"
    Gallery(parts.database, parts.folder).delete([picture])
    assert copies(parts) == []
    with pytest.raises(NotFound):
        thumbnails.read(picture, 128)


def test_a_full_disk_costs_nothing_but_time(parts: Parts) -> None:
    picture = drawn(parts)
    thumbnails = Thumbnails(parts.folder, parts.pictures, FullDisk())
    assert thumbnails.read(picture, 256) == thumbnails.read(picture, 256)
    assert copies(parts) == []
