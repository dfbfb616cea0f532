"""What ``models add`` finds out about a folder or a server before it takes the model in."""

import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from danqing.cli.examination import sized
from danqing.cli.texts import BadUse, tell
from danqing.core.settings import Configuration
from danqing.models.catalog import list_models
from danqing.models.registry import Remote, add, is_id

if TYPE_CHECKING:
    from danqing.models.vetting import Vetted

AddedRole = Literal["writer", "painter"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given."""

    place: str
    model_id: str | None = None
    model: str | None = None
    role: AddedRole | None = None
    key_env: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """``facts``: what was found, for ``--json``; ``lines``: the same for people; ``warnings``: beside them."""

    id: str
    role: str
    facts: dict[str, Any]
    lines: list[str]
    warnings: list[str] = field(default_factory=list)


def add_model(wanted: Wanted, settings: Configuration) -> Added:
    """Checks the model and writes its entry. Raises BadUse, BadInput, ModelUnusable; then nothing is written."""
    if re.match(r"https?://", wanted.place, re.IGNORECASE):
        return _add_server(wanted, settings)
    return _add_folder(wanted, settings)


def _add_folder(wanted: Wanted, settings: Configuration) -> Added:
    folder = Path(wanted.place).expanduser()
    if not folder.is_dir():
        raise BadUse("add_no_folder", place=wanted.place)
    if wanted.model or wanted.key_env:
        raise BadUse("add_server_only")
    folder = folder.resolve()
    model_id = _free_id(wanted.model_id or folder.name, settings)
    from danqing.models.vetting import vet_folder

    found = vet_folder(folder, wanted.role, "cpu" if settings.cpu else None)
    add(settings.home, model_id, {"role": found.role, "folder": str(folder)})
    facts = {"folder": str(folder), **asdict(found)}
    return Added(model_id, found.role, facts, [_in_words(found)], _warnings(found))


def _in_words(found: "Vetted") -> str:
    return tell(
        "add_facts",
        kind=found.kind,
        parameters=_short(found.parameters),
        size=sized(found.size),
        memory=sized(found.memory),
        device=found.device,
        dtype=found.dtype,
    )


def _short(number: int) -> str:
    """``7.62B``, ``5M``."""
    return f"{number / 1e9:.2f}B" if number >= 1e9 else f"{number / 1e6:.0f}M"


def _warnings(found: "Vetted") -> list[str]:
    return [tell("add_tight", memory=sized(found.memory), free=sized(found.free))] if found.tight else []


def _add_server(wanted: Wanted, settings: Configuration) -> Added:
    from danqing.app.shelf import terms_of
    from danqing.language.remote import find_remote_models

    if wanted.role == "painter":
        raise BadUse("add_painter_server")
    if wanted.model_id is not None:
        _free_id(wanted.model_id, settings)
    remote = Remote(wanted.place, wanted.model or "", key_env=wanted.key_env or "")
    base, known = find_remote_models(remote.url, remote.secret(), terms_of(settings))
    model = _chosen(wanted.model, known, base)
    model_id = _free_id(wanted.model_id or _id_of(model), settings)
    table = {"role": "writer", "url": base, "model": model}
    table |= {"key_env": wanted.key_env} if wanted.key_env else {}
    add(settings.home, model_id, table)
    facts = {"url": base, "model": model, "known": list(known)}
    return Added(model_id, "writer", facts, [tell("add_server_facts", model=model, url=base)])


def _chosen(name: str | None, known: tuple[str, ...], url: str) -> str:
    """The model of that name, the only one without a name. BadUse that lists the known ones."""
    shown = ", ".join(known[:20]) or "-"
    if not known:
        raise BadUse("add_server_empty", url=url)
    if name is None:
        if len(known) > 1:
            raise BadUse("add_which", url=url, known=shown)
        return known[0]
    for found in (name, f"{name}:latest"):  # Ollama leaves that tag out in its own commands
        if found in known:
            return found
    raise BadUse("add_unknown", url=url, model=name, known=shown)


def _id_of(model: str) -> str:
    """A short id from a server's name for a model, which may be a repository or the path of a file."""
    last = re.split(r"[/\\]", model)[-1].removesuffix(".gguf")
    return re.sub(r"[^\w.:@+-]+", "-", last).strip("-")[:100]


def _free_id(model_id: str, settings: Configuration) -> str:
    """The id, unless it is none or taken: BadUse."""
    if not is_id(model_id):
        raise BadUse("add_bad_id", id=model_id)
    if any(info.id == model_id for info in list_models(home=settings.home)):
        raise BadUse("add_taken", id=model_id)
    return model_id


def overriding_variable(role: str) -> str | None:
    """The variable that comes before the settings file, where it is set."""
    name = f"DANQING_{role.upper()}"
    return name if os.environ.get(name) else None
