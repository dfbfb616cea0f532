"""``danqing bench``: how fast this machine draws with the starter, beside plain diffusers in the same run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from danqing.evaluation.bench_starter import FEW, PROMPT, Starter, chat, loras, previews, random_times
from danqing.evaluation.surroundings import surroundings
from danqing.evaluation.timing import by_turns
from danqing.models.catalog import starter_folder
from danqing.models.devices import calm_threads

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
FIRST_PICTURE = """
import json, tempfile
from pathlib import Path
from danqing.models.devices import calm_threads
calm_threads()
import torch, diffusers, transformers
from danqing.evaluation.bench_starter import Starter
from danqing.evaluation.timing import seconds
starter = Starter(Path(tempfile.gettempdir()))
print(json.dumps([seconds(starter.painter.load), seconds(starter.draw), seconds(starter.draw)]))
"""
"""The libraries are there before, so that what is measured is the model."""
CLOSE = 5
"""Rounds of what differs by a few hundredths."""
CHATS = 2
"""Rounds of drawing, chatting and both."""
REQUESTED = (8, 12)
"""Requests that are more than can be drawn, and requests that leave pauses."""


def run(report: Report, repeats: int = 3) -> dict[str, Any]:
    """All CPU rows: medians in seconds and MiB, with the commit and the machine. ``repeats``: at least two."""
    calm_threads()
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
        report("the first picture of a process")
        out["first picture of a process"] = _first(environment, repeats)
        out |= _in_one_process(Path(folder), report, repeats)
    return out


def _in_one_process(folder: Path, report: Report, repeats: int) -> dict[str, dict[str, float]]:
    """What is drawn in this process, with models that stay warm. ``folder``: for LoRAs."""
    starter = Starter(folder)
    plain = _plain(starter)
    rows: dict[str, Callable[[], dict[str, float]]] = {
        "picture, warm": lambda: _against_diffusers(starter.draw, plain, repeats),
        f"{CROWD} pictures, warm": lambda: together(starter.draw, CROWD, repeats),
        "a preview at every step": lambda: previews(starter, CLOSE),
        f"another LoRA, {FEW} steps": lambda: loras(starter, CLOSE),
        "chat while a picture is drawn": lambda: chat(starter, CHATS),
        "requests at random times": lambda: random_times(starter, *REQUESTED, repeats),
    }
    out = {}
    for name, row in rows.items():
        report(name)
        out[name] = row()
    return out


def _first(environment: dict[str, str], repeats: int) -> dict[str, float]:
    """Weights read and a first picture against a second one, each time in a process of its own; medians."""
    rows = [_told([sys.executable, "-c", FIRST_PICTURE], environment) for _ in range(repeats)]
    weights, first, warm = (median(row[i] for row in rows) for i in range(3))
    return {
        "weights read, s": round(weights, 3),
        "first, s": round(first, 3),
        "warm, s": round(warm, 3),
        "weights and first, times a warm one": round((weights + first) / warm, 2),
    }


def _told(command: list[str], environment: dict[str, str]) -> Any:
    """The JSON in the last line of what a process prints."""
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _timed(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def _median(measure: Callable[[], float], times: int) -> float:
    return round(median(measure() for _ in range(times)), 3)


def _warm(environment: dict[str, str], repeats: int) -> dict[str, Any]:
    """A turn after the first one, and the peak memory of the process that ran them."""
    texts = json.dumps([REQUESTS[0], *REQUESTS * repeats], ensure_ascii=False)
    data = _told([sys.executable, "-c", WARM_TURNS, texts], environment)
    rows = data["rows"][1:]
    out: dict[str, Any] = {f"warm turn, {name}": round(median(r[name] for r in rows), 3) for name in rows[0]}
    # getrusage counts KiB on Linux and bytes on macOS.
    out["peak memory, MiB"] = round(data["peak"] / (1024 if sys.platform != "darwin" else 1024**2))
    return out


def _plain(starter: Starter) -> Callable[[], object]:
    """One picture by diffusers' own pipeline from the same folder."""
    import torch
    from diffusers import StableDiffusionPipeline

    pipe = StableDiffusionPipeline.from_pretrained(
        starter_folder("painter"), dtype=torch.float32, local_files_only=True, safety_checker=None
    )
    pipe.set_progress_bar_config(disable=True)
    guidance, side = starter.painter.default_guidance, starter.side

    def draw() -> object:
        return pipe(PROMPT, num_inference_steps=starter.steps, guidance_scale=guidance, width=side, height=side)

    return draw


def _against_diffusers(ours: Callable[[], object], theirs: Callable[[], object], repeats: int) -> dict[str, float]:
    """One picture by each, in turn; the ratio of medians."""
    ways = {"ours": ours, "plain diffusers": theirs}
    by_turns(ways, 1)
    return _compared(by_turns(ways, repeats), "plain diffusers", "ours", "times as fast")


def together(draw: Callable[[int], object], count: int, repeats: int) -> dict[str, float]:
    """``count`` pictures, each with a seed of its own, one after another and all at once, by turns; medians."""

    def in_turn() -> None:
        for seed in range(count):
            draw(seed)

    def at_once() -> None:
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(draw, range(count)))

    taken = by_turns({"one after another": in_turn, "at once": at_once}, repeats)
    return _compared(taken, "one after another", "at once", "times as fast")


def _compared(taken: Mapping[str, float], long: str, short: str, title: str) -> dict[str, float]:
    """Seconds by name, with how many times ``short`` goes into ``long``."""
    return {f"{name}, s": round(value, 3) for name, value in taken.items()} | {
        title: round(taken[long] / taken[short], 2)
    }
