"""Adapters that are learnt as jobs, for programs and the server alike: ordered, followed, cancelled, taken up again."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from danqing.app.adding import free_id, id_of, unused
from danqing.app.checks import storable
from danqing.app.collection import Holder
from danqing.app.teaching import Classroom, settle, teach
from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.protocols import Gate
from danqing.core.training import OPEN, StoredTrainingEvent, Training
from danqing.scheduling.worker import Worker

if TYPE_CHECKING:
    from danqing.app.build import Store
    from danqing.core.settings import Configuration
    from danqing.models.catalog import ModelInfo
    from danqing.scheduling.lane import DeviceLane
    from danqing.training.lora.recipe import Recipe

MOST = 200
"""Pictures of one training."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One picture to learn from. ``picture``: id of an input, see ``Studio.bring``; ``caption``: None lets the critic
    read it, where the base is the starter, else leaves it to the trigger alone."""

    picture: str
    caption: str | None = None


class Trainings:
    """The trainings of a data folder, one after the other; drawing goes first. Raises NotFound and StoreFailed.

    What was ordered is carried out, after a crash from its last checkpoint on, once ``resume`` or ``begin`` is called.
    """

    def __init__(self, holder: Holder, store: "Store", lane: "DeviceLane", gate: Gate) -> None:
        self._holder, self._store, self._gate = holder, store, gate
        room = Classroom(store.trainings, lane, gate, lambda: holder.settings)
        run, give_up = partial(teach, room), partial(settle, store.trainings)
        self._worker = Worker("training", store.trainings, run, give_up, self._settings.lease_s)
        self._started = False

    def usual(self, base: str, trigger: str) -> "Recipe":
        """The recipe that suits the picture model of that id. Raises UnknownModel, ModelUnusable."""
        from danqing.models.card import read_card
        from danqing.training.lora.recipe import Recipe, small

        place = self._model(base).folder
        closed = place is not None and read_card(place).domain is not None
        return small(trigger) if closed else Recipe(trigger)

    def captions(self, base: str, pictures: Sequence[str]) -> list[str]:
        """What the critic reads in inputs, where the base is the starter; empty for other models."""
        from PIL import Image

        from danqing.models.card import read_card
        from danqing.training.lora.opening import proposer

        place = self._model(base).folder
        propose = proposer(read_card(place)) if place is not None else None
        paths = [self._store.inputs.path(picture) for picture in pictures]
        if propose is None or not paths:
            return [""] * len(paths)
        return propose([Image.open(path).convert("RGB") for path in paths])

    def begin(
        self, base: str, lessons: Sequence[Lesson], recipe: "Recipe", name: str = "", language: Language = "en"
    ) -> str:
        """The id of a new training, at once: it is durable. ``name``: id of the adapter in the catalogue, as the
        trigger without one; ``language``: of what it says.

        Raises BadInput, ModelUnusable, Refused and NotFound before anything is stored.
        """
        from danqing.training.lora.dataset import CAPTION_LIMIT, FEWEST
        from danqing.training.lora.opening import approve, check

        recipe = replace(recipe, trigger=" ".join(storable(recipe.trigger).split()))
        check(self._model(base), recipe, self._gate)
        own = name.strip()
        named = free_id(own, self._settings) if own else unused(id_of(recipe.trigger) or "lora", self._settings)
        if not FEWEST <= len(lessons) <= MOST:
            raise BadInput("train_number", number=len(lessons), fewest=FEWEST, most=MOST)
        captions = [None if one.caption is None else " ".join(storable(one.caption).split()) for one in lessons]
        for caption in filter(None, captions):
            if len(caption) > CAPTION_LIMIT:
                raise BadInput("train_caption_too_long", length=len(caption), limit=CAPTION_LIMIT)
        approve(filter(None, captions), self._gate)
        paths = [self._store.inputs.path(one.picture) for one in lessons]
        ordered = Training(
            id="",
            name=named,
            base=base,
            recipe=asdict(recipe),
            pictures=len(lessons),
            language=language,
            created_at=self._store.database.clock(),
            inputs=tuple(dict.fromkeys(one.picture for one in lessons)),
        )
        training_id = self._store.trainings.add(ordered, list(zip(paths, captions, strict=True)))
        self.resume()
        return training_id

    def resume(self) -> None:
        """Takes up what waits or was interrupted, in the background."""
        if not self._started and any(training.state in OPEN for training in self._store.trainings.all()):
            self._started = True
            self._worker.start()

    def all(self) -> list[Training]:
        """The newest first."""
        return self._store.trainings.all()

    def get(self, training_id: str) -> Training:
        """As it stands."""
        return self._store.trainings.get(training_id)

    def events(
        self, training_id: str, after: int = 0, follow: bool = True, timeout: float | None = None
    ) -> Iterator[StoredTrainingEvent]:
        """Its events numbered above ``after``; with ``follow`` waits for more until the last one, or until none came
        for ``timeout`` seconds."""
        if follow:
            return self._store.trainings.follow(training_id, after, timeout)
        return iter(self._store.trainings.events(training_id, after))

    def sample(self, training_id: str, name: str) -> bytes:
        """A picture that was drawn while it trained, PNG."""
        return self._store.trainings.sample(training_id, name)

    def cancel(self, training_id: str) -> bool:
        """Asks it to stop, waiting or training; False where it is over."""
        return self._store.trainings.cancel(training_id)

    def again(self, training_id: str) -> None:
        """Lets one that failed or was cancelled go on, from its last checkpoint where there is one. BadInput for any
        other."""
        self._store.trainings.again(training_id)
        self.resume()

    def delete(self, training_id: str) -> None:
        """Takes it away with its pictures, samples and adapter, which leaves the catalogue too, and with the uploaded
        pictures that nothing else names. BadInput while it is not over."""
        from danqing.models.catalog import list_models
        from danqing.models.registry import forget

        place = self._store.trainings.out(training_id).resolve()
        gone = self._store.trainings.get(training_id)
        self._store.trainings.delete(training_id)
        for info in list_models("lora", self._settings.home):
            if info.folder is not None and info.folder.is_relative_to(place):
                forget(self._settings.home, info.id)
        used = {picture for other in self.all() for picture in other.inputs}
        freed = {*gone.inputs} - used - self._store.conversations.inputs()
        self._store.inputs.remove(freed, before=gone.created_at)

    def stop(self) -> None:
        """Asks the present training to stop within a step; it goes on at the next ``resume``."""
        self._worker.stop()
        self._store.trainings.wake()

    def join(self) -> None:
        if self._started:
            self._worker.join()

    @property
    def _settings(self) -> "Configuration":
        return self._holder.settings

    def _model(self, base: str) -> "ModelInfo":
        """A picture model of the catalogue, never a folder of any name."""
        from danqing.models.catalog import find_model, list_models

        known = {info.id for info in list_models("painter", self._settings.home)}
        return find_model(base if base in known else "", "painter", self._settings.home)
