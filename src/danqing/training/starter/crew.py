"""The crew: stages as processes of their own, watched, tried again when they fail, ended when their time is up."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE_S, TRIAL_GRACE_S = 120.0, 900.0
"""A stage that runs so much longer than it was given is ended; on the CPU the least work takes long."""
WORTH_S = 20.0
"""With less left a stage is not tried again."""


@dataclass
class Stage:
    """One stage: what to run, where, and until when (seconds of the crew's clock)."""

    name: str
    gpus: tuple[int, ...]
    until: float
    arguments: Sequence[object]
    folder: Path | None = None
    """With weights to go on from, where there are any."""
    tries: int = 0
    compiled: bool = True
    state: str = "waiting"
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    logs: list[Path] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {"done", "failed"}

    def line(self) -> str:
        """The last line that its first process printed, progress bars left out."""
        lines = [line for line in self.tail(0).splitlines() if line.strip() and "%|" not in line]
        return lines[-1].strip() if lines else self.state

    def tail(self, which: int) -> str:
        """The end of one process's log."""
        if not self.logs:
            return ""
        with self.logs[which].open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1500))
            return file.read().decode(errors="replace")


class Crew:
    """Starts stages and watches them. Logs go to ``out/logs``; ``out/stages`` holds a file for each that is over."""

    def __init__(self, out: Path, gpus: int) -> None:
        self.out, self.gpus = out, gpus
        self.cores = max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2)
        self.stages: list[Stage] = []
        self._started = time.monotonic()
        for folder in ("logs", "stages"):
            (out / folder).mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        for process in (process for stage in self.stages for process in stage.processes):
            process.terminate()  # all at once; those that have ended do not mind
        for stage in self.stages:
            self._end(stage)

    @property
    def elapsed(self) -> float:
        """Seconds since the crew began."""
        return time.monotonic() - self._started

    def workers(self, share: float) -> int:
        """Drawing processes for a stage that may use that share of the cores."""
        return max(1, int((self.cores - 1) * share))

    def mark(self, name: str) -> Path:
        """The file that exists when the stage is over; it holds ``done`` or ``failed``."""
        return self.out / "stages" / name

    def done(self, name: str) -> bool:
        """Whether this or an earlier run has finished the stage."""
        return self.mark(name).exists() and self.mark(name).read_text(encoding="utf-8") == "done"

    def start(self, stage: Stage) -> None:
        """Starts a stage, one process for each of its GPUs (one where it has none)."""
        if stage not in self.stages:
            self.stages.append(stage)
        known = ["--init", stage.folder] if stage.folder and (stage.folder / ".learnt.json").exists() else []
        arguments = [*stage.arguments, *known, "--seconds", max(stage.until - self.elapsed, 0.0)]
        command = [sys.executable, "-u", "-m", "danqing.training.starter", *map(str, arguments)]
        stage.tries, stage.state, stage.processes, stage.logs = stage.tries + 1, "running", [], []
        places = stage.gpus or (0,)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        for rank, gpu in enumerate(places):
            env = {**os.environ, **self._surroundings(gpu)}
            if len(places) > 1:
                world = {"RANK": str(rank), "WORLD_SIZE": str(len(places))}
                env |= {**world, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
            if not stage.compiled:
                env["TORCH_COMPILE_DISABLE"] = "1"
            again = f".try{stage.tries}" if stage.tries > 1 else ""
            stage.logs.append(self.out / "logs" / f"{stage.name}{rank or ''}{again}.log")
            with stage.logs[-1].open("w", encoding="utf-8") as file:
                stage.processes.append(subprocess.Popen(command, env=env, stdout=file, stderr=subprocess.STDOUT))

    def _surroundings(self, gpu: int) -> dict[str, str]:
        # One thread each: the drawing processes share the cores. Multicast is not allowed on every shared machine.
        calm = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "NCCL_NVLS_ENABLE": "0"}
        if not self.gpus:
            return calm
        # Each process sees one card as its first: the compiler's cache is keyed by the device's number.
        named = os.environ.get("CUDA_VISIBLE_DEVICES", "")
        cards = named.split(",") if named else [str(i) for i in range(self.gpus)]
        return {**calm, "CUDA_VISIBLE_DEVICES": cards[gpu % len(cards)]}

    def watch(self) -> None:
        """Looks after everything that runs; call it several times a second."""
        for stage in self.stages:
            if stage.state != "running":
                continue
            codes = [process.poll() for process in stage.processes]
            late = self.elapsed > stage.until + (GRACE_S if self.gpus else TRIAL_GRACE_S)
            if any(codes) or late:
                self._fail(stage)
            elif all(code == 0 for code in codes):
                self._over(stage, "done")

    def _fail(self, stage: Stage) -> None:
        """Tries again with what was kept: on one GPU after several, then without the compiler."""
        for which, process in enumerate(stage.processes):
            if process.poll():
                print(f"stage {stage.name} failed:\n{stage.tail(which)}", flush=True)
        self._end(stage)
        if stage.tries < 3 and stage.until - self.elapsed > WORTH_S:
            stage.compiled = len(stage.gpus) > 1
            stage.gpus = stage.gpus[:1]
            self.start(stage)
        else:
            self._over(stage, "failed")

    def _over(self, stage: Stage, state: str) -> None:
        stage.state = state
        new = self.mark(f".{stage.name}")
        new.write_text(state, encoding="utf-8")
        new.replace(self.mark(stage.name))
        print(f"{self.elapsed:5.0f} s  {stage.name} {state}", flush=True)

    def _end(self, stage: Stage) -> None:
        running = [process for process in stage.processes if process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + 10
        for process in running:
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def drop(self, stage: Stage) -> None:
        """Ends a stage whose work would be in vain."""
        self._end(stage)
        self._over(stage, "failed")

    def report(self, seconds: float) -> None:
        """Prints what every running stage said last, and writes ``out/progress.json``."""
        lines = {stage.name: stage.line() for stage in self.stages if stage.state == "running"}
        print(
            f"{self.elapsed:5.0f} s  " + " | ".join(f"{n}: {v.removeprefix(n)}" for n, v in lines.items()), flush=True
        )
        stages = {s.name: {"state": s.state, "tries": s.tries, "line": s.line()} for s in self.stages}
        new = self.out / ".progress.json"
        new.write_text(json.dumps({"elapsed": round(self.elapsed), "seconds": seconds, "stages": stages}, indent=2))
        new.replace(self.out / "progress.json")
