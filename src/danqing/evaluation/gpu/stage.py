"""What the rows have in common: the models, built and opened at their first use and shared, and how long to measure."""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.protocols import Cancelled, LanguageModel, Painter
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import StepReport
from danqing.engine.opening import open_painter
from danqing.evaluation.drawing import GUIDANCE, draw_ours
from danqing.evaluation.gpu.building import build
from danqing.evaluation.gpu.ledgers import ledger_for
from danqing.evaluation.gpu.rivals import open_plain
from danqing.evaluation.gpu.roofline import probe
from danqing.evaluation.timing import seconds
from danqing.language.opening import open_writer
from danqing.models.catalog import ModelInfo
from danqing.models.loading import loading

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

Report = Callable[[str], None]
_BEFORE = 4
"""Pictures after which it is known whether a faster version is being built."""
_PATIENCE_S = 300.0


class Stage:
    """``folders``: where models are built, or were. ``small``: tiny ones, for a rehearsal. ``quick``: fewer rounds."""

    def __init__(self, folders: Path, device: "torch.device", report: Report, small: bool, quick: bool) -> None:
        self.folders, self.device, self.report = folders, device, report
        self.small, self.quick = small, quick
        self.steps = 3 if small else 30
        self._open: dict[str, Any] = {}
        self._ledger = ledger_for(None, None, small)
        self._probes: dict[str, float] = {}
        self.loras: list[ModelInfo] = []
        self.opening: dict[str, float] = {}
        self.tried: dict[str, dict[str, float | None]] = {}
        self.settled: dict[int, list[float]] = {}

    def side(self, pixels: int) -> int:
        """Of a picture that stands for one of ``pixels``."""
        return pixels // 8 if self.small else pixels

    def some(self, rounds: int) -> int:
        """Rounds of a measurement that is worth ``rounds``."""
        return 1 if self.small else max(1, rounds // 3) if self.quick else rounds

    def folder(self, name: str) -> Path:
        """The model's folder, built if it is not there."""
        place = self.folders / name
        if not place.exists():
            self.report(f"building {name}")
        with loading("transformers", "diffusers"):
            build(place, self.device, self.small)
        self._collect()
        return place

    def painter(self) -> Painter:
        """Ours, of SDXL's size. The seconds of its opening and of its first picture are kept in ``opening``."""
        if "painter" not in self._open:
            folder = self.folder("sdxl")
            info = ModelInfo("sdxl", "painter", folder)
            painter: Any = open_painter(info, str(self.device), lambda: tuple(self.loras), self._ledger)
            self.opening["weights"] = seconds(painter.load, self.device)
            self._open["painter"] = painter
            self.opening["first"] = seconds(lambda: self.draw(self.side(512)), self.device)
        ours: Painter = self._open["painter"]
        return ours

    def draw(
        self,
        side: int,
        steps: int | None = None,
        on_step: StepReport = lambda *_: None,
        technique: Technique = PLAIN,
        guidance: float = GUIDANCE,
        seed: int = 1,
        cancelled: Cancelled = lambda: False,
    ) -> "Image":
        """A picture by ours, from the prompt to its pixels."""
        return draw_ours(self.painter(), side, steps or self.steps, on_step, technique, guidance, seed, cancelled)

    def settle(self, side: int) -> None:
        """Draws until no faster version of our network is being built for that size, or for so long as is allowed.

        Keeps the seconds of each picture in ``settled``.
        """
        if side in self.settled:
            return
        taken = self.settled[side] = []
        limit = time.monotonic() + (_PATIENCE_S / 3 if self.quick else _PATIENCE_S)
        while len(taken) < _BEFORE or (building(self.painter()) and time.monotonic() < limit):
            taken.append(seconds(lambda: self.draw(side), self.device))

    def plain(self) -> Any:
        """diffusers' pipeline from the same folder; ours is opened first, so that nothing is warm when it begins."""
        if "plain" not in self._open:
            self.painter()
            self._open["plain"] = open_plain(self.folder("sdxl"), self.device)
        return self._open["plain"]

    def writer(self) -> LanguageModel:
        """A language model of 7 billion parameters, bf16 on a card."""
        if "writer" not in self._open:
            info = ModelInfo("qwen2-7b", "writer", self.folder("qwen2-7b"))
            self._open["writer"] = open_writer(info, str(self.device), ledger=self._ledger)
        ours: LanguageModel = self._open["writer"]
        return ours

    def probes(self) -> dict[str, float]:
        """What the card itself can do, measured once in a run."""
        if not self._probes:
            self._probes = probe(self.device, self.small)
            self._collect()
        return self._probes

    def clear(self) -> None:
        """Lets go of all models."""
        self._open.clear()
        self.settled.clear()
        for account in self._ledger.accounts:
            self._ledger.close_account(account)
        self._collect()

    def close(self) -> None:
        """Lets go of all models, for good."""
        self.clear()
        self._ledger.close()

    def _collect(self) -> None:
        """Gives back the memory that torch keeps for later."""
        gc.collect()
        if self.device.type == "cuda":
            import torch

            torch.cuda.empty_cache()


def building(painter: object) -> bool:
    """Whether a faster version of its network is being built in the background."""
    return bool(getattr(painter, "building", False))
