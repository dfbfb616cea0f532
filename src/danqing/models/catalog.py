"""The models that can be chosen by id, and where their folders are. Opening them is for ``engine`` and ``language``."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from danqing.core.errors import ModelUnusable, UnknownModel
from danqing.core.technique import ControlKind
from danqing.models.adapters import inspect_control, inspect_lora
from danqing.models.inspect import check_painter, check_weights, check_writer
from danqing.models.reading import BUNDLED, lacking
from danqing.models.registry import Remote, Source, registered

Role = Literal["painter", "writer", "critic", "lora", "control"]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model that can be chosen. Neither ``folder`` nor ``remote``: a double that needs no weights.

    ``folder``: where it is, a folder or one safetensors file; ``remote``: where a server runs it; the others are as in
    the registry.
    """

    id: str
    role: Role
    folder: Path | None = None
    remote: Remote | None = None
    base: str | None = None
    control: ControlKind | None = None
    source: Source | None = None
    trigger: str | None = None


def starter_folder(role: Role) -> Path:
    """Where the wheel carries the bundled model of that role."""
    return BUNDLED / role


def list_models(role: Role | None = None, home: Path | None = None) -> tuple[ModelInfo, ...]:
    """Every model of the catalogue, the default of its role first, those that were added to the data folder ``home``
    last. Raises BadInput where their file is wrong."""
    added = [
        ModelInfo(m.id, m.role, m.folder, m.remote, m.base, m.control, m.source, m.trigger)
        for m in (registered(home) if home else ())
    ]
    return (*bundled_models(role), *(info for info in added if role in (None, info.role)))


def bundled_models(role: Role | None = None) -> tuple[ModelInfo, ...]:
    """The models that every installation has."""
    roles: tuple[Role, ...] = ("painter", "writer", "critic")
    known = [ModelInfo("starter", name, starter_folder(name)) for name in roles]
    known += [ModelInfo("fake", "painter"), ModelInfo("scripted", "writer"), ModelInfo("composer", "writer")]
    return tuple(info for info in known if role in (None, info.role))


def find_model(model_id: str, role: Role, home: Path | None = None) -> ModelInfo:
    """The model of that id, or the folder or safetensors file that it names; UnknownModel where there is neither.

    Bundled models are found even where the file of those that were added is wrong.
    """
    for info in bundled_models(role):
        if info.id == model_id:
            return info
    for info in list_models(role, home):
        if info.id == model_id:
            return info
    folder = Path(model_id).expanduser()
    with suppress(OSError, ValueError):  # what no file system takes as a name
        if folder.is_dir() and folder.name:
            return ModelInfo(folder.name, role, folder.resolve())
        if folder.suffix == ".safetensors" and folder.is_file():
            return ModelInfo(folder.stem, role, folder.resolve())
    raise UnknownModel(id=model_id, known=", ".join(info.id for info in list_models(role, home)))


def check_model(info: ModelInfo) -> None:
    """Presence and damage, from file names, headers and lengths alone; ModelUnusable names the file.

    A server is not asked.
    """
    if info.folder is None:
        return
    if info.folder == starter_folder(info.role) and not any(info.folder.rglob("*.safetensors")):
        raise _starter_absent(info.role, info.folder)
    match info.role:
        case "painter":
            check_painter(info.folder)
        case "writer":
            check_writer(info.folder)
        case "critic":
            check_weights(info.folder)
        case "lora":
            inspect_lora(info.folder)
        case "control":
            inspect_control(info.folder)


def _starter_absent(role: Role, folder: Path) -> ModelUnusable:
    """What works meanwhile depends on the role."""
    match role:
        case "painter":
            return ModelUnusable("starter_painter_absent", path=folder)
        case "writer":
            return ModelUnusable("starter_writer_absent", path=folder)
        case "critic":
            return ModelUnusable("starter_critic_absent", path=folder)
        case "lora" | "control":
            return lacking(folder, "*.safetensors")
