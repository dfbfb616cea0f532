"""Settings to objects: the one place where implementations are chosen and put together."""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.app.covering import covered
from danqing.app.routing import router_for
from danqing.app.shelf import Shelf
from danqing.app.variants import drawn
from danqing.conversation.arranging import Arrangement
from danqing.conversation.drafting import Tools
from danqing.conversation.ending import give_up
from danqing.conversation.finish import Easel, finish
from danqing.conversation.turn import Desk, turn
from danqing.core.domain import Language
from danqing.core.protocols import Cancelled, EnergyMeter, Gate, Painter
from danqing.core.reading import Request
from danqing.core.settings import Configuration
from danqing.core.types import Claim, DrawOptions, Prompt, Turn
from danqing.scheduling.lane import DeviceLane
from danqing.scheduling.worker import Worker
from danqing.store.folder import Folder

if TYPE_CHECKING:
    from danqing.core.domain import Domain
    from danqing.core.scene import Scene, SceneEdit
    from danqing.store.conversations import Conversations
    from danqing.store.database import Database
    from danqing.store.disk import Io
    from danqing.store.events import EventLog
    from danqing.store.gallery import Gallery
    from danqing.store.inputs import Inputs
    from danqing.store.jobs import JobQueue
    from danqing.store.pictures import Pictures
    from danqing.store.thumbnails import Thumbnails
    from danqing.store.trainings import TrainingStore


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that lasts, over one database and one folder."""

    folder: Folder
    database: "Database"
    conversations: "Conversations"
    events: "EventLog"
    jobs: "JobQueue"
    pictures: "Pictures"
    gallery: "Gallery"
    thumbnails: "Thumbnails"
    inputs: "Inputs"
    trainings: "TrainingStore"

    def close(self) -> None:
        self.database.close()
        self.folder.close()


def open_store(configuration: Configuration, disk: "Io | None" = None) -> Store:
    """Takes the folder, brings the database up to date and tidies up what a crash left."""
    from danqing.store.conversations import Conversations
    from danqing.store.database import Database
    from danqing.store.events import EventLog
    from danqing.store.gallery import Gallery
    from danqing.store.inputs import Inputs
    from danqing.store.jobs import JobQueue
    from danqing.store.pictures import Pictures
    from danqing.store.thumbnails import Thumbnails
    from danqing.store.trainings import TrainingStore

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
        gallery = Gallery(database, folder)
        gallery.sweep()
    except BaseException:
        folder.close()
        raise
    conversations = Conversations(database, str(folder.pictures))
    return Store(
        folder=folder,
        database=database,
        conversations=conversations,
        events=EventLog(database),
        jobs=jobs,
        pictures=pictures,
        gallery=gallery,
        thumbnails=Thumbnails(folder, pictures, disk),
        inputs=Inputs(folder, disk),
        trainings=TrainingStore(folder, disk),
    )


def understanding(text: str, configuration: Configuration, seed: int | str = 0) -> Request:
    """The request, its wildcards drawn by ``seed``, in the configured language where there is one."""
    from danqing.language.understanding import understand
    from danqing.language.vocabulary.terms import FILE

    request = understand(drawn(text, seed, configuration), configuration.home / FILE)
    return replace(request, language=configuration.language) if configuration.language else request


def tools(shelf: Shelf, home: Path, cpu: bool = False) -> Tools:
    """The models of the language half, with the libraries and the word list of ``home``, the data folder."""

    def compose(
        lineage: "Sequence[Scene]", painter: Painter, seed: int, negative: str | None, language: Language
    ) -> Prompt:
        from danqing.language import dialects, library

        count = getattr(painter, "count", None)  # a model folder has a tokenizer, a double has none
        with library.using(library.at(home)):
            return dialects.compose(
                lineage, painter.dialect, seed, negative, language, count=count, translate=translated
            )

    def size_for(painter: Painter, canvas: str) -> tuple[int, int]:
        from danqing.models.families import size_for

        return size_for(painter.dialect, canvas, painter.default_size)

    def fitted(domain: "Domain | None", edits: "Sequence[SceneEdit]", request: Request) -> "tuple[SceneEdit, ...]":
        from danqing.language.fitting import fit

        return fit(domain, edits, request)

    def arranged(options: DrawOptions, dialect: str, language: Language) -> Arrangement:
        from danqing.app.arrangements import arrangement

        return arrangement(options, dialect, language, home)

    def translated(text: str, language: Language) -> str:
        from danqing.language import library
        from danqing.language.into_english import into_english
        from danqing.language.vocabulary.terms import FILE
        from danqing.language.vocabulary.translation import translate

        if language == "en":
            return into_english(text, home / FILE)
        styled = library.at(home).chinese(text)
        return styled or translate(text, language, home / FILE)

    def closed(domain: "Domain | None", request: Request) -> Request:
        from danqing.language.lexicon import recognise

        return request if domain is None else replace(request, entities=request.entities + recognise(request.text))

    fresh_seed = partial(secrets.randbelow, 2**32)
    made = Tools(shelf.painter, shelf.writer, compose, fresh_seed, fitted, size_for, arranged, translated, closed)
    return replace(made, route=router_for(shelf, home, cpu))


def workers(
    configuration: Configuration,
    store: Store,
    shelf: Shelf,
    gate: Gate,
    lane: DeviceLane,
    meter: EnergyMeter | None,
    replies: Callable[[], Language | None],
) -> list[Worker]:
    """One loop for the language half, one for each picture that may be drawn at a time on ``lane``; not started yet.

    ``replies``: the language that is set for them at that moment.
    """
    from danqing.models.devices import AT_ONCE, pictures_at_once
    from danqing.models.energy import Counters
    from danqing.scheduling.places import Places
    from danqing.store.jobs import JobQueue
    from danqing.store.turns import Turns

    logging.getLogger("danqing").addHandler(logging.NullHandler())  # no traceback on a terminal that asked for none
    turns = Turns(store.database, store.conversations)

    def understand(asked: Turn) -> Request:
        """Wildcards are drawn alike after a crash: by the seed, or else by the turn's id."""
        now = configuration.model_copy(update={"language": replies()})
        seed = asked.options.seed if asked.options.layout_seed is None else asked.options.layout_seed
        return understanding(asked.text, now, asked.id if seed is None else seed)

    painted = partial(covered, store.pictures)
    desk = Desk(turns, gate, understand, replace(tools(shelf, configuration.home, configuration.cpu), painted=painted))
    parallel = configuration.parallel
    places = Places(pictures_at_once if parallel is None else lambda: parallel)
    easel = Easel(
        turns,
        store.pictures,
        gate,
        shelf.ready_painter,
        shelf.ready,
        shelf.pace,
        meter or Counters(no_card=configuration.cpu),
        places,
    )

    def settle(claim: Claim, error: Exception) -> None:
        """Leans on nothing that may be what has just failed: neither the understanding nor what the rows hold."""
        from danqing.language.preprocess import detect_language

        language = replies() or detect_language(store.conversations.last_words(claim.turn_id))
        give_up(claim, error, turns, language)

    def language_half(claim: Claim, cancelled: Cancelled) -> None:
        turn(claim, desk, cancelled)

    def device_half(claim: Claim, cancelled: Cancelled) -> None:
        with lane.drawing(cancelled):
            finish(claim, easel, cancelled)

    def queue() -> JobQueue:
        return JobQueue(store.database, configuration.lease_s)

    lease = configuration.lease_s
    return [
        Worker("language", queue(), language_half, settle, lease),
        *(
            Worker("device", queue(), device_half, settle, lease, number, places.count)
            for number in range(parallel or AT_ONCE)
        ),
    ]
