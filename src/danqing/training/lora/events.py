"""What a training tells while it runs: one frozen event after another, for a terminal or a job to show."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Stage = Literal["prior", "cache"]


@dataclass(frozen=True, slots=True)
class Preparing:
    """Before the first step: ``prior`` draws the pictures of prior preservation, ``cache`` computes latents."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Begun:
    """Everything is ready. ``truncated``: captions longer than the model reads; ``step``: where it goes on."""

    pictures: int
    priors: int
    sizes: tuple[tuple[int, int], ...]
    truncated: int
    parameters: int
    device: str
    precision: str
    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step is done. ``left_s``: seconds that are left by the steps measured so far."""

    step: int
    steps: int
    loss: float
    lr: float
    left_s: float | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """Sample pictures were drawn."""

    step: int
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint was kept."""

    step: int
    path: Path


@dataclass(frozen=True, slots=True)
class Ended:
    """The adapter is written. ``complete`` is False where it was stopped: ``resume`` goes on from there."""

    step: int
    complete: bool
    path: Path
    seconds: float
    peak_bytes: int


Event = Preparing | Begun | Stepped | Sampled | Saved | Ended
