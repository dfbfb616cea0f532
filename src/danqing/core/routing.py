"""Nouns of choosing a picture model: what a request wants of one, what each can do, and the choice with its reason."""

from dataclasses import dataclass
from typing import Literal

from danqing.core.domain import Language
from danqing.core.technique import NOTHING, PLAIN, Abilities, Technique
from danqing.core.types import RedrawMode

AUTO = "auto"
"""Stands in the place of a picture model's id where it is chosen anew for each request."""
STARTER_ID = "starter"
"""The picture model that every installation has."""

Task = Literal["text-to-image", "image-to-image", "inpaint", "outpaint", "control"]
Lack = Literal[
    "memory", "dialect", "image", "inpaint", "outpaint", "control", "lora", "lora_base", "sampler", "clip_skip",
    "highres", "variation", "settings",
]  # fmt: skip
"""Why a picture model cannot draw what is wanted: a part of the keys in ``core.messages.router``."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture model of this machine. ``family``: its dialect; ``bases``: what LoRAs for it call their base.

    ``closed``: whether it knows a closed vocabulary only. ``needs``, ``total``, ``free``: bytes that it takes, that its
    device has, and that are free there; 0 where that is not known. ``resident``: whether it is open already.
    ``seconds``: what this picture will take by what was measured; ``takes``: whether it takes size, steps and guidance.
    """

    id: str
    family: str
    bases: frozenset[str] = frozenset()
    closed: bool = False
    modes: frozenset[RedrawMode] = frozenset()
    abilities: Abilities = NOTHING
    needs: int = 0
    total: int = 0
    free: int = 0
    resident: bool = False
    seconds: float | None = None
    takes: bool = True

    @property
    def fits(self) -> bool:
        """Whether its device has so much memory at all."""
        return not self.total or self.needs <= self.total

    @property
    def tight(self) -> bool:
        """Whether other programs must leave before it has room."""
        return not self.resident and 0 < self.free < self.needs


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks of a picture model. ``closed``: whether the starter's vocabulary holds all of it.

    ``modes``: ways of redrawing that it needs; ``bases``: of the LoRAs that it names, None for one that does not tell.
    ``styles``: ids in the library; ``suited``: the families that these styles name, none for all. ``lettering``: the
    language of words in the picture. ``pixels``: of a size that is asked for. ``before``: id of the model that drew
    the picture that is changed. ``dialect``: of a prompt that the caller wrote. ``excludes``: whether something is to
    be left out.
    """

    text: str
    language: Language
    task: Task = "text-to-image"
    closed: bool = False
    modes: frozenset[RedrawMode] = frozenset()
    technique: Technique = PLAIN
    bases: tuple[str | None, ...] = ()
    styles: tuple[str, ...] = ()
    suited: tuple[str, ...] = ()
    lettering: Language | None = None
    pixels: int | None = None
    before: str | None = None
    dialect: str = ""
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """What spoke for and against one candidate: ``rules`` by id, or what it ``lacks``."""

    painter: str
    points: float = 0.0
    rules: tuple[str, ...] = ()
    lacks: Lack | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The picture model that draws; ``reason``: one sentence for the user; ``scores``: of all, the best one first."""

    painter: str
    reason: str
    scores: tuple[Score, ...] = ()
