"""Models from the Hugging Face hub, only when a person asks: pulled, asked after, brought up to date, taken back."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from danqing.app.adding import Added, Wanted, add_place, free_id, id_of
from danqing.core.errors import BadInput, DanqingError
from danqing.core.settings import Configuration
from danqing.core.technique import ControlKind
from danqing.models.choosing import is_diffusers, needed
from danqing.models.fetching import Watch, fetch, tidy
from danqing.models.hub import Revision, look_up, online
from danqing.models.inspect import parts_of
from danqing.models.registry import Registered, Source, change, registered
from danqing.models.vetting import vet_early, vet_folder

FOLDER = "models"
"""Of the data folder: where models are put that are pulled without a place of their own."""


@dataclass(frozen=True, slots=True)
class Pull:
    """What a person asked for. ``file``: one file of the repository; ``place``: the folder to put models in;
    ``control``: what the maps of a ControlNet show, where the repository's name does not tell."""

    repo: str
    revision: str = "main"
    model_id: str | None = None
    place: Path | None = None
    file: str | None = None
    control: ControlKind | None = None


@dataclass(frozen=True, slots=True)
class Newer:
    """A pulled model and the newest commit of what was asked for; ``problem``: why that is not known."""

    id: str
    source: Source
    newest: str = ""
    problem: DanqingError | None = None

    @property
    def outdated(self) -> bool:
        return bool(self.newest) and self.newest != self.source.commit


def pull(wanted: Pull, settings: Configuration, watch: Watch) -> Added:
    """Downloads, verifies and checks a model, then takes it in. What was begun goes on where it broke off.

    Raises BadInput, ModelUnusable, DiskFull, StoreFailed; then nothing is taken in.
    """
    model_id = free_id(wanted.model_id or id_of(wanted.file or wanted.repo).removesuffix(".safetensors"), settings)
    base = (wanted.place or settings.home / FOLDER).expanduser().absolute() / wanted.repo.replace("/", "--")
    base = base / id_of(wanted.file).removesuffix(".safetensors") if wanted.file else base
    with online():
        revision = look_up(wanted.repo, wanted.revision)
        folder = _version(revision, wanted.file, base, None, watch)
    source = {"repo": wanted.repo, "revision": wanted.revision, "commit": revision.commit, "checked": _today()}
    place = folder / wanted.file if wanted.file else _sole(folder)
    return add_place(place, Wanted(str(place), model_id, control=wanted.control), settings, source)


def newer(settings: Configuration) -> tuple[Newer, ...]:
    """Asks the hub after every model that was pulled, and notes that it was asked."""
    found = []
    with online():
        for model in _pulled(settings):
            assert model.source is not None
            try:
                commit = look_up(model.source.repo, model.source.revision).commit
            except DanqingError as error:
                found.append(Newer(model.id, model.source, problem=error))
                continue
            change(settings.home, model.id, {"checked": _today()})
            found.append(Newer(model.id, model.source, commit))
    return tuple(found)


def update(model_id: str, settings: Configuration, watch: Watch) -> str | None:
    """Brings a pulled model up to date and keeps the version before. The new commit, None where there is none.

    Raises BadInput, ModelUnusable, DiskFull, StoreFailed; then the model stays as it was.
    """
    model, source = _pulled_model(model_id, settings)
    assert model.folder is not None
    old = root_of(model.folder, source.commit)
    with online():
        revision = look_up(source.repo, source.revision)
        if revision.commit == source.commit:
            change(settings.home, model_id, {"checked": _today()})
            return None
        file = model.folder.relative_to(old).as_posix() if model.folder != old else None
        folder = _version(revision, file, old.parent, old, watch)
    place = folder / file if file else folder
    vet_folder(place, model.role, "cpu")
    values = {"folder": str(place), "commit": revision.commit, "checked": _today(), "before": source.commit}
    change(settings.home, model_id, values)
    tidy(old.parent, versions_in_use(settings))
    return revision.commit


def roll_back(model_id: str, settings: Configuration) -> str:
    """Takes the version before the last update again, and keeps the present one in its place. Its commit."""
    model, source = _pulled_model(model_id, settings)
    assert model.folder is not None
    old = root_of(model.folder, source.commit)
    before = old.parent / source.before[:12]
    if not source.before or not before.is_dir():
        raise BadInput("update_no_before", id=model_id)
    place = before / model.folder.relative_to(old)
    vet_folder(place, model.role, "cpu")
    change(settings.home, model_id, {"folder": str(place), "commit": source.before, "before": source.commit})
    return source.before


def overdue(settings: Configuration, today: datetime.date | None = None) -> tuple[str, ...]:
    """Pulled models that nobody has asked the hub after for longer than the setting says. Asks nothing itself."""
    days = settings.models_reminder_days
    if not days:
        return ()
    limit = (today or _today()) - datetime.timedelta(days=days)
    return tuple(model.id for model in _pulled(settings) if model.source and model.source.checked < limit)


def _version(revision: Revision, file: str | None, base: Path, like: Path | None, watch: Watch) -> Path:
    """The folder of that version, downloaded under another name first: what has its own name is whole and checked."""
    folder = base / revision.commit[:12]
    part = folder.with_name(f"{folder.name}.part")
    if folder.is_dir():
        return folder
    parts = None
    if file is None and is_diffusers(revision):
        index = tuple(one for one in revision.files if one.name == "model_index.json")
        fetch(revision, index, part, like, watch)
        parts = [name for name, _ in parts_of(part)]
    files = needed(revision, file, parts)
    fetch(revision, tuple(one for one in files if not one.name.endswith(".safetensors")), part, like, watch)
    vet_early(part)  # before gigabytes are downloaded
    fetch(revision, files, part, like, watch)
    vet_folder(part / file if file else _sole(part), None, "cpu")
    part.replace(folder)
    return folder


def versions_in_use(settings: Configuration) -> set[Path]:
    """The folders of all versions that entries name, the ones before included."""
    kept = set()
    for model in _pulled(settings):
        if model.folder is not None and model.source is not None:
            root = root_of(model.folder, model.source.commit)
            kept |= {root, root.parent / model.source.before[:12]}
    return kept


def _sole(folder: Path) -> Path:
    """The one file of a repository that is nothing else: a LoRA, or a whole picture model; else the folder."""
    files = list(folder.glob("*.safetensors"))
    alone = len(files) == 1 and not any((folder / name).exists() for name in ("config.json", "model_index.json"))
    return files[0] if alone and not (folder / "adapter_config.json").exists() else folder


def root_of(place: Path, commit: str) -> Path:
    """The version's own folder, which a file may lie deep in. BadInput where the entry was changed by hand."""
    for path in (place, *place.parents):
        if path.name == commit[:12]:
            return path
    raise BadInput("update_moved", place=place)


def _pulled(settings: Configuration) -> list[Registered]:
    return [model for model in registered(settings.home) if model.source is not None]


def _pulled_model(model_id: str, settings: Configuration) -> tuple[Registered, Source]:
    for model in _pulled(settings):
        if model.id == model_id and model.source is not None:
            return model, model.source
    raise BadInput("update_unknown", id=model_id[:100])


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
