"""What is found out about a folder, a file or a server before its model is taken in."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.routing import AUTO
from danqing.core.settings import Configuration
from danqing.core.technique import CONTROLS, ControlKind
from danqing.models.catalog import list_models
from danqing.models.registry import AddedRole, Remote, add, is_id

if TYPE_CHECKING:
    from danqing.models.vetting import Vetted


_WEIGHTS = (".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".pkl", ".gguf", ".onnx")
"""Names of files of weights; most are refused, with why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person gave. ``place``: a folder, a file, or a server's address; ``key_env``: the variable with its key;
    ``control``: what the maps of a ControlNet show, where its name does not tell."""

    place: str
    model_id: str | None = None
    model: str | None = None
    role: AddedRole | None = None
    key_env: str | None = None
    control: ControlKind | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """``facts``: what was found, for programs; ``vetted``: of a folder alone."""

    id: str
    role: AddedRole
    facts: dict[str, Any]
    vetted: "Vetted | None" = None


def add_model(wanted: Wanted, settings: Configuration) -> Added:
    """Checks the model and writes its entry. Raises BadInput, ModelUnusable; then nothing is written."""
    if re.match(r"https?://", wanted.place, re.IGNORECASE):
        return _add_server(wanted, settings)
    if wanted.model or wanted.key_env:
        raise BadInput("add_server_only")
    return add_place(folder_at(wanted.place, file=True), wanted, settings)


def add_place(place: Path, wanted: Wanted, settings: Configuration, more: Mapping[str, Any] | None = None) -> Added:
    """Checks a folder or a file and writes its entry, with ``more`` in it. Raises BadInput, ModelUnusable."""
    model_id = free_id(wanted.model_id or id_of(place.stem if place.is_file() else place.name), settings)
    from danqing.models.vetting import vet_folder

    found = vet_folder(place, wanted.role, "cpu" if settings.cpu else None)
    repo = str((more or {}).get("repo", "")).rpartition("/")[2]
    adapter = _adapter(place, found, wanted.control, repo)
    table = {"role": found.role, "folder": str(place), **adapter, **(more or {})}
    add(settings.home, model_id, table)
    kind = {"control": adapter["control"]} if "control" in adapter else {}
    return Added(model_id, found.role, {"folder": str(place), **asdict(found), **kind}, found)


def unused(model_id: str, settings: Configuration) -> str:
    """The id, with a number behind it where it is taken."""
    taken = {AUTO, *(info.id for info in list_models(home=settings.home))}
    names = [model_id or "model", *(f"{model_id[:90]}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in taken)


def _adapter(place: Path, found: "Vetted", kind: ControlKind | None, repo: str) -> dict[str, Any]:
    """What the registry holds of a LoRA or a ControlNet. BadInput where nothing tells what a ControlNet's maps show,
    or where that is told of something else. ``repo``: the name of the repository that it was pulled from."""
    from danqing.models.adapters import kind_named

    if kind is not None and found.role != "control":
        raise BadInput("kind_alone", path=place, found=found.role)
    if found.adapter is None:
        return {}
    told = {"base": found.adapter.base, "trigger": getattr(found.adapter, "phrase", None)}
    table = {name: value for name, value in told.items() if value}
    if found.role == "control":
        kind = kind or getattr(found.adapter, "kind", None) or kind_named(repo)
        if kind is None:
            raise BadInput("control_kind", path=place, choices=", ".join(CONTROLS))
        table["control"] = kind
    return table


def folder_at(place: str, file: bool = False) -> Path:
    """The folder of that name, or with ``file`` a file of weights; BadInput where there is none, or that is no name;
    ModelUnusable where it may not be looked at."""
    try:
        folder = Path(place).expanduser()
        if place.strip() and (folder.is_dir() or (file and folder.suffix in _WEIGHTS and folder.is_file())):
            return folder.resolve()
        other = file and bool(place.strip()) and folder.is_file()
    except PermissionError as error:
        raise ModelUnusable("model_unreadable", path=error.filename or place[:200], detail=error.strerror) from error
    except (OSError, RuntimeError, ValueError) as error:  # too long, no such user, no file name
        raise BadInput("add_no_folder", place=place[:200]) from error
    raise BadInput("add_no_model" if other else "add_no_folder", place=place[:200])


def _add_server(wanted: Wanted, settings: Configuration) -> Added:
    from danqing.app.shelf import terms_of
    from danqing.language.remote import find_remote_models

    if wanted.role not in (None, "writer"):
        raise BadInput("add_painter_server")
    if wanted.control is not None:
        raise BadInput("kind_alone", path=wanted.place, found="writer")
    if wanted.model_id is not None:
        free_id(wanted.model_id, settings)
    remote = Remote(wanted.place, wanted.model or "", key_env=wanted.key_env or "")
    base, known = find_remote_models(remote.url, remote.secret(), terms_of(settings))
    model = _chosen(wanted.model, known, base)
    model_id = free_id(wanted.model_id or id_of(model), settings)
    table = {"role": "writer", "url": base, "model": model}
    table |= {"key_env": wanted.key_env} if wanted.key_env else {}
    add(settings.home, model_id, table)
    return Added(model_id, "writer", {"url": base, "model": model, "known": list(known)})


def _chosen(name: str | None, known: tuple[str, ...], url: str) -> str:
    """The model of that name, the only one without a name. BadInput that lists the known ones."""
    shown = ", ".join(known[:20]) or "-"
    if not known:
        raise BadInput("add_server_empty", url=url)
    if name is None:
        if len(known) > 1:
            raise BadInput("add_which", url=url, known=shown)
        return known[0]
    for found in (name, f"{name}:latest"):  # Ollama leaves that tag out in its own commands
        if found in known:
            return found
    raise BadInput("add_unknown", url=url, model=name, known=shown)


def id_of(model: str) -> str:
    """A short id from another's name for a model, which may be a repository or the path of a file."""
    last = re.split(r"[/\\]", model)[-1].removesuffix(".gguf")
    return re.sub(r"[^\w.:@+-]+", "-", last).strip("-")[:100]


def free_id(model_id: str, settings: Configuration) -> str:
    """The id, unless it is none or taken: BadInput."""
    if not is_id(model_id):
        raise BadInput("add_bad_id", id=model_id[:100])
    if model_id == AUTO or any(info.id == model_id for info in list_models(home=settings.home)):
        raise BadInput("add_taken", id=model_id)
    return model_id
