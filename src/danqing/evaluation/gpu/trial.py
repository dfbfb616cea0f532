"""``python -m danqing.evaluation.gpu.trial CASE``: turns in a process of its own, under a cap on the card's memory."""

import argparse
import json
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from danqing.core.errors import DanqingError
from danqing.core.memory import GIB
from danqing.core.protocols import LanguageModel, Painter
from danqing.core.reading import Message
from danqing.core.technique import PLAIN, LoraUse, Technique
from danqing.engine.opening import open_painter
from danqing.evaluation.drawing import PROMPT, draw_ours
from danqing.evaluation.gpu.cases import ALL, Case
from danqing.evaluation.gpu.ledgers import ledger_for
from danqing.evaluation.gpu.roofline import uploaded
from danqing.evaluation.gpu.sampling import Copies, Resident
from danqing.evaluation.random_lora import build_lora
from danqing.language.opening import applicant, open_writer
from danqing.models.catalog import ModelInfo
from danqing.models.memory.demand import CONTEXT, SLACK
from danqing.models.memory.needs import needs_of
from danqing.models.memory.terms import Applicant
from danqing.models.streams import Captured

if TYPE_CHECKING:
    import torch

READ = [Message("user", " ".join([PROMPT] * 30))]
"""A prompt of some 400 tokens, as the rules of a turn are."""
WRITTEN = 60
TURNS = 3
"""After the first one, which reads the weights, and a second, which may still find the best way to compute."""
_LORA = "bench"
_BITS = {"fp32": 32, "fp16": 16, "bf16": 16, "fp8": 8, "int8": 8, "nf4": 4}


class Trial:
    """The models of a case under one ledger, opened at the first turn."""

    def __init__(self, case: Case, folders: Path, device: "torch.device", small: bool) -> None:
        self._case, self._small = case, small
        packed = case.quantisation if device.type == "cuda" else "none"
        asking = []
        if case.writer:
            asking.append(applicant(case.writer, folders / case.writer, packed))
        if case.painter:
            asking.append(
                Applicant(case.painter, "painter", partial(needs_of, folders / case.painter, "painter", case.painter))
            )
        self.ledger = ledger_for(case.vram, case.ram, small, lambda: asking)
        self._writer: LanguageModel | None = None
        self._painter: Painter | None = None
        if case.writer:
            info = ModelInfo(case.writer, "writer", folders / case.writer)
            self._writer = open_writer(info, str(device), packed, None, self.ledger)
        if case.painter:
            info = ModelInfo(case.painter, "painter", folders / case.painter)
            self._painter = open_painter(info, str(device), partial(_loras, case, folders), self.ledger)

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


def measured(case: Case, folders: Path, small: bool) -> dict[str, float | None]:
    """What the turns of a case took, in seconds, bytes and bytes a second; None for what there was not."""
    import torch

    device = torch.device("cpu" if small else "cuda:0")
    if device.type == "cuda" and case.vram is not None:
        total = torch.cuda.get_device_properties(device).total_memory
        # Of a card of that size its driver has a part, which PyTorch does not count.
        torch.cuda.set_per_process_memory_fraction((case.vram * GIB - CONTEXT) / total, device)
    upload = uploaded(device, 2**20 if small else 2**28)
    resident = Resident()
    trial = Trial(case, folders, device, small)
    try:
        first, second = trial.turn(), trial.turn()
        plans = [account.plan for account in trial.ledger.accounts if account.plan is not None]
        arenas = {
            id(account.residence): account.residence.arena for account in trial.ledger.accounts if account.residence
        }
        arena = next(filter(None, arenas.values()), None)
        copied, captured = arena.copied if arena else 0, Captured.made
        copies = Copies(lambda: arena.last_copy if arena else None)
        turns = [trial.turn() for _ in range(1 if small else TURNS)]
        rate = copies.stop()
    finally:
        trial.ledger.close()
    held = [account.held for account in trial.ledger.accounts if account.applicant.role == "painter"]
    return {
        "first": first,
        "second": second,
        "turn": median(turns),
        "ram": resident.stop(),
        "vram": CONTEXT + torch.cuda.max_memory_reserved(device) if device.type == "cuda" else None,
        "planned": CONTEXT + SLACK + max(plan.peak for plan in plans) if plans else None,
        "bits": next((_BITS[each] for each in held if each), None),
        "copied": (arena.copied - copied) / len(turns) if arena else 0,
        "rate": rate,
        "upload": upload,
        "captured": Captured.made - captured,
    }


def _loras(case: Case, folders: Path) -> tuple[ModelInfo, ...]:
    if not (case.lora and case.painter):
        return ()
    return (
        ModelInfo(_LORA, "lora", build_lora(folders / f"{case.painter}-lora.safetensors", folders / case.painter, 0)),
    )


def main() -> int:
    """Prints one JSON object, or says on stderr what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=[case.name for case in ALL])
    parser.add_argument("--folders", type=Path, required=True)
    parser.add_argument("--small", action="store_true")
    given = parser.parse_args()
    case = next(case for case in ALL if case.name == given.case)
    try:
        print(json.dumps(measured(case, given.folders, given.small)))
    except (DanqingError, RuntimeError, ImportError) as error:
        print(f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
