"""What fits into a small card, and as planned: each case in a process of its own, with no more memory than it says."""

import json
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from danqing.core.memory import GIB
from danqing.evaluation.gpu.cases import CASES, PLANNED, SWITCHING, Case
from danqing.evaluation.gpu.row import Figure, Figures, Row, Unavailable

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage

LIMIT_S = 240


def tried(stage: "Stage", case: Case) -> Figures:
    """What ``trial.measured`` gives, once for each case of a run."""
    if case.name not in stage.tried:
        stage.tried[case.name] = _tried(stage, case)
    return stage.tried[case.name]


def _tried(stage: "Stage", case: Case) -> Figures:
    if stage.device.type == "cuda" and case.writer and find_spec("bitsandbytes") is None:
        raise Unavailable("bench_missing", what="bitsandbytes")
    stage.clear()  # the card is the case's own
    for name in filter(None, (case.writer, case.painter)):
        stage.folder(name)
    command = [sys.executable, "-m", "danqing.evaluation.gpu.trial", case.name, "--folders", str(stage.folders)]
    done = subprocess.run(
        [*command, *(["--small"] if stage.small else [])], capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def _fits(stage: "Stage", case: Case) -> Figures:
    found = tried(stage, case)
    return {
        "memory of the card at most": _over(found["vram"], GIB),
        "main memory at most": _over(found["ram"], GIB),
        "bits of a weight of the picture model": found["bits"],
        "first turn, weights read": found["first"],
        "a later turn": found["turn"],
    }


def _switches(stage: "Stage") -> Figures:
    found = tried(stage, SWITCHING)
    return {
        "copied to the card in a turn": _over(found["copied"], GIB),
        "rate of these copies": _over(found["rate"], 1e9),
        "pinned host to device": _over(found["upload"], 1e9),
        "share of that": _over(found["rate"], found["upload"]),
        "graphs captured again": found["captured"],
    }


def _plans(stage: "Stage") -> Figures:
    found = tried(stage, PLANNED)
    planned, taken = found["planned"], found["vram"]
    return {
        "planned": _over(planned, GIB),
        "taken": _over(taken, GIB),
        "off by": None if planned is None or taken is None else 100 * abs(taken / planned - 1),
    }


def _over(value: float | None, unit: float | None) -> float | None:
    return None if value is None or not unit else value / unit


def _row(case: Case) -> Row:
    figures = (
        Figure("memory of the card at most", "显存最多", "GiB", most=case.vram),
        Figure("main memory at most", "内存最多", "GiB", most=case.ram),
        Figure("bits of a weight of the picture model", "图像模型每个权重的位数"),
        Figure("first turn, weights read", "第一轮，含读取权重", "s"),
        Figure("a later turn", "之后的一轮", "s"),
    )
    return Row(case.name, case.english, case.chinese, figures, partial(_fits, case=case))


FITS = tuple(map(_row, CASES))
SWITCH = Row(
    "switch",
    "12 GiB: between Qwen2-7B 4-bit and SDXL",
    "12 GiB：在 Qwen2-7B 4 位与 SDXL 之间切换",
    (
        Figure("copied to the card in a turn", "每轮拷到显卡", "GiB"),
        Figure("rate of these copies", "拷贝速度", "GB/s"),
        Figure("pinned host to device", "锁页内存到设备", "GB/s"),
        Figure("share of that", "达到后者的比例", least=0.8),
        Figure("graphs captured again", "重新捕获的图", most=0),
    ),
    _switches,
)
PLAN = Row(
    PLANNED.name,
    PLANNED.english,
    PLANNED.chinese,
    (
        Figure("planned", "计划", "GiB"),
        Figure("taken", "实际", "GiB"),
        Figure("off by", "相差", "%", most=10),
    ),
    _plans,
)
