"""``python -m danqing.evaluation.gpu.trial CASE``: turns in a process of its own, under a cap on the card's memory."""

import argparse
import json
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import DanqingError
from danqing.core.memory import GIB
from danqing.core.reading import Message
from danqing.core.technique import PLAIN, LoraUse, Technique
from danqing.engine.opening import open_painter
from danqing.evaluation.gpu.building import build_lora
from danqing.evaluation.gpu.cases import CASES, Case
from danqing.evaluation.gpu.ours import PROMPT, draw_ours
from danqing.models.catalog import ModelInfo
from danqing.models.demand import CONTEXT

if TYPE_CHECKING:
    import torch

READ = [Message("user", " ".join([PROMPT] * 30))]
"""A prompt of some 400 tokens, as the rules of a turn are."""
WRITTEN = 60
_LORA = "bench"


class Trial:
    """The models of a case, opened at the first turn."""

    def __init__(self, case: Case, folders: Path, device: "torch.device", small: bool) -> None:
        self._case, self._small, self._device = case, small, device
        self._painter: Any = None
        self._writer: Any = None
        loras: tuple[ModelInfo, ...] = ()
        if case.lora and case.painter:
            file = build_lora(folders / f"{case.painter}-lora.safetensors", folders / case.painter, 0)
            loras = (ModelInfo(_LORA, "lora", file),)
        if case.painter:
            info = ModelInfo(case.painter, "painter", folders / case.painter)
            self._painter = open_painter(info, str(device), lambda: loras)
        if case.writer:
            from danqing.language.local.transformers_llm import TransformersLanguageModel

            packed = case.quantisation if device.type == "cuda" else "none"
            self._writer = TransformersLanguageModel(folders / case.writer, case.writer, str(device), packed)

    def turn(self) -> float:
        """The seconds of an answer and a picture."""
        started = time.perf_counter()
        if self._writer is not None:
            self._writer.complete(READ, max_new_tokens=WRITTEN)
        if self._painter is not None:
            technique = Technique(loras=(LoraUse(_LORA),)) if self._case.lora else PLAIN
            side = self._case.pixels // 8 if self._small else self._case.pixels
            draw_ours(self._painter, side, 3 if self._small else 30, technique=technique)
        return time.perf_counter() - started


class Resident(threading.Thread):
    """The most main memory that this process held for itself: files that it only maps are left out."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.02):
            self.peak = max(self.peak, self._held())

    def stop(self) -> int:
        """Bytes, pinned memory among them."""
        import torch

        self._done.set()
        self.join()
        pinned = torch.cuda.host_memory_stats() if torch.cuda.is_available() else {}
        return self.peak + int(pinned.get("allocated_bytes.peak", 0))

    def _held(self) -> int:
        status = Path("/proc/self/status")
        if not status.exists():
            return 0
        lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines() if ":" in line)
        return sum(int(lines[name].split()[0]) * 1024 for name in ("RssAnon", "RssShmem") if name in lines)


def measured(case: Case, folders: Path, small: bool) -> dict[str, float]:
    """Seconds of two turns, ``first`` and ``second``; the most memory they took, in bytes: ``ram``, and ``vram`` on
    a card."""
    import torch

    device = torch.device("cpu" if small else "cuda:0")
    resident = Resident()
    resident.start()
    if device.type == "cuda" and case.vram is not None:
        total = torch.cuda.get_device_properties(device).total_memory
        torch.cuda.set_per_process_memory_fraction((case.vram * GIB - CONTEXT) / total, device)
    trial = Trial(case, folders, device, small)
    found = {"first": trial.turn(), "second": trial.turn(), "ram": resident.stop()}
    return found | ({"vram": CONTEXT + torch.cuda.max_memory_reserved(device)} if device.type == "cuda" else {})


def main() -> int:
    """Prints one JSON object, or says on stderr what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=[case.name for case in CASES])
    parser.add_argument("--folders", type=Path, required=True)
    parser.add_argument("--small", action="store_true")
    given = parser.parse_args()
    case = next(case for case in CASES if case.name == given.case)
    try:
        print(json.dumps(measured(case, given.folders, given.small)))
    except (DanqingError, RuntimeError, ImportError) as error:
        print(f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
