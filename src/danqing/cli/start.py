"""Files that a drawing starts from: brought into the data folder, so that the turn can name them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.cli.texts import BadUse

if TYPE_CHECKING:
    from danqing.cli.door import Door
    from danqing.core.types import DrawOptions


def started(
    door: "Door", options: "DrawOptions", base: str | None, mask: Path | None, strength: float | None
) -> "DrawOptions":
    """The options with base and mask. ``base``: a file, or the id of a picture. BadUse where a file is not there."""
    given = None if base is None else _brought(door, Path(base)) if _is_file(base) else base
    painted = None if mask is None else _brought(door, mask)
    return replace(options, base=given, mask=painted, strength=strength)


def _is_file(base: str) -> bool:
    """An id has neither a dot nor a folder in it."""
    return Path(base).is_file() or any(mark in base for mark in "./\\")


def _brought(door: "Door", path: Path) -> str:
    try:
        data = path.expanduser().read_bytes()
    except OSError as error:
        raise BadUse("file_unreadable", path=path, detail=error.strerror or error) from error
    return door.bring(data).id
