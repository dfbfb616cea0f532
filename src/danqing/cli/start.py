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
    """The options with ids in the place of files: base, mask and pictures of controls. BadUse where one is not there.

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
    there = folder / Path(name).expanduser()
    return str(there) if there.is_file() else name


def _id(door: "Door", given: str) -> str:
    return _brought(door, Path(given)) if _is_file(given) else given


def _is_file(given: str) -> bool:
    """An id has neither a dot nor a folder in it."""
    return any(mark in given for mark in "./\\") or Path(given).is_file()


def _brought(door: "Door", path: Path) -> str:
    try:
        data = path.expanduser().read_bytes()
    except OSError as error:
        raise BadUse("picture_missing", path=path, detail=error.strerror or error) from error
    try:
        return door.bring(data).id
    except DanqingError as error:
        if error.code not in ("image_foreign", "image_unreadable"):
            raise
        raise BadUse("picture_wrong", path=path, why=error.message(ui_language())) from error
