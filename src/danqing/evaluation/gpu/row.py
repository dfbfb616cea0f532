"""A row of the table: what is measured, its titles in both languages, and the aims that its figures are held to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danqing.core.errors import DanqingError

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage

Figures = dict[str, float | None]
"""By the names of a row's figures; None where one could not be had."""


class Unavailable(DanqingError):
    """What a row needs is not in this version, or not on this machine; the key names the sentence that says so."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``name``: its key and its English title. ``most``, ``least``: the aim, both None for a plain fact."""

    name: str
    chinese: str
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def aim(self) -> str:
        """As the table shows it; empty where there is none."""
        sign, bound = ("≤", self.most) if self.most is not None else ("≥", self.least)
        return "" if bound is None else f"{sign} {bound:g} {self.unit}".rstrip()

    def met(self, value: float) -> bool:
        """Whether ``value`` keeps to the aim; true without one."""
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


@dataclass(frozen=True, slots=True)
class Row:
    """``measure`` gives the figures that ``figures`` announce; it raises Unavailable, or what went wrong."""

    name: str
    english: str
    chinese: str
    figures: tuple[Figure, ...]
    measure: "Callable[[Stage], Figures]"
