"""The rows in their order: those that need a process in which nothing is warm come first."""

from danqing.core.errors import BadInput
from danqing.evaluation.gpu import adapters, capacity, first, mix, pauses, pictures, png, previews, probes, together
from danqing.evaluation.gpu.row import Row

ROWS: tuple[Row, ...] = (
    probes.ROW,
    first.ROW,
    pauses.ROW,
    pictures.SMALL,
    pictures.LARGE,
    previews.ROW,
    png.ROW,
    adapters.ROW,
    mix.ROW,
    together.ROW,
    *capacity.FITS,
    capacity.SWITCH,
    capacity.PLAN,
)


def chosen(names: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of these names in their order, all without names. BadInput for an unknown one."""
    known = {row.name for row in ROWS}
    for name in names:
        if name not in known:
            raise BadInput("choice_invalid", name="--only", value=name, choices=", ".join(row.name for row in ROWS))
    return tuple(row for row in ROWS if not names or row.name in names)
