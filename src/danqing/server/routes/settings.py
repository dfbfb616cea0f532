"""What the page may change of the settings, and plain facts about this machine."""

from fastapi import APIRouter, Depends

from danqing.server.deps import TheStudio
from danqing.server.guard import on_this_machine
from danqing.server.memory_shapes import MemoryShown, shown_memory
from danqing.server.model_shapes import MachineShown, SettingsChange, SettingsNow, shown_machine, shown_settings
from danqing.server.problems import documented

router = APIRouter(prefix="/api", tags=["settings"])


@router.get("/settings", responses=documented())
def show_settings(studio: TheStudio) -> SettingsNow:
    """The settings that the page may change, as they are now."""
    return shown_settings(studio.settings, studio.models.overridden())


@router.patch("/settings", responses=documented(413, 422, 503, 507), dependencies=[Depends(on_this_machine)])
def change_settings(body: SettingsChange, studio: TheStudio) -> SettingsNow:
    """Changes settings and writes them into ``danqing.toml``. Only from this machine."""
    if body.painter is not None:
        studio.models.choose(body.painter, "painter")
    if body.writer is not None:
        studio.models.choose(body.writer, "writer")
    changes: dict[str, str | None] = {}
    for name in ("language", "electricity_price"):
        if name in body.model_fields_set:
            changes[name] = getattr(body, name)
    for name in ("embedding", "cloud_price"):
        if getattr(body, name) is not None:
            changes[name] = getattr(body, name)
    if changes:
        studio.models.change(changes)
    return shown_settings(studio.settings, studio.models.overridden())


@router.get("/machine", responses=documented())
def show_machine(studio: TheStudio) -> MachineShown:
    """What this machine has, and which larger models would suit it."""
    return shown_machine(studio.models.machine())


@router.get("/machine/memory", responses=documented())
def show_memory(studio: TheStudio) -> MemoryShown:
    """Which parts of which models are where now, what the last switch copied, and what steps take."""
    return shown_memory(studio.models.memory())
