"""``danqing bench``: how fast this machine draws with the starter, beside plain diffusers in the same run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from danqing.evaluation.surroundings import surroundings

Report = Callable[[str], None]
REQUESTS = ("夜空下的一艘红色小船", "two yellow stars above a house at night, pixel art", "草地上有三只白色的兔子")
CROWD = 4
"""Pictures that are drawn at once."""
WARM_TURNS = """
import json, resource, sys
from danqing import Studio
with Studio() as studio:
    rows = [studio.draw(text, seed=1).timings for text in json.loads(sys.argv[1])]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"rows": rows, "peak": peak}))
"""
"""A whole studio in a process of its own: its peak memory is its own too."""


def run(report: Report, repeats: int = 3) -> dict[str, Any]:
    """All CPU rows: medians in seconds and MiB, with the commit and the machine."""
    out: dict[str, Any] = surroundings()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DANQING_HOME": folder}
        report("danqing --help")
        out["danqing --help, s"] = _median(lambda: _timed([sys.executable, "-m", "danqing", "--help"], environment), 5)
        report("danqing draw, from process start to file")
        picture = str(Path(folder) / "picture.png")
        draw = [sys.executable, "-m", "danqing", "draw", REQUESTS[0], "--seed", "1", "--out", picture]
        out["danqing draw, process start to file, s"] = _median(lambda: _timed(draw, environment), repeats)
        report("warm turns")
        out |= _warm(environment, repeats)
    report("against plain diffusers")
    ours, plain = _drawing()
    out["picture, warm"] = _against_diffusers(lambda: ours(1), plain, max(3, repeats))
    report("several at once")
    out[f"{CROWD} pictures, warm"] = together(ours, CROWD, max(3, repeats))
    return out


def _timed(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def _median(measure: Callable[[], float], times: int) -> float:
    return round(median(measure() for _ in range(times)), 3)


def _warm(environment: dict[str, str], repeats: int) -> dict[str, Any]:
    """A turn after the first one, and the peak memory of the process that ran them."""
    texts = json.dumps([REQUESTS[0], *REQUESTS * repeats], ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-c", WARM_TURNS, texts], env=environment, check=True, capture_output=True, text=True
    )
    data = json.loads(done.stdout.splitlines()[-1])
    rows = data["rows"][1:]
    out: dict[str, Any] = {f"warm turn, {name}": round(median(r[name] for r in rows), 3) for name in rows[0]}
    # getrusage counts KiB on Linux and bytes on macOS.
    out["peak memory, MiB"] = round(data["peak"] / (1024 if sys.platform != "darwin" else 1024**2))
    return out


def _drawing() -> tuple[Callable[[int], object], Callable[[], object]]:
    """One picture by our painter, with a seed, and one by diffusers' own pipeline from the same folder."""
    import torch
    from diffusers import StableDiffusionPipeline

    from danqing.core.types import Prompt, Settings
    from danqing.engine.opening import open_painter
    from danqing.models.catalog import find_model, starter_folder
    from danqing.safety.policy import Policy

    painter = open_painter(find_model("starter", "painter"))
    steps, guidance, (width, height) = painter.default_steps, painter.default_guidance, painter.default_size
    prompt = "flat, night, 1 large red boat at hj"
    settings = Settings("starter", "", 1, steps, guidance, width, height)
    approved = Policy().approve(Prompt(prompt, "", "starter"), settings)
    plain = StableDiffusionPipeline.from_pretrained(
        starter_folder("painter"), torch_dtype=torch.float32, local_files_only=True, safety_checker=None
    )
    plain.set_progress_bar_config(disable=True)

    def ours(seed: int) -> object:
        return painter.draw(approved, seed, lambda *_: None, lambda: False)

    def theirs() -> object:
        return plain(prompt, num_inference_steps=steps, guidance_scale=guidance, width=width, height=height)

    return ours, theirs


def _against_diffusers(ours: Callable[[], object], theirs: Callable[[], object], repeats: int) -> dict[str, float]:
    """One picture by each, in turn; the ratio of medians."""
    ours()
    theirs()
    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(repeats)]
    mine, other = (median(p[i] for p in pairs) for i in (0, 1))
    return {"ours, s": round(mine, 3), "plain diffusers, s": round(other, 3), "times as fast": round(other / mine, 2)}


def together(draw: Callable[[int], object], count: int, repeats: int) -> dict[str, float]:
    """``count`` pictures, each with a seed of its own, one after another and all at once, by turns; medians."""

    def in_turn() -> None:
        for seed in range(count):
            draw(seed)

    def at_once() -> None:
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(draw, range(count)))

    pairs = [(_seconds(in_turn), _seconds(at_once)) for _ in range(repeats)]
    long, short = (median(pair[i] for pair in pairs) for i in (0, 1))
    return {
        "one after another, s": round(long, 3),
        "at once, s": round(short, 3),
        "times as fast": round(long / short, 2),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
