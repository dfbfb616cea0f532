"""The public Python API: everything that Danqing does, for programs, the command line and the server alike."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from danqing.app.archive import Archive
from danqing.app.checks import check_page, clean_text, storable
from danqing.app.collection import Collection
from danqing.app.gallery import Gallery
from danqing.app.intake import Intake
from danqing.app.outcome import drawing_of
from danqing.app.trainings import Trainings
from danqing.app.variants import settled
from danqing.core.events import StoredEvent
from danqing.core.reading import Suggestion
from danqing.core.routing import AUTO
from danqing.core.scene import Scene, SceneEdit
from danqing.core.settings import Configuration, load
from danqing.core.types import Conversation, Draft, Drawing, DrawOptions, Input, Picture, Prompt, Turn
from danqing.scheduling.lane import DeviceLane

if TYPE_CHECKING:
    from danqing.conversation.drafting import Drafted, Tools
    from danqing.core.protocols import EnergyMeter, Gate, LanguageModel, Painter
    from danqing.core.shown import LibraryShown, PromptShown
    from danqing.core.types import ConversationSummary
    from danqing.store.disk import Io


class Studio:
    """One data folder, its models and its queue, open until ``close``. All methods may be called from any thread.

    ``painter``, ``writer``: an id of the catalogue, a folder, or a model of your own. ``settings`` replaces what
    variables and file say. ``gate``, ``disk`` and ``meter`` stand in for policy, file system and energy counters.
    Raises FolderBusy when another process has the folder open, StoreFailed when it is unusable, BadInput for settings.
    """

    def __init__(
        self,
        home: Path | str | None = None,
        *,
        painter: "str | Painter | None" = None,
        writer: "str | LanguageModel | None" = None,
        settings: Configuration | None = None,
        gate: "Gate | None" = None,
        disk: "Io | None" = None,
        meter: "EnergyMeter | None" = None,
    ) -> None:
        from danqing.app import build
        from danqing.app.shelf import Shelf
        from danqing.safety.policy import Policy

        own = [model for model in (painter, writer) if model is not None and not isinstance(model, str)]
        chosen = {"painter": _id(painter), "writer": _id(writer)}
        settings = settings or load(Path(home) if home else None)
        self.settings = settings = settings.model_copy(update={name: value for name, value in chosen.items() if value})
        self._gate: Gate = gate or Policy()
        self._shelf = Shelf(settings, *own)
        self._store = build.open_store(settings, disk)
        self.archive = Archive(self._store)
        self.gallery = Gallery(self._store)
        self.models = Collection(self, self._shelf)
        lane = DeviceLane(partial(self._store.jobs.waiting, "device"))
        self.trainings = Trainings(self, self._store, lane, self._gate)
        self._workers = build.workers(
            settings, self._store, self._shelf, self._gate, lane, meter, lambda: self.settings.language
        )
        self._warming = ThreadPoolExecutor(1, "warming")
        self._closed = False
        for worker in self._workers:
            worker.start()

    def prepare(self, painter: str | None = None, writer: str | None = None) -> None:
        """Opens the models in the background, so that the first turn finds them warm; ``preload`` may forbid that.

        Raises UnknownModel and ModelUnusable at once for what can be seen without reading weights; what else is wrong
        with them the first turn will tell.
        """
        from danqing.app import build

        painter, writer = painter or self.settings.painter, writer or self.settings.writer
        self._shelf.usable(painter, writer)
        if self.settings.preload:
            self._warming.submit(build.understanding, "夜空 night", self.settings)
            self._warming.submit(self._shelf.warm_writer, writer)
            self._warming.submit(self._shelf.warm_painter, painter)

    def draw(self, text: str, *, conversation: str | None = None, **options: Any) -> Drawing:
        """One request to its pictures; ``options`` are those of DrawOptions. Raises TurnFailed, Cancelled, BadInput.

        A refusal by the policy is no error: ``refused`` is true and ``reply`` says why.
        """
        return self._waited(self.submit(conversation or self.create_conversation(), text, DrawOptions(**options)))

    def draw_many(self, texts: Iterable[str], **options: Any) -> list[Drawing]:
        """Each text in a conversation of its own, in order; all wait in the queue together. Ctrl-C takes all back."""
        turns = [self.submit(self.create_conversation(), text, DrawOptions(**options)) for text in texts]
        try:
            return [self.result(turn) for turn in turns]
        except KeyboardInterrupt:
            for turn in turns:
                self.cancel(turn)
            raise

    def generate_prompt(
        self, text: str, scene: Scene | None = None, *, dialect: str | None = None, **options: Any
    ) -> Draft:
        """What would be drawn, without drawing or storing anything. Raises Refused, BadInput.

        ``dialect``: another than the picture model's, such as ``sdxl``; the scene is then in open words.
        """
        return self._looked(text, scene, dialect, DrawOptions(**options))[0].draft

    def show_prompt(
        self, text: str, scene: Scene | None = None, *, dialect: str | None = None, **options: Any
    ) -> "PromptShown":
        """As ``generate_prompt``, with what was understood, dropped and left out, for people and programs."""
        from danqing.app import prompting

        drafted, painter, tools = self._looked(text, scene, dialect, DrawOptions(**options))
        return prompting.shown(drafted, painter, tools)

    def library(self) -> "LibraryShown":
        """Styles, negatives, presets and wildcards, the user's own first. Raises BadInput for a wrong file."""
        from danqing.language.library.listing import listed

        return listed(self.settings.home)

    def generate_image(self, prompt: str | Prompt, **options: Any) -> list[Picture]:
        """Draws a prompt as it stands, in the picture model's own dialect. Raises Refused, TurnFailed, Cancelled."""
        if isinstance(prompt, str):
            wanted = options.get("painter") or self.settings.painter
            text = clean_text(prompt, self.settings.max_text)
            dialect = "" if wanted == AUTO else self._shelf.painter(wanted).dialect
            prompt = Prompt(text, options.get("negative") or "", dialect)
        turn = self.submit(self.create_conversation(), "", DrawOptions(**options), prompt=prompt)
        return list(self._waited(turn, refusal_raises=True).pictures)

    def in_chinese(self, phrases: Iterable[str]) -> dict[str, str]:
        """Words of scenes, canonical English, as a Chinese reader is told them; without what nobody can translate."""
        from danqing.app import build

        translate = build.tools(self._shelf, self.settings.home).translate
        found = {phrase: translate(phrase, "zh") for phrase in phrases}
        return {phrase: said for phrase, said in found.items() if said != phrase}

    def create_conversation(self) -> str:
        """The id of a new, empty conversation."""
        return self._store.conversations.create()

    def conversations(self, limit: int = 50, offset: int = 0, words: str = "") -> "list[ConversationSummary]":
        """Conversations, the one that was spoken in last first; ``limit`` of them from ``offset`` on.

        ``words``: only those whose title or requests hold them. Raises BadInput for a limit outside 1 to 200 or an
        offset outside 0 to 2**31.
        """
        check_page(limit, offset)
        return self._store.conversations.page(limit, offset, storable(words).strip())

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        return self._store.conversations.conversation(conversation_id)

    def turn(self, turn_id: str) -> Turn:
        """Raises NotFound."""
        return self._store.conversations.turn(turn_id)

    def submit(
        self,
        conversation_id: str,
        text: str,
        options: DrawOptions | None = None,
        *,
        edits: Sequence[SceneEdit] | None = None,
        prompt: Prompt | None = None,
    ) -> str:
        """The id of a new turn, at once: it is committed and will be carried out even after a crash.

        ``edits`` (such as ``[Undo()]``) or a ``prompt`` take the place of the language model's reading of ``text``,
        which may then be empty. Raises BadInput before anything is stored, NotFound for the conversation.
        """
        wanted = options or DrawOptions()
        if text or (edits is None and prompt is None):
            text, wanted = self._intake.words(text, wanted)
        if prompt is not None:
            prompt, wanted = self._intake.prompt(prompt, wanted)
        wanted = settled(
            text, self._intake.options(wanted), self.settings, lambda: not self.conversation(conversation_id).turns
        )
        return self._store.conversations.submit(conversation_id, text, wanted, edits, prompt)

    def events(
        self, turn_id: str, after: int = 0, follow: bool = True, timeout: float | None = None
    ) -> Iterator[StoredEvent]:
        """The turn's events numbered above ``after``; with ``follow`` waits for more until the terminal one.

        Ends early when no event came for ``timeout`` seconds. Raises NotFound; StoreFailed or DiskFull while the store
        cannot take what would come next.
        """
        if follow:
            return self._store.events.follow(turn_id, after, timeout)
        return iter(self._store.events.list(turn_id, after))

    def result(self, turn_id: str, refusal_raises: bool = False) -> Drawing:
        """Waits for the turn's end and sums it up. Raises TurnFailed and Cancelled, as ``draw``."""
        last = [stored.event for stored in self.events(turn_id)][-1]
        return drawing_of(self.turn(turn_id), last, refusal_raises)

    def cancel(self, turn_id: str) -> bool:
        """Asks the turn to stop, waiting or drawing; False when it was over already. Raises NotFound."""
        return self._store.jobs.cancel(turn_id)

    def suggestions(self, turn_id: str) -> tuple[Suggestion, ...]:
        """What may be said next; none for a turn that drew nothing. Raises NotFound."""
        from danqing.app.next_steps import after

        return after(self.turn(turn_id), self._shelf, self.settings.home)

    def picture(self, picture_id: str) -> Picture:
        """Raises NotFound."""
        return self._store.pictures.get(picture_id)

    def picture_bytes(self, picture_id: str) -> bytes:
        """The PNG file. Raises NotFound."""
        return self._store.pictures.read(picture_id)

    def bring(self, data: bytes) -> Input:
        """Takes a PNG, JPEG or WebP file of the user's, to start from or as a mask. Raises BadInput, StoreFailed."""
        return self._store.inputs.add(data)

    def input_bytes(self, input_id: str) -> bytes:
        """An input as PNG. Raises NotFound."""
        return self._store.inputs.path(input_id).read_bytes()

    def announce(self, url: str | None) -> None:
        """Lets other processes find this one at ``url`` through the data folder (``store.folder.owner``)."""
        self._store.folder.announce(url)

    def close(self) -> None:
        """Stops the workers after their present step and frees the folder. What was accepted is kept."""
        if self._closed:
            return
        self._closed = True
        self._warming.shutdown(cancel_futures=True)
        self.trainings.stop()
        for worker in self._workers:
            worker.stop()
        self._store.database.wake()
        for worker in self._workers:
            worker.join()
        self.trainings.join()
        self._shelf.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _waited(self, turn_id: str, refusal_raises: bool = False) -> Drawing:
        """The result; whoever interrupts the wait takes the turn back."""
        try:
            return self.result(turn_id, refusal_raises)
        except KeyboardInterrupt:
            self.cancel(turn_id)
            raise

    def _looked(
        self, text: str, scene: Scene | None, dialect: str | None, options: DrawOptions
    ) -> "tuple[Drafted, Painter, Tools]":
        """A draft that is not kept, who would draw it, and what wrote it."""
        from danqing.app import build, prompting

        text, wanted = self._intake.words(text, options)
        wanted = settled(text, self._intake.options(wanted), self.settings, lambda: True)
        request = build.understanding(text, self.settings, wanted.seed or 0)
        self._gate.request(request)
        tools = build.tools(self._shelf, self.settings.home, self.settings.cpu)
        wanted, choice = prompting.routed(request, scene, wanted, dialect, tools.route)
        painter = prompting.seen_by(self._shelf, wanted, dialect)
        writer = prompting.read_by(self._shelf, options.writer, self.settings.writer, painter)
        drafted = replace(prompting.look(request, scene, replace(wanted, writer=writer), painter, tools), choice=choice)
        prompting.approve(drafted, self._gate)
        return drafted, painter, tools

    @property
    def _intake(self) -> Intake:
        return Intake(self.settings, self._shelf, self._store.pictures.there)


def _id(model: "str | Painter | LanguageModel | None") -> str | None:
    return model if model is None or isinstance(model, str) else model.id
