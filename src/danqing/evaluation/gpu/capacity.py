"""What fits into a small card: each case in a process of its own, which may use no more memory than that card has."""

import json
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from danqing.core.memory import GIB
from danqing.evaluation.gpu.cases import CASES, Case
from danqing.evaluation.gpu.row import Figure, Figures, Row, Unavailable

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage

LIMIT_S = 300


def _measure(stage: "Stage", case: Case) -> Figures:
    if stage.device.type == "cuda" and case.writer and find_spec("bitsandbytes") is None:
        raise Unavailable("bench_missing", what="bitsandbytes")
    for name in filter(None, (case.writer, case.painter)):
        stage.folder(name)
    stage.clear()
    command = [sys.executable, "-m", "danqing.evaluation.gpu.trial", case.name, "--folders", str(stage.folders)]
    done = subprocess.run(
        [*command, *(["--small"] if stage.small else [])], capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        "memory of the card at most": found["vram"] / GIB if "vram" in found else None,
        "main memory at most": found["ram"] / GIB,
        "first turn, weights read": found["first"],
        "turn after it": found["second"],
    }


def _row(case: Case) -> Row:
    figures = (
        Figure("memory of the card at most", "显存最多", "GiB", most=case.vram),
        Figure("main memory at most", "内存最多", "GiB", most=case.ram),
        Figure("first turn, weights read", "第一轮，含读取权重", "s"),
        Figure("turn after it", "其后一轮", "s"),
    )
    return Row(case.name, case.english, case.chinese, figures, partial(_measure, case=case))


ROWS = tuple(map(_row, CASES))
