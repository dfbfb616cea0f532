"""What the ledger is told: what a person decided about memory, and which models ask for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from danqing.core.memory import MemoryMode, Precision
from danqing.models.memory.needs import Needs

Role = Literal["painter", "writer"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person decided about memory. ``precision``: of picture models, None: as memory asks for.

    ``hot``: ids of models that never leave. ``idle_s``: seconds after which a model that nobody uses is let go, 0:
    never.
    """

    mode: MemoryMode = "auto"
    precision: Precision | None = None
    hot: tuple[str, ...] = ()
    idle_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Applicant:
    """A model that memory is asked for. ``needs``: called when a plan is made, since headers are read for it.

    ``fixed``: the only precision that it may be held in.
    """

    id: str
    role: Role
    needs: Callable[[], Needs]
    fixed: Precision | None = None

    @property
    def key(self) -> str:
        """Its id, told from a model of the other role with the same one."""
        return f"{self.role} {self.id}"
