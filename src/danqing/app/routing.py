"""What the router decides by: a request looked at by the rules of language, and the picture models of this machine."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.app.glance import wanted_of
from danqing.app.loras import loras_in, triggers_of
from danqing.app.shelf import Shelf
from danqing.core.errors import BadInput, DanqingError, ModelUnusable
from danqing.core.memory import Precision
from danqing.core.protocols import Painter
from danqing.core.reading import Request
from danqing.core.routing import AUTO, Candidate, Choice, Wanted
from danqing.core.types import Conversation, DrawOptions, Settings, Turn
from danqing.models.catalog import check_model, list_models

if TYPE_CHECKING:
    from danqing.models.devices import Device
    from danqing.models.memory.footprint import Footprint

Route = Callable[[Turn, Conversation, Request], Choice | None]


def router_for(shelf: Shelf, home: Path, cpu: bool) -> Route:
    """Chooses where the options leave the picture model open, else None.

    Raises BadInput where no model can draw it, or the rules or the registry in ``home`` are wrong.
    """

    def route(asked: Turn, past: Conversation, request: Request) -> Choice | None:
        if asked.options.painter != AUTO:
            return None
        from danqing.scheduling.router import choose
        from danqing.scheduling.rules import rules_at

        loras = loras_in(asked.options, home)
        wanted = wanted_of(asked, past, request, home, [info.base for info in loras], triggers_of(loras))
        return choose(wanted, candidates(shelf, home, cpu, asked.options, wanted), rules_at(home))

    return route


def candidates(shelf: Shelf, home: Path, cpu: bool, options: DrawOptions, wanted: Wanted) -> list[Candidate]:
    """Every picture model that can be opened. Doubles are none, except those that a program brought itself.

    No weights are read: what each takes is predicted from headers.
    """
    from danqing.engine.extras import suited_bases
    from danqing.models.devices import free_memory, pick_device

    device = pick_device("painter", "cpu" if cpu else None)
    free = free_memory(device.name)
    found = [_candidate(painter.id, painter, shelf, options, wanted) for painter in shelf.own]
    for info in list_models("painter", home):
        if info.folder is None or info.id in [one.id for one in found]:
            continue
        with suppress(ModelUnusable, BadInput):  # `danqing models list` says what is wrong with it
            check_model(info)
            bare = _candidate(info.id, shelf.painter(info.id), shelf, options, wanted)
            needs, bases = _needs(info.folder, device), suited_bases(info)
            found.append(replace(bare, bases=bases, needs=needs, total=device.memory, free=free))
    return found


def _candidate(model_id: str, painter: Painter, shelf: Shelf, options: DrawOptions, wanted: Wanted) -> Candidate:
    settings = _settings(model_id, painter, options, wanted)
    takes = True
    try:
        painter.check(settings)
    except DanqingError:
        takes = False
    pace = shelf.pace.pace(model_id, settings)
    return Candidate(
        id=model_id,
        family=painter.dialect,
        bases=frozenset((painter.dialect,)),
        closed=painter.domain is not None,
        modes=painter.modes,
        abilities=painter.abilities,
        resident=shelf.ready(model_id),
        seconds=None if pace is None else pace * settings.steps * settings.number,
        takes=takes,
    )


def _settings(model_id: str, painter: Painter, options: DrawOptions, wanted: Wanted) -> Settings:
    """As the turn will have them, as far as that is known before the request is read."""
    width, height = painter.default_size
    return Settings(
        painter=model_id,
        writer=options.writer or "",
        seed=options.seed or 0,
        steps=painter.default_steps if options.steps is None else options.steps,
        guidance=painter.default_guidance if options.guidance is None else options.guidance,
        width=options.width or width,
        height=options.height or height,
        number=options.number or 1,
        base="-" if options.base or wanted.before else None,
        technique=options.technique,
    )


def _needs(place: Path, device: "Device") -> int:
    """Bytes that the model takes on ``device`` while it draws. Raises ModelUnusable."""
    try:
        stamp = place.stat().st_mtime_ns
    except OSError:
        stamp = 0
    taken = _footprint(place, stamp)
    mode: Precision = "fp32" if device.dtype == "float32" else "fp16"
    return taken.weights[mode] + (taken.working[mode] if taken.working else 0)


@lru_cache(maxsize=64)
def _footprint(place: Path, _stamp: int) -> "Footprint":
    from danqing.models.memory.footprint import footprint

    return footprint(place, "painter")
