"""The bodies of requests and answers about models in a folder of another program."""

from pydantic import BaseModel, ConfigDict, Field

from danqing.app.finding import Found
from danqing.core.domain import Language
from danqing.core.technique import ControlKind
from danqing.server.model_shapes import AnyRole
from danqing.server.problems import Problem, as_problem


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScanChosen(_Body):
    """One to take in. ``control``: what the maps of a ControlNet show, where its name does not tell."""

    place: str = Field(min_length=1, max_length=4096)
    control: ControlKind | None = None


class ScanBody(_Body):
    """A folder of models, as ComfyUI and the A1111 WebUI have. ``add``: places of an earlier answer, which alone are
    looked at then and taken in."""

    folder: str = Field(min_length=1, max_length=4096)
    add: list[ScanChosen] = Field(default=[], max_length=1000)


class ScannedShown(_Body):
    """A model that was found. ``problem``: why it cannot be used; ``id``: of one that is in the catalogue.

    ``base``, ``control``: of a LoRA or ControlNet, as in the catalogue; bytes ``size``, 0 where it cannot be used.
    """

    place: str
    role: AnyRole | None
    kind: str
    base: str | None
    control: ControlKind | None
    size: int
    problem: Problem | None
    id: str | None


class ScanList(_Body):
    """What is in the folder, in the order of its names."""

    models: list[ScannedShown]


def shown_scan(found: list[Found], language: Language) -> ScanList:
    """What was found, for the API."""
    return ScanList(models=[_shown(one, language) for one in found])


def _shown(found: Found, language: Language) -> ScannedShown:
    seen = found.seen
    return ScannedShown(
        place=str(seen.place),
        role=seen.role,
        kind=seen.kind,
        base=seen.base,
        control=seen.control,
        size=seen.size,
        problem=None if seen.problem is None else as_problem(seen.problem, language),
        id=found.id,
    )
