"""A model looked at without opening it: what it is, what it takes, under which licence it is, and its fingerprints."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from danqing.core.errors import BadInput, StoreFailed
from danqing.core.settings import Configuration
from danqing.models.adapters import ControlFacts, LoraFacts
from danqing.models.catalog import ModelInfo, check_model, list_models
from danqing.models.digests import digests
from danqing.models.inspect import inspect_folder, weight_files
from danqing.models.licences import Licence, licence_of
from danqing.models.memory.footprint import Footprint, footprint
from danqing.models.registry import AddedRole


@dataclass(frozen=True, slots=True)
class Inspection:
    """``family``: a picture model's dialect, a language model's wire, or the base of a LoRA or ControlNet; ``kind``:
    its architecture; ``sha256``: by file, relative to ``place``; ``tight``: whether it will hardly fit."""

    id: str
    role: str
    place: str
    family: str
    kind: str
    parameters: int
    dtypes: dict[str, int]
    size: int
    footprint: Footprint
    device: str
    free: int
    licence: Licence
    sha256: dict[str, str]
    repo: str = ""
    commit: str = ""
    adapter: LoraFacts | ControlFacts | None = None


def inspect_model(
    name: str,
    settings: Configuration,
    role: AddedRole | None = None,
    on_bytes: Callable[[int], None] = lambda count: None,
    hashed: bool = True,
) -> Inspection:
    """Of an id of the catalogue, a folder, or a file. Raises BadInput, ModelUnusable, StoreFailed.

    ``role``: for an id that several have; ``hashed``: whether its weights are read to the end, for their fingerprints;
    ``on_bytes``: told what was read.
    """
    from danqing.models.vetting import vet_folder

    info = the_model(name, settings, role)
    if info.folder is None:
        raise BadInput("inspect_nothing", id=info.id)
    check_model(info)
    assert info.role != "critic"  # the_model gives none
    found = vet_folder(info.folder, info.role, "cpu" if settings.cpu else None)
    files = weight_files(info.folder)
    try:
        sums = digests(files, settings.home, on_bytes) if hashed else {}
    except OSError as error:
        raise StoreFailed(path=info.folder, detail=error.strerror or error) from error
    base = info.folder if info.folder.is_dir() else info.folder.parent
    return Inspection(
        id=info.id,
        role=info.role,
        place=str(info.folder),
        family=_family(info, found.adapter),
        kind=found.kind,
        parameters=found.parameters,
        dtypes=inspect_folder(info.folder).dtypes,
        size=found.size,
        footprint=footprint(info.folder, info.role),
        device=found.device,
        free=found.free,
        licence=licence_of(info.folder, info.source.repo if info.source else ""),
        sha256={Path(path).relative_to(base).as_posix(): value for path, value in sums.items()},
        repo=info.source.repo if info.source else "",
        commit=info.source.commit if info.source else "",
        adapter=found.adapter,
    )


def the_model(name: str, settings: Configuration, role: AddedRole | None = None) -> ModelInfo:
    """The model of that id; else the folder or file of that name, its role told by its layout. BadInput for neither."""
    named = [info for info in list_models(role, settings.home) if info.id == name and info.role != "critic"]
    if len(named) > 1:
        raise BadInput("use_which", id=name)
    if named:
        return named[0]
    place = None
    with suppress(OSError, ValueError, RuntimeError):
        path = Path(name).expanduser()
        place = path.resolve() if name.strip() and path.exists() else None
    if place is None:
        raise BadInput("use_unknown", id=name[:100])
    from danqing.models.vetting import vet_folder

    return ModelInfo(place.stem if place.is_file() else place.name, vet_folder(place, role).role, place)


def _family(info: ModelInfo, adapter: LoraFacts | ControlFacts | None) -> str:
    from danqing.models.card import read_card, writer_wire

    assert info.folder is not None
    if adapter is not None:
        return adapter.base or ""
    return writer_wire(info.folder) if info.role == "writer" else read_card(info.folder).dialect
