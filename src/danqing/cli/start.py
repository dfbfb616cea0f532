"""Files that a drawing starts from: brought into the data folder, so that the turn can name them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.cli.texts import BadUse, ui_language
from danqing.core.errors import DanqingError

if TYPE_CHECKING:
    from danqing.cli.door import Door
    from danqing.core.types import DrawOptions


def started(door: "Door", options: "DrawOptions") -> "DrawOptions":
    """The options with ids in the place of files: base, mask and pictures of controls. BadUse where one is not there,
    or is a folder.

    What is an id already stays.
    """
    technique = options.technique
    return replace(
        options,
        base=None if options.base is None else _id(door, options.base),
        mask=None if options.mask is None else _id(door, options.mask),
        technique=replace(
            technique,
            controls=tuple(replace(control, image=_id(door, control.image)) for control in technique.controls),
        ),
    )


def placed(name: str, folder: Path) -> str:
    """``name``, in ``folder`` where it is a file there: what a list of requests names lies beside it."""
    try:
        there = folder / Path(name).expanduser()
    except RuntimeError:  # the home of nobody here: said when the row's turn comes
        return name
    return str(there) if _exists(there) else name


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, or no name for a file
        return False


def _id(door: "Door", given: str) -> str:
    return _brought(door, Path(given)) if _is_file(given) else given


def _is_file(given: str) -> bool:
    """An id has neither a dot nor a folder in it, and nothing of its name lies here."""
    return any(mark in given for mark in "./\\") or _exists(Path(given))


def _brought(door: "Door", path: Path) -> str:
    try:
        if path.expanduser().is_dir():
            raise BadUse("picture_folder", path=path)
        data = path.expanduser().read_bytes()
    except (OSError, RuntimeError, ValueError) as error:  # also no such user's home, and no name for a file
        raise BadUse("picture_missing", path=path, detail=getattr(error, "strerror", None) or error) from error
    try:
        return door.bring(data).id
    except DanqingError as error:
        if error.code not in ("image_foreign", "image_unreadable"):
            raise
        raise BadUse("picture_wrong", path=path, why=error.message(ui_language())) from error
