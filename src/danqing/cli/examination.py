"""What ``doctor`` finds out: machine, disk, models, and what stands in the way of a picture."""

import platform
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danqing import __version__
from danqing.app.models_found import FoundModel, found_model, found_models
from danqing.app.pulling import overdue
from danqing.cli.picture_files import check_folder
from danqing.cli.texts import BadUse, tell, ui_language
from danqing.core.errors import DanqingError
from danqing.core.routing import AUTO
from danqing.core.settings import Configuration
from danqing.models.devices import cpu_cores, free_memory, total_memory

LARGE = {"card": 8 * 1024**3, "memory": 16 * 1024**3, "disk": 50 * 1024**3}
"""Bytes for Stable Diffusion XL beside a language model of 7 billion parameters, as docs/real-models.md has them."""
NEARLY = 0.95
"""A machine that is sold with 16 GB tells of a little less."""
LOW_DISK = 500 * 1024**2
"""Bytes below which the disk counts as nearly full: some hundred pictures and the database's journal."""


@dataclass
class Examination:
    """Plain facts, for ``--json`` as they stand. Sizes in bytes; ``problems`` and ``reminders`` are sentences.

    ``large``: what a large picture model with a large language model wants, and what there is of it.
    """

    version: str = __version__
    python: str = field(default_factory=platform.python_version)
    system: str = field(default_factory=lambda: f"{platform.system()} {platform.release()} {platform.machine()}")
    cores: int = field(default_factory=cpu_cores)
    memory: int = field(default_factory=total_memory)
    memory_free: int = field(default_factory=free_memory)
    home: str = ""
    disk_free: int = 0
    devices: list[dict[str, Any]] = field(default_factory=list)
    models: list[FoundModel] = field(default_factory=list)
    painter: str = ""
    writer: str = ""
    device: str = ""
    server: dict[str, Any] | None = None
    large: list[dict[str, Any]] = field(default_factory=list)
    reminders: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def examine(settings: Configuration) -> Examination:
    """Looks at everything; nothing is drawn and no model is opened, but torch is loaded to find graphics cards, and
    servers of language models are asked whether they are up."""
    found = Examination(home=str(settings.home), painter=settings.painter, writer=settings.writer)
    _look_at_disk(found, settings.home)
    _look_at_devices(found, settings)
    _look_for_owner(found, settings.home)
    _look_at_models(found, settings)
    _look_at_room(found)
    return found


def _look_at_disk(found: Examination, home: Path) -> None:
    existing = next(place for place in (home, *home.parents) if place.exists())
    found.disk_free = shutil.disk_usage(existing).free
    try:
        check_folder(existing)
    except BadUse as error:
        found.problems.append(tell("doctor_home_closed", home=home, detail=error.params["detail"]))
        return
    if found.disk_free < LOW_DISK:
        found.problems.append(tell("doctor_disk_low", home=home, free=sized(found.disk_free)))


def _look_at_devices(found: Examination, settings: Configuration) -> None:
    from danqing.models.devices import list_devices, pick_device

    try:
        for device in list_devices():
            facts = {"name": device.name, "title": device.title, "dtype": device.dtype, "memory": device.memory}
            found.devices.append(facts)
        found.device = pick_device(name="cpu" if settings.cpu else None).title
    except (ImportError, OSError) as error:
        found.problems.append(tell("doctor_torch", detail=error))


def _look_for_owner(found: Examination, home: Path) -> None:
    from danqing.store.folder import owner

    try:
        busy = owner(home)
    except DanqingError as error:
        if not found.problems:  # a folder that takes no files was named already
            found.problems.append(error.message(ui_language()))
        return
    if busy is not None:
        found.server = {"pid": busy.pid, "url": busy.url}
        if not busy.url:
            found.problems.append(tell("doctor_busy", pid=busy.pid))


def _look_at_models(found: Examination, settings: Configuration) -> None:
    """The chosen models must be known and whole, and a server up."""
    from danqing.models.catalog import find_model

    try:
        found.models = found_models(settings, ui_language())
    except DanqingError as error:  # the file of those that were added is wrong
        found.models = found_models(settings, ui_language(), bundled=True)
        found.problems.append(error.message(ui_language()))
        return
    found.reminders += filter(None, [reminder(settings)])
    for role, model_id in (("painter", settings.painter), ("writer", settings.writer)):
        if model_id == AUTO:
            continue
        try:
            info = find_model(model_id, "painter" if role == "painter" else "writer", settings.home)
            row = found_model(info, settings, ui_language())
        except DanqingError as error:
            found.problems.append(error.message(ui_language()))
        else:
            found.problems += [row["detail"]] if row["state"] != "ready" else []


def _look_at_room(found: Examination) -> None:
    """Whether larger models would have room. Nothing of it is a problem: the bundled ones need none of it."""
    cards = [device["memory"] for device in found.devices if device["name"] != "cpu"]
    there = {"card": max(cards, default=0), "memory": found.memory, "disk": found.disk_free}
    for what, wanted in LARGE.items():
        enough = there[what] >= wanted * NEARLY
        found.large.append({"what": what, "wanted": wanted, "there": there[what], "enough": enough})


def reminder(settings: Configuration) -> str:
    """That nobody has asked for newer versions for long; empty where that is not so. Nothing is asked by itself."""
    ids = overdue(settings)
    return tell("models_overdue", ids=", ".join(ids), days=settings.models_reminder_days) if ids else ""


def sized(amount: int) -> str:
    """``15.6 GB``, ``210 MB``, ``40 KB``."""
    if 0 < amount < 1024**2:
        return f"{amount / 1024:.0f} KB"
    return f"{amount / 1024**3:.1f} GB" if amount >= 1024**3 else f"{amount / 1024**2:.0f} MB"


def state_in_words(model: FoundModel) -> str:
    """Whether it can be used, in a few words."""
    if model["state"] == "ready" and model["detail"].startswith("http"):
        return tell("model_up", url=model["detail"])
    if model["state"] == "ready":
        return tell("model_ready" if model["detail"] else "model_double")
    return tell({"absent": "model_absent", "down": "model_down"}.get(model["state"], "model_unusable"))
