"""Picture files: whole or not there, with what they tell about themselves."""

import errno
import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

from danqing.core.cost import Energy
from danqing.core.errors import DanqingError, DiskFull, NotFound, StoreFailed
from danqing.core.types import Embedding
from tests.store.parts import Clock, FullDisk, Parts, a_picture, open_parts


def test_a_picture_comes_back_as_it_went_in(parts: Parts) -> None:
    claim, job = parts.drawing()
    stored = parts.pictures.add(claim, job, 0, a_picture(), 1.25)
    assert parts.pictures.get(stored.id) == stored
    data = parts.pictures.read(stored.id)
    assert data == Path(stored.path).read_bytes()
    assert hashlib.sha256(data).hexdigest() == stored.sha256
    assert parts.turns.turn(claim.turn_id).pictures == (stored,)
    event = parts.events.list(claim.turn_id)[-1].event
    assert event.type == "picture_ready"
    assert (event.url, event.path, event.seconds) == (f"/api/pictures/{stored.id}/file", stored.path, 1.25)
    assert (event.energy_wh, event.energy_of) == (None, ())
    with pytest.raises(NotFound):
        parts.pictures.get("p-unknown")


def test_what_its_drawing_took_is_kept(parts: Parts) -> None:
    claim, job = parts.drawing()
    stored = parts.pictures.add(claim, job, 0, a_picture(), 1.25, Energy(0.004, ("gpu", "cpu")))
    assert parts.pictures.get(stored.id) == stored
    assert (stored.seconds, stored.energy) == (1.25, Energy(0.004, ("gpu", "cpu")))


def texts(parts: Parts, embedding: Embedding) -> dict[str, str]:
    """The text chunks of a picture stored with that choice."""
    claim, job = parts.drawing("一只红猫", embedding)
    stored = parts.pictures.add(claim, job, 0, a_picture(), 0.1)
    with Image.open(stored.path) as image:
        image.load()
        return dict(image.text)  # type: ignore[attr-defined]


def test_full_metadata_tells_everything(parts: Parts) -> None:
    told = texts(parts, "full")
    lines = told["parameters"].split("\n")
    assert lines[:2] == ["a cat, flat", "Negative prompt: dog"]
    assert lines[2].startswith("Steps: 4, CFG scale: 3, Seed: 7, Size: 64x64, Model: fake")
    facts = json.loads(told["danqing"])
    assert facts["text"] == "一只红猫"
    assert facts["scene"]["subjects"][0]["kind"] == "cat"
    assert (facts["seed"], facts["settings"]["steps"]) == (7, 4)


def test_no_text_keeps_every_word_out(parts: Parts) -> None:
    told = texts(parts, "no-text")
    assert told["parameters"].startswith("Steps: 4")
    assert set(json.loads(told["danqing"])) == {"version", "settings", "seed", "index"}
    for word in ("cat", "dog", "猫"):
        assert word not in "".join(told.values())


def test_none_tells_nothing(parts: Parts) -> None:
    assert texts(parts, "none") == {}


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, StoreFailed)]
)
def test_a_failing_disk_leaves_nothing_behind(
    tmp_path: Path, clock: Clock, code: int, kind: type[DanqingError]
) -> None:
    disk = FullDisk(room=1, code=code)
    with open_parts(f"sqlite:///{tmp_path / 'a.db'}", tmp_path / "home", clock, disk) as parts:
        claim, job = parts.drawing(number=2)
        first = parts.pictures.add(claim, job, 0, a_picture(), 0.1)
        with pytest.raises(kind) as caught:
            parts.pictures.add(claim, job, 1, a_picture(8), 0.1)
        assert type(caught.value) is kind
        assert parts.files() == [f"{first.id}.png"]
        disk.room = 1
        parts.pictures.add(claim, job, 1, a_picture(8), 0.1)


def test_the_sweep_removes_halves_and_moves_what_has_no_row(parts: Parts) -> None:
    claim, job = parts.drawing()
    stored = parts.pictures.add(claim, job, 0, a_picture(), 0.1)
    (parts.folder.pictures / "pabc.part").write_bytes(b"half")
    (parts.folder.pictures / "pdef.png").write_bytes(b"whole, but its row was never committed")
    assert parts.pictures.sweep() == 2
    assert parts.files() == [f"{stored.id}.png"]
    assert [path.name for path in parts.folder.unclaimed.iterdir()] == ["pdef.png"]
    assert parts.pictures.sweep() == 0


def test_a_lost_file_is_said(parts: Parts) -> None:
    claim, job = parts.drawing()
    stored = parts.pictures.add(claim, job, 0, a_picture(), 0.1)
    Path(stored.path).unlink()
    with pytest.raises(StoreFailed):
        parts.pictures.read(stored.id)
