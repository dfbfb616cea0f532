"""Models found in a folder of another program: which are in the catalogue, and those that a person wants taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from danqing.app.adding import Wanted, add_place, folder_at, id_of, unused
from danqing.core.settings import Configuration
from danqing.core.technique import ControlKind
from danqing.models.catalog import list_models
from danqing.models.scanning import Seen, scan


@dataclass(frozen=True, slots=True)
class Found:
    """A model that was found. ``id``: in the catalogue; None where it is not in it."""

    seen: Seen
    id: str | None


def found_in(folder: str, chosen: Mapping[str, ControlKind | None], settings: Configuration) -> list[Found]:
    """Every model below the folder of that name; of those ``chosen`` by their places these alone, taken in.

    The values of ``chosen`` say what the maps of a ControlNet show. Raises BadInput, ModelUnusable.
    """
    seen = scan(folder_at(folder), [Path(place) for place in chosen] or None)
    if chosen:
        add_found(seen, settings, {Path(place): kind for place, kind in chosen.items() if kind})
    known = known_places(settings)
    return [Found(one, known.get(one.place.resolve())) for one in seen]


def add_found(
    seen: Sequence[Seen], settings: Configuration, controls: Mapping[Path, ControlKind] | None = None
) -> dict[Path, str]:
    """Writes entries for what was found and can be used, except where it is in the registry already, or nothing tells
    what a ControlNet's maps show. The ids by place."""
    known, kinds = known_places(settings), controls or {}
    added: dict[Path, str] = {}
    for one in seen:
        place, control = one.place.resolve(), kinds.get(one.place, one.control)
        if one.problem is not None or place in known or (one.role == "control" and control is None):
            continue
        name = unused(id_of(place.stem if place.is_file() else place.name), settings)
        added[one.place] = add_place(place, Wanted(str(place), name, control=control), settings).id
    return added


def known_places(settings: Configuration) -> dict[Path, str]:
    """The ids of the catalogue by place."""
    return {info.folder.resolve(): info.id for info in list_models(home=settings.home) if info.folder is not None}
