"""Models that are open in this process, by id: each is opened once, and its weights are read at its first use."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from danqing.core.errors import DanqingError, ModelUnusable
from danqing.core.memory import GIB
from danqing.core.protocols import LanguageModel, Painter, Writer
from danqing.core.routing import AUTO, STARTER_ID
from danqing.core.settings import Configuration
from danqing.scheduling.pace import Pace

if TYPE_CHECKING:
    from danqing.core.domain import Domain
    from danqing.language.remote import Terms
    from danqing.models.catalog import ModelInfo
    from danqing.models.memory.ledger import Ledger
    from danqing.models.memory.terms import Applicant

RULES = "composer"
"""The writer that is no language model."""


class Shelf:
    """Opens models on demand. Raises UnknownModel, ModelUnusable.

    ``own``: picture models that the caller made; ``pace``: how fast each draws here. For ``auto``, which is no model,
    the starter stands in wherever the router has not chosen.
    """

    def __init__(self, configuration: Configuration, *own: Painter | LanguageModel) -> None:
        """``own``: models that the caller made; they stand under their ids, before those of the catalogue."""
        self._configuration = configuration
        self._lock = threading.Lock()
        self._painters: dict[str, Painter] = {model.id: model for model in own if isinstance(model, Painter)}
        self.own = tuple(self._painters.values())
        self.pace = Pace()
        self.ledger = ledger_of(configuration, self._expected)
        self._writers: dict[str, LanguageModel] = {m.id: m for m in own if isinstance(m, LanguageModel)}

    def known(self, painter: str, writer: str) -> None:
        """Raises UnknownModel for an id that is neither in the catalogue nor a folder."""
        from danqing.models.catalog import find_model

        if painter not in self._painters and painter != AUTO:
            find_model(painter, "painter", self._configuration.home)
        if writer not in self._writers:
            find_model(writer, "writer", self._configuration.home)

    def painter(self, model_id: str) -> Painter:
        """The picture model of that id, the configured one for an empty id."""
        model_id = model_id or self._configuration.painter
        model_id = STARTER_ID if model_id == AUTO else model_id
        with self._lock:
            if model_id not in self._painters:
                from danqing.engine.opening import open_painter
                from danqing.models.catalog import find_model

                info = find_model(model_id, "painter", self._configuration.home)
                self._prepare(info.folder is not None, "transformers", "diffusers")
                self._painters[model_id] = open_painter(
                    info,
                    self._device,
                    self._adapters,
                    self.ledger,
                    self._configuration.attention,
                    self._configuration.compile,
                )
            return self._painters[model_id]

    def _adapters(self) -> "tuple[ModelInfo, ...]":
        """The LoRAs and ControlNets of the catalogue as it is now: one that is added can be used at once."""
        from danqing.models.catalog import list_models

        return tuple(info for info in list_models(home=self._configuration.home) if info.role in ("lora", "control"))

    def usable(self, painter: str, writer: str) -> None:
        """Raises UnknownModel, and ModelUnusable where files are missing or damaged; reads no weights."""
        from danqing.models.catalog import check_model, find_model

        if painter not in self._painters and painter != AUTO:
            check_model(find_model(painter, "painter", self._configuration.home))
        if writer not in self._writers:
            check_model(find_model(writer, "writer", self._configuration.home))

    def drop(self, model_id: str) -> None:
        """Lets go of a model that is no longer in the catalogue."""
        with self._lock:
            self._painters.pop(model_id, None)
            self._writers.pop(model_id, None)
        for account in self.ledger.accounts:
            if account.applicant.id == model_id:
                self.ledger.close_account(account)

    def close(self) -> None:
        """Nothing is fetched or let go by itself any more."""
        self.ledger.close()

    def ready_painter(self, model_id: str) -> Painter:
        """The picture model of that id with its weights read, where it has any."""
        painter = self.painter(model_id)
        _load(painter)
        return painter

    def warm_painter(self, painter: str) -> None:
        """Reads the weights, where the model has any that can be read before they are needed.

        Which one the router will choose is not known yet.
        """
        if painter != AUTO:
            self.ready_painter(painter)

    def warm_writer(self, writer: str) -> None:
        """Reads the weights, where the model has any that can be read before they are needed."""
        if writer != RULES:
            _load(self._language_model(writer))

    def ready(self, painter: str) -> bool:
        """Whether that picture model can draw without reading weights first."""
        found = self._painters.get(painter or self._configuration.painter)
        return found is not None and bool(getattr(found, "loaded", True))

    @property
    def building(self) -> tuple[str, ...]:
        """The picture models of which a faster version is being built in the background."""
        opened = tuple(self._painters.items())
        return tuple(sorted(name for name, painter in opened if getattr(painter, "building", False)))

    def writer(self, model_id: str, domain: "Domain | None") -> Writer:
        """Who reads requests in words of ``domain``, or in open ones: the language model of that id, with the rules
        behind it; or those alone, and they where a request names what a LoRA taught.

        A language model that cannot be opened is told of when it is asked to write, not here.
        """
        from danqing.language.composing.composer import Composer
        from danqing.language.fallback import FallbackWriter
        from danqing.language.taught import TaughtWriter

        model_id = model_id or self._configuration.writer
        rules = Composer()
        usual = rules if model_id == RULES else FallbackWriter(lambda: self._scene_writer(model_id, domain), rules)
        return TaughtWriter(domain.taught, rules, usual) if domain is not None and domain.taught else usual

    def is_small(self, model_id: str) -> bool:
        """Whether that language model knows only the starter's words. What cannot be opened is told of in its turn."""
        if model_id == RULES:
            return False
        with suppress(ModelUnusable):
            return self._language_model(model_id).wire == "starter"
        return False

    def _scene_writer(self, model_id: str, domain: "Domain | None") -> Writer:
        from danqing.language.scene_writer import SceneWriter
        from danqing.language.wires.general import GeneralWire
        from danqing.language.wires.starter import StarterWire

        model = self._language_model(model_id)
        settings = self._configuration
        if model.wire == "starter":
            if domain is None:
                raise ModelUnusable("writer_small")
            return SceneWriter(model, StarterWire(domain), settings.max_new_tokens)
        wire = GeneralWire(settings.history_turns)
        return SceneWriter(model, wire, settings.max_new_tokens, again=settings.temperature)

    def _language_model(self, model_id: str) -> LanguageModel:
        with self._lock:
            if model_id not in self._writers:
                from danqing.language.opening import open_writer
                from danqing.models.catalog import find_model

                info = find_model(model_id, "writer", self._configuration.home)
                self._prepare(info.folder is not None, "transformers")
                settings = self._configuration
                self._writers[model_id] = open_writer(
                    info, self._device, settings.quantisation, terms_of(settings), self.ledger
                )
            return self._writers[model_id]

    def _expected(self) -> "Sequence[Applicant]":
        """The models that are configured, as far as their weights are on this machine."""
        from danqing.language.opening import applicant
        from danqing.models.catalog import find_model
        from danqing.models.memory.needs import needs_of
        from danqing.models.memory.terms import Applicant

        settings, found = self._configuration, list[Applicant]()
        with suppress(DanqingError):
            if folder := find_model(settings.writer, "writer", settings.home).folder:
                found.append(applicant(settings.writer, folder, settings.quantisation))
        with suppress(DanqingError):
            if folder := find_model(settings.painter, "painter", settings.home).folder:
                needs = partial(needs_of, folder, "painter", settings.painter)
                found.append(Applicant(settings.painter, "painter", needs))
        return found

    @property
    def _device(self) -> str | None:
        return "cpu" if self._configuration.cpu else None

    def _prepare(self, real: bool, *libraries: str) -> None:
        """Before a model is opened that has weights: threads of torch, and the libraries that read it."""
        if not real:
            return
        from danqing.models.loading import imported

        imported(*libraries)
        if self._configuration.threads:
            import torch

            torch.set_num_threads(self._configuration.threads)


def terms_of(configuration: Configuration) -> "Terms":
    """How language model servers may be reached."""
    from danqing.language.remote import Terms

    c = configuration
    return Terms(c.allowed_hosts, c.server_connect_s, c.server_silence_s, c.server_context)


def ledger_of(configuration: Configuration, expected: "Callable[[], Sequence[Applicant]]" = tuple) -> "Ledger":
    """An account of memory by the settings; what was measured is kept in the data folder."""
    from danqing.models.memory.cards import Cards
    from danqing.models.memory.ledger import Ledger
    from danqing.models.memory.peaks import FILE, Peaks
    from danqing.models.memory.terms import Terms

    c = configuration
    precision = None if c.precision == "auto" else c.precision
    vram, pinned = (None if gib is None else int(gib * GIB) for gib in (c.vram_gb, c.cache.host_gb))
    terms = Terms(c.memory_mode, precision, c.cache.hot, c.cache.idle_unload_s)
    return Ledger(terms, Peaks(c.home / FILE), expected, Cards(vram, pinned))


def _load(model: Painter | LanguageModel) -> None:
    load = getattr(model, "load", None)
    if load is not None:
        load()
