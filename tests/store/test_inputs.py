"""Pictures that users bring: read safely, kept once, without what a camera wrote into them."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from danqing.core.errors import BadInput, DiskFull, NotFound
from danqing.core.scene import Set
from danqing.core.technique import Control, Technique
from danqing.core.types import DrawOptions
from danqing.store.inputs import Inputs, is_input
from tests.store.parts import FullDisk, Parts, a_picture


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_is_brought_is_kept_as_png(parts: Parts, kind: str, mode: str) -> None:
    inputs = Inputs(parts.folder)
    brought = inputs.add(encoded(Image.new(mode, (30, 20), 200 if mode == "L" else (200, 0, 0)), kind))
    assert is_input(brought.id)
    assert (brought.width, brought.height, brought.made) == (30, 20, None)
    with Image.open(inputs.path(brought.id)) as image:
        assert (image.format, image.size) == ("PNG", (30, 20))
    assert parts.pictures.image(brought.id).mode == "RGB"
    parts.pictures.there(brought.id)


def test_the_same_picture_is_one_file(parts: Parts) -> None:
    inputs, data = Inputs(parts.folder), encoded(Image.new("RGB", (8, 8)))
    assert inputs.add(data) == inputs.add(data)
    assert len(list(parts.folder.inputs.iterdir())) == 1


def test_a_photo_is_turned_and_tells_nothing_of_its_place(parts: Parts) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "a camera that tells"
    brought = Inputs(parts.folder).add(encoded(Image.new("RGB", (30, 20)), "JPEG", exif=exif))
    assert (brought.width, brought.height) == (20, 30)
    assert b"camera" not in Inputs(parts.folder).path(brought.id).read_bytes()


def test_a_picture_of_ours_tells_how_it_was_made(parts: Parts) -> None:
    claim, job = parts.drawing("一只红猫")
    stored = parts.pictures.add(claim, job, 0, a_picture(), 0.1)
    made = Inputs(parts.folder).add(Path(stored.path).read_bytes()).made
    assert made is not None
    assert "一只红猫" in made


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg/>",
        b"GIF89a" + b"\0" * 50,
        encoded(Image.new("RGB", (64, 64), "red"))[:60],
        encoded(Image.new("1", (30000, 20000))),
    ],
    ids=["empty", "svg", "gif", "cut off", "bomb"],
)
def test_what_is_no_picture_is_said(parts: Parts, data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        Inputs(parts.folder).add(data)
    assert "PNG" in caught.value.message("zh")


def test_what_has_no_known_format_names_nothing_of_ours(parts: Parts) -> None:
    with pytest.raises(BadInput) as caught:
        Inputs(parts.folder).add(b"hello")
    assert "object at" not in caught.value.message("en")


def test_sixteen_bits_keep_their_shades(parts: Parts) -> None:
    ramp = (np.arange(64 * 64, dtype=np.float64).reshape(64, 64) * 16).astype(np.uint16)
    inputs = Inputs(parts.folder)
    with Image.open(inputs.path(inputs.add(encoded(Image.fromarray(ramp))).id)) as kept:
        assert kept.mode == "L"
        assert np.abs(np.asarray(kept).astype(float) - ramp / 257).max() <= 0.5


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_white(parts: Parts, mode: str) -> None:
    drawn = Image.new("RGBA", (8, 8), (0, 0, 0, 255))
    drawn.paste((0, 0, 0, 0), (0, 0, 4, 8))
    inputs = Inputs(parts.folder)
    with Image.open(inputs.path(inputs.add(encoded(drawn.convert(mode))).id)) as kept:
        assert [kept.convert("L").getpixel(place) for place in ((0, 0), (7, 7))] == [255, 0]


@pytest.mark.parametrize("name", ["i/../../x", "i" + "0" * 20, "", "p1"])
def test_unknown_ids(parts: Parts, name: str) -> None:
    with pytest.raises(NotFound):
        Inputs(parts.folder).path(name)
    with pytest.raises(NotFound):
        parts.pictures.there(name)


def test_what_turns_and_scenes_name_is_known_and_what_is_removed_is_gone(parts: Parts) -> None:
    based, masked, led, drawn = (f"i{number:020x}" for number in range(4))
    technique = Technique(controls=(Control("pose", led),))
    options = DrawOptions(base=based, mask=masked, technique=technique)
    talk = parts.conversations.create()
    parts.conversations.submit(talk, 'a cat called "i0"', options, (Set("scene", "base", drawn),))
    assert parts.conversations.inputs() == {based, masked, led, drawn}
    inputs = Inputs(parts.folder)
    brought = inputs.add(encoded(Image.new("RGB", (8, 8))))
    now = inputs.path(brought.id).stat().st_mtime
    inputs.remove([brought.id], before=now - 1)
    assert inputs.path(brought.id).exists(), "brought since"
    inputs.remove([brought.id, based, "../danqing.db"], before=now)
    with pytest.raises(NotFound):
        inputs.path(brought.id)


def test_what_is_brought_again_is_as_new(parts: Parts) -> None:
    inputs, data = Inputs(parts.folder), encoded(Image.new("RGB", (8, 8)))
    path = inputs.path(inputs.add(data).id)
    os.utime(path, (1, 1))
    inputs.add(data)
    inputs.remove([path.stem], before=2)
    assert path.exists()


def test_a_full_disk_is_said_and_the_next_try_works(parts: Parts) -> None:
    data = encoded(Image.new("RGB", (8, 8)))
    with pytest.raises(DiskFull):
        Inputs(parts.folder, FullDisk()).add(data)
    Inputs(parts.folder).add(data)
