"""The parts of the store put together for a test, with a clock that the test turns."""

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Request
from danqing.core.scene import Add, Scene, Subject
from danqing.core.types import CheckedPicture, Claim, Draft, DrawOptions, Embedding, Job, Prompt, Settings
from danqing.safety.policy import Policy
from danqing.store.conversations import Conversations
from danqing.store.database import Database
from danqing.store.disk import Disk, Io
from danqing.store.events import EventLog
from danqing.store.folder import Folder
from danqing.store.jobs import JobQueue
from danqing.store.pictures import Pictures
from danqing.store.turns import Turns

LEASE_S = 30.0


class Clock:
    """Seconds since 1970, moved on by the test."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class FullDisk(Disk):
    """A disk with room for ``room`` more files."""

    def __init__(self, room: int = 0, code: int = errno.ENOSPC) -> None:
        self.room = room
        self.code = code

    def write(self, path: Path, data: bytes) -> None:
        if self.room <= 0:
            path.write_bytes(data[:10])  # what a full disk leaves behind
            raise OSError(self.code, "the test's disk fails")
        self.room -= 1
        super().write(path, data)


@dataclass(frozen=True)
class Parts:
    """An open store."""

    folder: Folder
    database: Database
    conversations: Conversations
    events: EventLog
    jobs: JobQueue
    turns: Turns
    pictures: Pictures

    def submitted(self, text: str = "a cat", conversation: str | None = None) -> str:
        """A new turn."""
        return self.conversations.submit(conversation or self.conversations.create(), text, DrawOptions())

    def accepted(self, text: str = "a cat", embedding: Embedding = "full", number: int = 1) -> str:
        """A turn whose drawing job waits."""
        turn_id = self.submitted(text)
        claim = self.jobs.claim("language", "test")
        assert claim is not None
        assert claim.turn_id == turn_id
        draft = a_draft(text, embedding, number)
        self.turns.accept(claim, draft, apply(SceneHistory(), draft.edits), [])
        return turn_id

    def drawing(self, text: str = "a cat", embedding: Embedding = "full", number: int = 1) -> tuple[Claim, Job]:
        """A claimed drawing job."""
        self.accepted(text, embedding, number)
        claim = self.jobs.claim("device", "test")
        assert claim is not None
        return claim, self.turns.job(claim)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.pictures.iterdir())


@contextmanager
def open_parts(url: str, home: Path, clock: Clock, disk: Io | None = None) -> Iterator[Parts]:
    folder = Folder(home)
    database = Database(url, clock)
    conversations = Conversations(database, str(folder.pictures))
    try:
        yield Parts(
            folder,
            database,
            conversations,
            EventLog(database),
            JobQueue(database, LEASE_S),
            Turns(database, conversations),
            Pictures(database, folder, disk),
        )
    finally:
        database.close()
        folder.close()


def a_draft(text: str, embedding: Embedding = "full", number: int = 1) -> Draft:
    """What the language half could have made of ``text``."""
    edits = (Add(Subject("s1", "cat", colour="红")),)
    settings = Settings("fake", "scripted", 7, 4, 3.0, 64, 64, number, embedding)
    prompt = Prompt("a cat, flat", "dog", "starter")
    scene = Scene((edits[0].subject,))
    return Draft(Request(text, "zh"), edits, ("一座山",), scene, "好的", prompt, settings, 0.5)


def a_picture(seed: int = 7) -> CheckedPicture:
    """A picture that went through the gate."""
    return Policy().check(Image.new("RGB", (64, 64), (seed % 256, 20, 30)), seed)
