"""A model taken out of the catalogue, and with it, where a person says so, what was pulled for it."""

import shutil
from contextlib import suppress
from pathlib import Path

from danqing.app.pulling import root_of, versions_in_use
from danqing.core.errors import BadInput, StoreFailed
from danqing.core.settings import Configuration
from danqing.models.registry import forget, registered

Pulled = dict[Path, Path]
"""Folders of versions that were downloaded, each with the folder of its repository, which it lies in."""


def take_out(model_id: str, settings: Configuration, files: bool = False) -> Pulled:
    """Takes the entry out. With ``files`` answers which folders were downloaded for it and that no other entry uses.

    Raises BadInput for a model that was not added, or with ``files`` not pulled, and then does nothing.
    """
    pulled = _pulled(model_id, settings) if files else {}
    if not forget(settings.home, model_id):
        raise BadInput("remove_unknown", id=model_id[:100])
    used = versions_in_use(settings) if pulled else set()
    return {folder: around for folder, around in pulled.items() if folder not in used}


def delete(pulled: Pulled) -> None:
    """Deletes these folders, and those around them that are empty then. Raises StoreFailed."""
    for folder, around in pulled.items():
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise StoreFailed("remove_files", path=folder, detail=error.strerror or error) from error
        with suppress(OSError):  # another version, or another file of the repository, is there
            for above in folder.parents:
                above.rmdir()
                if above == around:
                    break


def _pulled(model_id: str, settings: Configuration) -> Pulled:
    """Of the one or two versions that an entry keeps.

    BadInput where they do not lie as ``pull`` lays them: an entry that was changed by hand may name any folder.
    """
    model = next((one for one in registered(settings.home) if one.id == model_id), None)
    if model is None:
        raise BadInput("remove_unknown", id=model_id[:100])
    if model.source is None or model.folder is None:
        raise BadInput("remove_not_pulled", id=model_id)
    root, repo = root_of(model.folder, model.source.commit), model.source.repo.replace("/", "--")
    around = next((above for above in root.parents[:2] if above.name == repo), None)
    if around is None or root.is_symlink():
        raise BadInput("remove_not_pulled", id=model_id)
    versions = [root, root.with_name(model.source.before[:12])] if model.source.before else [root]
    return {folder: around for folder in versions if folder.is_dir()}
