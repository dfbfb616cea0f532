"""The folder that is learnt from: what is found, what is refused, how pictures are cut and captions are made."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from danqing.core.errors import BadInput
from danqing.training.lora.dataset import buckets, fitted, nearest, open_picture, read_folder, read_priors

SQUARE = ((64, 64),)


def folder_of(tmp_path: Path, number: int = 3) -> Path:
    """Plain pictures without captions."""
    folder = tmp_path / "of"
    folder.mkdir()
    for i in range(number):
        Image.new("RGB", (64, 64), (10 * i, 0, 0)).save(folder / f"p{i}.png")
    return folder


def refused(folder: Path, trigger: str = "zq") -> BadInput:
    """Why a folder is not taken."""
    with pytest.raises(BadInput) as raised:
        read_folder(folder, trigger, SQUARE)
    assert raised.value.message("en") != raised.value.message("zh")
    return raised.value


def test_bad_folders_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").key == "train_no_folder"
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("no picture")
    assert refused(tmp_path / "empty").key == "train_no_pictures"
    few = refused(folder_of(tmp_path, 2))
    assert (few.key, few.params["number"]) == ("train_too_few", 2)


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_an_unreadable_picture_is_named(tmp_path: Path, content: bytes) -> None:
    folder = folder_of(tmp_path)
    (folder / "broken.png").write_bytes(content)
    error = refused(folder)
    assert error.key == "train_picture_unreadable"
    assert "broken.png" in error.message("zh")


def test_a_picture_cut_short_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    Image.effect_noise((200, 200), 80).convert("RGB").save(folder / "whole.jpg")
    data = (folder / "whole.jpg").read_bytes()
    (folder / "whole.jpg").write_bytes(data[: len(data) // 2])
    assert "whole.jpg" in refused(folder).message("en")


def test_captions(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 4)
    (folder / "p0.txt").write_text("\ufeffa ZQ lamp\n on a table ", encoding="utf-8")
    (folder / "p1.txt").write_text("a lamp", encoding="utf-8")
    (folder / "p2.txt").write_text("  \n", encoding="utf-8")

    def propose(images: "Sequence[Image.Image]") -> list[str]:
        return [f"{image.getpixel((0, 0))}" for image in images]

    found = read_folder(folder, "zq", SQUARE, propose)
    captions = [photo.caption for photo in found.photos]
    assert captions == ["a ZQ lamp on a table", "zq, a lamp", "zq, (20, 0, 0)", "zq, (30, 0, 0)"]
    assert (found.proposed, found.prefixed) == (2, 1)
    assert [photo.caption for photo in read_folder(folder, "zq", SQUARE).photos][2:] == ["zq", "zq"]


def test_bad_captions_are_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "p1.txt").write_bytes(b"\xff\xfe\x00broken")
    assert refused(folder).key == "train_caption_unreadable"
    (folder / "p1.txt").write_text("x" * 2001)
    assert refused(folder).params["length"] == 2001


def test_priors_keep_their_captions(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 2)
    (folder / "p0.txt").write_text("a dog")
    assert [photo.caption for photo in read_priors(folder, "an animal", SQUARE)] == ["a dog", "an animal"]


def test_transparent_parts_are_white_and_cameras_are_believed(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert open_picture(tmp_path / "clear.png").getpixel((0, 0)) == (255, 255, 255)
    turned = Image.new("RGB", (40, 20))
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    assert open_picture(tmp_path / "turned.jpg").size == (20, 40)


@pytest.mark.parametrize("resolution", [64, 256, 512, 768, 1024])
def test_buckets_keep_the_area(resolution: int) -> None:
    sizes = buckets(resolution)
    assert sizes[0] == (resolution, resolution)
    assert len(sizes) > 4
    for width, height in sizes:
        assert width % 8 == height % 8 == 0
        assert 0.6 * resolution**2 < width * height <= resolution**2
        assert max(width, height) <= 2 * min(width, height)
        assert (height, width) in sizes


def test_pictures_go_to_the_most_similar_shape() -> None:
    sizes = buckets(512)
    assert nearest((3000, 3000), sizes) == (512, 512)
    width, height = nearest((3000, 2000), sizes)
    assert 1.3 < width / height < 1.7
    assert nearest((100, 5000), sizes)[1] == max(height for _, height in sizes)


def test_cropping_is_about_the_centre() -> None:
    image = Image.new("RGB", (300, 100), "black")
    image.paste((255, 255, 255), (100, 0, 200, 100))
    cut, corner = fitted(image, (64, 64))
    assert cut.size == (64, 64)
    assert corner == (64, 0)
    assert cut.getpixel((32, 32)) == (255, 255, 255)
    assert min(cut.tobytes()) > 100  # nothing of the black parts but their blurred rim
