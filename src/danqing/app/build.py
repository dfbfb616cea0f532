"""Settings to objects: the one place where implementations are chosen and put together."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.app.shelf import Shelf
from danqing.conversation.drafting import Tools
from danqing.conversation.ending import give_up
from danqing.conversation.finish import Easel, finish
from danqing.conversation.turn import Desk, turn
from danqing.core.protocols import Cancelled, Gate
from danqing.core.reading import Request
from danqing.core.settings import Configuration
from danqing.core.types import Claim, Prompt
from danqing.scheduling.pace import Pace
from danqing.scheduling.worker import Worker
from danqing.store.folder import Folder

if TYPE_CHECKING:
    from danqing.core.domain import Domain, Language
    from danqing.core.scene import Scene, SceneEdit
    from danqing.store.conversations import Conversations
    from danqing.store.database import Database
    from danqing.store.disk import Io
    from danqing.store.events import EventLog
    from danqing.store.jobs import JobQueue
    from danqing.store.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that lasts, over one database and one folder."""

    folder: Folder
    database: "Database"
    conversations: "Conversations"
    events: "EventLog"
    jobs: "JobQueue"
    pictures: "Pictures"

    def close(self) -> None:
        self.database.close()
        self.folder.close()


def open_store(configuration: Configuration, disk: "Io | None" = None) -> Store:
    """Takes the folder, brings the database up to date and tidies up what a crash left."""
    from danqing.store.conversations import Conversations
    from danqing.store.database import Database
    from danqing.store.events import EventLog
    from danqing.store.jobs import JobQueue
    from danqing.store.pictures import Pictures

    folder = Folder(configuration.home)
    try:
        if configuration.database_url is None:
            folder.database.touch(mode=0o600)  # its journal takes the same rights
        database = Database(configuration.database_url or Database.in_folder(folder.database))
        jobs = JobQueue(database, configuration.lease_s)
        pictures = Pictures(database, folder, disk)
        if configuration.database_url is None:  # owned alone: whatever still runs in it is dead
            jobs.release_all()
        pictures.sweep()
    except BaseException:
        folder.close()
        raise
    conversations = Conversations(database, str(folder.pictures))
    return Store(folder, database, conversations, EventLog(database), jobs, pictures)


def understanding(text: str, configuration: Configuration) -> Request:
    """The request, in the configured language where there is one."""
    from danqing.language.understanding import understand
    from danqing.language.vocabulary.terms import FILE

    request = understand(text, configuration.home / FILE)
    return replace(request, language=configuration.language) if configuration.language else request


def tools(shelf: Shelf, home: Path) -> Tools:
    """The models of the language half; ``home``: the data folder."""

    def compose(lineage: "Sequence[Scene]", dialect: str, seed: int, negative: str | None) -> Prompt:
        from danqing.language import dialects

        return dialects.compose(lineage, dialect, seed, negative)

    def fitted(domain: "Domain | None", edits: "Sequence[SceneEdit]", request: Request) -> "tuple[SceneEdit, ...]":
        from danqing.language.fitting import fit

        return fit(domain, edits, request)

    def translated(text: str, language: "Language") -> str:
        from danqing.language.vocabulary.terms import FILE
        from danqing.language.vocabulary.translation import translate

        return translate(text, language, home / FILE)

    def closed(domain: "Domain | None", request: Request) -> Request:
        from danqing.language.lexicon import recognise

        return request if domain is None else replace(request, entities=request.entities + recognise(request.text))

    return Tools(shelf.painter, shelf.writer, compose, lambda: secrets.randbelow(2**32), fitted, translated, closed)


def workers(configuration: Configuration, store: Store, shelf: Shelf, gate: Gate) -> list[Worker]:
    """One loop for the language half, one for the device that draws; not started yet."""
    from danqing.store.jobs import JobQueue
    from danqing.store.turns import Turns

    logging.getLogger("danqing").addHandler(logging.NullHandler())  # no traceback on a terminal that asked for none
    turns = Turns(store.database, store.conversations)
    desk = Desk(turns, gate, lambda text: understanding(text, configuration), tools(shelf, configuration.home))
    easel = Easel(turns, store.pictures, gate, shelf.painter, shelf.ready, Pace())

    def settle(claim: Claim, error: Exception) -> None:
        """Leans on nothing that may be what has just failed: neither the understanding nor what the rows hold."""
        from danqing.language.preprocess import detect_language

        language = configuration.language or detect_language(store.conversations.last_words(claim.turn_id))
        give_up(claim, error, turns, language)

    def language_half(claim: Claim, cancelled: Cancelled) -> None:
        turn(claim, desk, cancelled)

    def device_half(claim: Claim, cancelled: Cancelled) -> None:
        finish(claim, easel, cancelled)

    lease = configuration.lease_s
    return [
        Worker("language", JobQueue(store.database, lease), language_half, settle, lease),
        Worker("device", JobQueue(store.database, lease), device_half, settle, lease),
    ]
