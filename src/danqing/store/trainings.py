"""Trainings: a folder each, with its order, pictures, events and what the trainer keeps; and the queue of them."""

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from danqing.core.errors import BadInput, LeaseLost, NotFound, StoreFailed
from danqing.core.events import Cancelled
from danqing.core.messages import say
from danqing.core.training import (
    OPEN,
    STOPPED,
    StoredTrainingEvent,
    Training,
    TrainingEvent,
    TrainingQueued,
    TrainingState,
)
from danqing.core.types import Claim, Lane
from danqing.store.disk import Disk, Io, put, spoken
from danqing.store.folder import Folder

_ORDER, _EVENTS = "training.json", "events.jsonl"
_SAMPLE = re.compile(r"step-\d{6,7}-\d{1,3}\.png")


class TrainingStore:
    """Implements ``Queue`` for the one worker that trains: the process owns the folder alone, so no lease is needed.

    Methods raise NotFound for an unknown id, and StoreFailed.
    """

    def __init__(self, folder: Folder, disk: Io | None = None) -> None:
        self._home = folder.trainings
        self._disk = disk or Disk()
        self._changed = threading.Condition()
        self._changes = self._seen = 0
        self._known = {training.id: training for training in _read(self._home)}

    def add(self, training: Training, pictures: Sequence[tuple[Path, str | None]]) -> str:
        """The id of a new training, whole on the disk: the order with copies of the pictures and their captions."""
        new = replace(training, id=f"l{secrets.token_hex(10)}")
        part = self._home / f".{new.id}.part"
        with spoken(self._home):
            try:
                (part / "pictures").mkdir(mode=0o700, parents=True)
                for number, (path, caption) in enumerate(pictures, 1):
                    copy = part / "pictures" / f"{number:03d}{path.suffix}"
                    shutil.copyfile(path, copy)
                    if caption is not None:
                        copy.with_suffix(".txt").write_text(caption, encoding="utf-8")
                put(self._disk, part / _ORDER, _as_json(new))
                (part / _EVENTS).touch()
                part.rename(self._home / new.id)
            except OSError:
                shutil.rmtree(part, ignore_errors=True)
                raise
        with self._changed:
            self._known[new.id] = new
        self._append(new.id, TrainingQueued())
        return new.id

    def get(self, training_id: str) -> Training:
        """As it stands."""
        try:
            return self._known[training_id]
        except KeyError:
            raise NotFound(what="training", id=training_id) from None

    def all(self) -> list[Training]:
        """All of them, the newest first."""
        return sorted(self._known.values(), key=lambda one: (one.created_at, one.id), reverse=True)

    def pictures(self, training_id: str) -> Path:
        """The folder of what is learnt from."""
        return self._home / self.get(training_id).id / "pictures"

    def out(self, training_id: str) -> Path:
        """The folder that the trainer writes into."""
        return self._home / self.get(training_id).id / "out"

    def sample(self, training_id: str, name: str) -> bytes:
        """A sample picture, PNG."""
        path = self.out(training_id) / "samples" / name
        if not _SAMPLE.fullmatch(name) or not path.is_file():
            raise NotFound(what="picture", id=name)
        with spoken(path):
            return path.read_bytes()

    def emit(self, claim: Claim, *events: TrainingEvent, **changes: Any) -> None:
        """Appends events and changes fields of the training. Raises LeaseLost where it is gone or over."""
        self._held(claim)
        if changes:
            self._change(claim.job_id, **changes)
        self._append(claim.job_id, *events)

    def end(self, claim: Claim, state: TrainingState, last: TrainingEvent, **changes: Any) -> None:
        """Ends it with its last event; no other comes after it."""
        self._held(claim)
        with self._changed:  # whoever reads the last event finds it over, and may delete it
            self._append(claim.job_id, last)
            self._change(claim.job_id, state=state, **changes)

    def cancel(self, training_id: str) -> bool:
        """Asks it to stop: one that waits ends at once, one that runs within a step. False where it is over."""
        with self._changed:  # as ``end``: whoever reads the last event finds it over; nor is it claimed meanwhile
            training = self.get(training_id)
            if training.state not in OPEN:
                return False
            self._change(training_id, cancel=True)
            if training.state == "queued":
                said = say(training.language, "train_cancelled")
                self._append(training_id, Cancelled(message=said))
                self._change(training_id, state="cancelled", message=said)
        return True

    def again(self, training_id: str) -> None:
        """Lets one that failed or was cancelled wait once more; how it ended is no longer among its events, as it is
        not over. BadInput for any other."""
        with self._changed:
            if self.get(training_id).state not in STOPPED:
                raise BadInput("train_not_stopped")
            path = self._home / training_id / _EVENTS
            with spoken(path):
                lines = _whole_lines(path)
                if lines and StoredTrainingEvent.model_validate_json(lines[-1]).last:
                    put(self._disk, path, "".join(f"{line}\n" for line in lines[:-1]).encode("utf-8"))
            self._append(training_id, TrainingQueued())
            self._change(training_id, state="queued", message=None, cancel=False, attempts=0)

    def delete(self, training_id: str) -> None:
        """Takes it away with its pictures, samples and adapter, for ever. BadInput while it is not over."""
        if self.get(training_id).state in OPEN:
            raise BadInput("train_running")
        with spoken(self._home):
            gone = self._home / f".{training_id}.part"
            (self._home / training_id).rename(gone)
        with self._changed:
            del self._known[training_id]
        shutil.rmtree(gone, ignore_errors=True)

    def events(self, training_id: str, after: int = 0) -> list[StoredTrainingEvent]:
        """All events numbered above ``after``."""
        path = self._home / self.get(training_id).id / _EVENTS
        with self._changed, spoken(path):
            lines = _whole_lines(path)
        return [StoredTrainingEvent.model_validate_json(line) for line in lines[after:]]

    def follow(self, training_id: str, after: int = 0, timeout: float | None = None) -> Iterator[StoredTrainingEvent]:
        """Events as they come, up to the last one, or until none came for ``timeout`` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            seen = self._changes
            over = self.get(training_id).state not in OPEN  # asked first: what comes after the answer is not missed
            for stored in self.events(training_id, after):
                after = stored.number
                deadline = None if timeout is None else time.monotonic() + timeout
                yield stored
                if stored.last:
                    return
            left = None if deadline is None else deadline - time.monotonic()
            if over or (left is not None and left <= 0):
                return
            self._wait(seen, left)

    # As a queue.

    def claim(self, lane: Lane, worker: str) -> Claim | None:
        """The oldest that waits, or that was being carried out when the process died."""
        with self._changed:
            self._seen = self._changes
            waiting = [one for one in self._known.values() if one.state in OPEN]
            if not waiting:
                return None
            oldest = min(waiting, key=lambda one: (one.created_at, one.id))
            self._change(oldest.id, state="running", attempts=oldest.attempts + 1)
        return Claim(oldest.id, oldest.id, lane, 0, oldest.attempts + 1)

    def heartbeat(self, claim: Claim) -> None:
        """Nothing: no other process could take it up."""

    def release(self, claim: Claim) -> None:
        """Gives an unfinished training back, for the next start, and does not count the attempt."""
        self._change(claim.job_id, state="queued", attempts=claim.attempts - 1)

    def cancel_requested(self, claim: Claim) -> bool:
        """Whether the user wants it to stop."""
        return self.get(claim.job_id).cancel

    def wait(self, timeout: float) -> None:
        """Until something changed since the last claim that found nothing, at most ``timeout`` seconds."""
        self._wait(self._seen, timeout)

    def troubled(self, error: StoreFailed) -> None:
        """Lets everyone who waits look again."""
        self._pulse()

    def wake(self) -> None:
        """Lets everyone who waits look again."""
        self._pulse()

    def _held(self, claim: Claim) -> None:
        if claim.job_id not in self._known or self._known[claim.job_id].state != "running":
            raise LeaseLost(claim.job_id)

    def _change(self, training_id: str, **changes: Any) -> None:
        with self._changed:
            new = replace(self._known[training_id], **changes)
            path = self._home / training_id / _ORDER
            with spoken(path):
                put(self._disk, path, _as_json(new))
            self._known[training_id] = new
        self._pulse()

    def _append(self, training_id: str, *events: TrainingEvent) -> None:
        path = self._home / training_id / _EVENTS
        with self._changed, spoken(path):
            lines = _whole_lines(path)
            numbered = (
                StoredTrainingEvent(number=number, created_at=datetime.now(UTC), event=event)
                for number, event in enumerate(events, len(lines) + 1)
            )
            with path.open("a", encoding="utf-8") as file:
                file.writelines(f"{stored.model_dump_json()}\n" for stored in numbered)
        self._pulse()

    def _wait(self, seen: int, timeout: float | None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._changes != seen, timeout)

    def _pulse(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()


def _read(home: Path) -> Iterator[Training]:
    """Every training of the folder; what a crash left unfinished on its way in or out is taken away."""
    if not home.is_dir():
        return
    for place in home.iterdir():
        if place.name.endswith(".part"):
            shutil.rmtree(place, ignore_errors=True)
            continue
        with suppress(OSError, ValueError, TypeError):  # not one of ours
            kept = Training(**json.loads((place / _ORDER).read_text(encoding="utf-8")))
            yield replace(kept, inputs=tuple(kept.inputs))


def _as_json(training: Training) -> bytes:
    return json.dumps(asdict(training), ensure_ascii=False, indent=1).encode("utf-8")


def _whole_lines(path: Path) -> list[str]:
    """The lines of a file, without one that a crash cut short, which is taken away."""
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    return whole.decode("utf-8").split("\n")[:-1]
