"""The models of this machine, and the settings that choose among them, for programs and the server alike."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from danqing.app.adding import Added, Wanted, add_model
from danqing.app.finding import Found, found_in
from danqing.app.machine import Machine, this_machine
from danqing.app.models_found import FoundModel, found_model
from danqing.app.preferences import CHANGEABLE, choosable, overriding_variable, write
from danqing.app.removing import delete, take_out
from danqing.app.shelf import Shelf
from danqing.core.domain import Language
from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.routing import AUTO
from danqing.core.settings import Configuration
from danqing.core.technique import Abilities, ControlKind, together
from danqing.models.catalog import ModelInfo, bundled_models, check_model, list_models

if TYPE_CHECKING:
    from danqing.models.memory.report import MemoryNow

PATIENCE_S = 3.0
"""Seconds that a server of a language model has to say that it is up."""

Fits = Literal["yes", "tight", "no"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A model with its state. ``parameters``, ``size`` and ``memory`` (bytes on disk and on its device) are None where
    it has no files here; ``free``: bytes of that device; ``fits``: ``tight`` where other programs must leave first.

    ``kind``: where it runs; ``own``: whether a person added it, so that it can be forgotten; ``pulled``: whether
    Danqing downloaded its files. ``abilities``, ``bases``: of a picture model that can be opened, and what LoRAs for it
    call their base; ``base``, ``control``, ``trigger``: of a LoRA or ControlNet, as in the registry.
    """

    found: FoundModel
    kind: Literal["folder", "server", "built-in"]
    own: bool
    parameters: int | None = None
    size: int | None = None
    memory: int | None = None
    free: int | None = None
    fits: Fits | None = None
    abilities: Abilities | None = None
    bases: tuple[str, ...] = ()
    pulled: bool = False
    base: str | None = None
    control: ControlKind | None = None
    trigger: str | None = None


class Holder(Protocol):
    """Who keeps the settings that are in force: turns are submitted with them."""

    settings: Configuration


class Collection:
    """Methods raise BadInput where the file of added models is wrong, and StoreFailed where one cannot be written."""

    def __init__(self, holder: Holder, shelf: Shelf) -> None:
        self._holder = holder
        self._shelf = shelf

    @property
    def _settings(self) -> Configuration:
        return self._holder.settings

    def listed(self, language: Language) -> list[Kept]:
        """The router, and every model that can be used; files are looked at, servers are asked, all at once."""
        known = [info for info in list_models(home=self._settings.home) if info.role != "critic"]
        with ThreadPoolExecutor(8, "looking") as pool:
            found = list(pool.map(lambda info: self._able(info, self._kept(info, language)), known))
        return [self._router(found), *found]

    def add(self, wanted: Wanted) -> Added:
        """Checks a folder, a file or a server and takes its model in. Raises BadInput, ModelUnusable."""
        return add_model(wanted, self._settings)

    def choose(self, model_id: str, role: Literal["painter", "writer"] | None = None) -> None:
        """Uses that model from the next turn on, and after the next start. Raises BadInput, and ModelUnusable for one
        whose files are missing or damaged; a server that is down may be chosen."""
        info = choosable(self._settings.home, model_id, role)
        check_model(info)
        self.change({info.role: model_id})

    def scan(self, folder: str, chosen: Mapping[str, ControlKind | None] | None = None) -> list[Found]:
        """The models below a folder of another program. ``chosen``: places of an earlier answer, which alone are
        looked at and taken in; with what the maps of a ControlNet show, where its name does not tell."""
        return found_in(folder, chosen or {}, self._settings)

    def forget(self, model_id: str, files: bool = False) -> None:
        """Takes out a model that was added. Where it was chosen the starter takes its place.

        ``files``: deletes what was pulled for it, too; BadInput where that was nothing. All other files stay.
        """
        pulled = take_out(model_id, self._settings, files)
        self._shelf.drop(model_id)
        left = {role for role in ("painter", "writer") if getattr(self._settings, role) == model_id}
        left -= {info.role for info in bundled_models() if info.id == model_id}
        if left:
            self.change(dict.fromkeys(left, "starter"))
        delete(pulled)

    def change(self, changes: dict[str, str | None]) -> None:
        """Settings for the next turn on, and after the next start; None: as if they were not set. The values must be
        valid."""
        assert set(changes) <= set(CHANGEABLE)
        write(self._settings.home, changes)
        self._holder.settings = self._settings.model_copy(update=changes)

    def overridden(self) -> dict[str, str]:
        """Settings that a variable of the environment decides at the next start, each with its name."""
        return {name: variable for name in CHANGEABLE if (variable := overriding_variable(name))}

    def machine(self) -> Machine:
        """What this machine has."""
        return this_machine(self._settings)

    def memory(self) -> "MemoryNow":
        """Who is where in memory now, and for whom a faster version is being built."""
        from danqing.models.memory.report import memory_now

        return memory_now(self._shelf.ledger, self._shelf.building)

    def _kept(self, info: ModelInfo, language: Language) -> Kept:
        quick = {"server_connect_s": PATIENCE_S, "server_silence_s": PATIENCE_S}
        found = found_model(info, self._settings.model_copy(update=quick), language)
        own = info not in bundled_models()
        if info.folder is None:
            return Kept(found, "server" if info.remote else "built-in", own)
        bare = Kept(
            found,
            "folder",
            own,
            pulled=info.source is not None,
            base=info.base,
            control=info.control,
            trigger=info.trigger,
        )
        if found["state"] != "ready" or info.role == "critic":
            return bare
        from danqing.models.vetting import weighed

        try:
            weight = weighed(info.folder, info.role, "cpu" if self._settings.cpu else None)
        except ModelUnusable:  # changed since it was looked at
            return bare
        loaded = info.role == "painter" and self._shelf.ready(info.id)
        fits = _fits(weight.memory, weight.free, weight.total, loaded)
        return replace(
            bare, parameters=weight.parameters, size=weight.size, memory=weight.memory, free=weight.free, fits=fits
        )

    def _able(self, info: ModelInfo, kept: Kept) -> Kept:
        """With what a picture model can be asked for; no weights are read for it."""
        if info.role == "painter":
            from danqing.engine.extras import suited_bases

            with suppress(ModelUnusable, BadInput):
                painter = self._shelf.painter(info.id)
                bases = suited_bases(info) or {painter.dialect}
                return replace(kept, abilities=painter.abilities, bases=tuple(sorted(bases)))
        return kept

    def _router(self, found: list[Kept]) -> Kept:
        """What stands for the router's choice: it takes a model that can do what is asked for. Doubles are none."""
        own = {painter.id for painter in self._shelf.own}
        able = [one for one in found if one.abilities and (one.kind == "folder" or one.found["id"] in own)]
        shown = FoundModel(id=AUTO, role="painter", state="ready", detail="", in_use=self._settings.painter == AUTO)
        abilities = together([one.abilities for one in able if one.abilities])
        bases = {base for one in able for base in one.bases}
        return Kept(shown, "built-in", own=False, abilities=abilities, bases=tuple(sorted(bases)))


def _fits(memory: int, free: int, total: int, loaded: bool) -> Fits | None:
    """None where the system does not say how much there is. What is open already takes from what is free."""
    if loaded:
        return "yes"
    if total and memory > total:
        return "no"
    if not free:
        return None
    return "yes" if memory <= free else "tight"
