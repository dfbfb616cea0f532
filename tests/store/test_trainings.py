"""Trainings on the disk: orders, events with numbers, the queue, and what a crash may leave."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from danqing.core.errors import BadInput, DiskFull, LeaseLost, NotFound
from danqing.core.events import Failed
from danqing.core.training import Training, TrainingFinished, TrainingSaved
from danqing.store.folder import Folder
from danqing.store.trainings import TrainingStore
from tests.store.parts import FullDisk

ORDER = Training("", "ink", "starter", {"trigger": "zq", "steps": 9}, 1, "zh", 1.0)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with Folder(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def store(folder: Folder) -> TrainingStore:
    return TrainingStore(folder)


def ordered(store: TrainingStore, tmp_path: Path, created_at: float = 1.0) -> str:
    """A training of one picture."""
    path = tmp_path / "red.png"
    Image.new("RGB", (8, 8), "red").save(path)
    return store.add(replace(ORDER, created_at=created_at, inputs=("i1", "i2")), [(path, "一盏灯笼"), (path, None)])


def test_an_order_is_kept_whole(store: TrainingStore, folder: Folder, tmp_path: Path) -> None:
    training_id = ordered(store, tmp_path)
    names = sorted(path.name for path in store.pictures(training_id).iterdir())
    assert names == ["001.png", "001.txt", "002.png"]
    assert (store.pictures(training_id) / "001.txt").read_text("utf-8") == "一盏灯笼"
    again = TrainingStore(folder)
    assert again.get(training_id) == store.get(training_id)
    assert [stored.event.type for stored in again.events(training_id)] == ["queued"]
    with pytest.raises(NotFound):
        store.get("l0")


def test_a_full_disk_leaves_nothing(folder: Folder, tmp_path: Path) -> None:
    store = TrainingStore(folder, FullDisk())
    with pytest.raises(DiskFull):
        ordered(store, tmp_path)
    assert store.all() == [] and list(folder.trainings.iterdir()) == []


def test_the_oldest_is_carried_out_and_told_of_to_its_end(store: TrainingStore, tmp_path: Path) -> None:
    second, first = ordered(store, tmp_path, 2.0), ordered(store, tmp_path, 1.0)
    assert [training.id for training in store.all()] == [second, first]
    claim = store.claim("training", "test")
    assert claim is not None and (claim.job_id, claim.attempts) == (first, 1)
    store.emit(claim, TrainingSaved(step=3), step=3)
    store.end(claim, "finished", TrainingFinished(model="ink", step=9, seconds=1.0), model="ink")
    told = list(store.follow(first, 1))
    assert [(stored.number, stored.event.type) for stored in told] == [(2, "saved"), (3, "finished")]
    assert (store.get(first).step, store.get(first).model) == (3, "ink")
    assert list(store.follow(first, 3)) == []
    assert list(store.follow(second, 1, timeout=0)) == []
    with pytest.raises(LeaseLost):
        store.emit(claim, TrainingSaved(step=4))
    after = store.claim("training", "test")
    assert after is not None and after.job_id == second


def test_what_was_running_at_a_crash_is_taken_up_again(store: TrainingStore, folder: Folder, tmp_path: Path) -> None:
    training_id = ordered(store, tmp_path)
    store.claim("training", "test")
    with (folder.trainings / training_id / "events.jsonl").open("a") as file:
        file.write('{"number":2,"crea')
    (folder.trainings / ".l1.part").mkdir()
    again = TrainingStore(folder)
    assert not (folder.trainings / ".l1.part").exists()
    claim = again.claim("training", "test")
    assert claim is not None and (claim.job_id, claim.attempts) == (training_id, 2)
    again.emit(claim, TrainingSaved(step=1))
    assert [stored.number for stored in again.events(training_id)] == [1, 2]
    again.release(claim)
    assert (again.get(training_id).state, again.get(training_id).attempts) == ("queued", 1)


def test_one_that_waits_is_cancelled_at_once_and_can_be_deleted(store: TrainingStore, tmp_path: Path) -> None:
    training_id = ordered(store, tmp_path)
    with pytest.raises(BadInput) as raised:
        store.delete(training_id)
    assert raised.value.key == "train_running"
    assert store.cancel(training_id)
    assert not store.cancel(training_id)
    assert store.claim("training", "test") is None
    assert [stored.event.type for stored in store.events(training_id)] == ["queued", "cancelled"]
    assert "取消" in (store.get(training_id).message or "")
    store.delete(training_id)
    assert store.all() == []


def test_one_that_failed_goes_on_as_if_it_had_not_ended(store: TrainingStore, folder: Folder, tmp_path: Path) -> None:
    training_id = ordered(store, tmp_path)
    with pytest.raises(BadInput, match="did not stop"):
        store.again(training_id)
    claim = store.claim("training", "test")
    assert claim is not None
    store.emit(claim, TrainingSaved(step=3), step=3)
    store.end(claim, "failed", Failed(code="train_memory", message="too little"), message="too little")
    store.again(training_id)
    again = TrainingStore(folder)
    assert again.get(training_id) == store.get(training_id)
    assert (store.get(training_id).state, store.get(training_id).message) == ("queued", None)
    told = [(stored.number, stored.event.type) for stored in store.events(training_id)]
    assert told == [(1, "queued"), (2, "saved"), (3, "queued")]
    claim = store.claim("training", "test")
    assert claim is not None and claim.attempts == 1
    store.end(claim, "finished", TrainingFinished(model="ink", step=9, seconds=1.0), model="ink")
    assert [stored.event.type for stored in store.follow(training_id, 3)] == ["finished"]
    with pytest.raises(BadInput):
        store.again(training_id)


def test_one_that_runs_is_asked_to_stop(store: TrainingStore, folder: Folder, tmp_path: Path) -> None:
    training_id = ordered(store, tmp_path)
    claim = store.claim("training", "test")
    assert claim is not None and not store.cancel_requested(claim)
    assert store.cancel(training_id)
    assert TrainingStore(folder).cancel_requested(claim)


@pytest.mark.parametrize("name", ["../../training.json", "step-000002-1.png", "step-2.png", ""])
def test_only_samples_are_read(store: TrainingStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        store.sample(ordered(store, tmp_path), name)
