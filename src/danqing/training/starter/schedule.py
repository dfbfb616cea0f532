"""``all``: every stage within a given time, on no, one or more GPUs; goes on where an earlier run ended."""

import time
from pathlib import Path

from danqing.training.starter.crew import Crew, Stage

AUTOENCODER, WRITER, CRITICS = 0.27, 0.34, 0.10
"""Shares of the time. The painter gets the rest; the writer learns beside the autoencoder and a little longer."""
REFINED = 0.35
"""Share of the autoencoder where a painter is refined."""
RATE, LIGHT = 0.4, 4.0
"""Of a refinement: share of the highest rate, and how much more objects count than ground."""
AHEAD_S = 30.0
"""The critics are started so long before their time, to be ready."""
RESERVED_SEED, RESERVED_WIDTH = 97, 56
LINE_S = 15.0


def run(out: Path, seconds: float, gpus: int, refined: Path | None = None) -> None:
    """Trains all into ``out``: ``painter``, ``writer``, ``critic``, ``reserved``. Takes ``seconds`` and a little.

    With ``refined``, a painter's folder, only autoencoder and painter: both go on from there, for the small things.

    Stages that an earlier run finished are left out; painter and writer go on from the weights they kept. A stage that
    fails is tried again; RuntimeError at the end where one failed for good, with the others' results in place.
    """
    with Crew(out, gpus) as crew:
        stages = _refining(crew, seconds, refined) if refined else _stages(crew, seconds)
        for stage in stages.values():
            crew.mark(stage.name).unlink(missing_ok=True)
        said = -LINE_S
        while not all(stage.over for stage in stages.values()):
            _start_due(crew, stages)
            crew.watch()
            _drop_vain(crew, stages)
            if crew.elapsed - said >= LINE_S:
                said = crew.elapsed
                crew.report(seconds)
            time.sleep(0.2)
        crew.report(seconds)
    failed = [stage for stage in stages.values() if stage.state == "failed"]
    if failed:
        raise RuntimeError("\n".join(f"stage {stage.name} failed:\n{stage.tail(0)}" for stage in failed))


def _stages(crew: Crew, seconds: float) -> dict[str, Stage]:
    """What is left to do. Everything but the critics begins at once: the painter compiles while it waits."""
    out, last, every = crew.out, max(crew.gpus - 1, 0), tuple(range(crew.gpus))
    vae, first, painted = out / "vae", seconds * AUTOENCODER, seconds * (1 - CRITICS)
    critic = ["critic", "--vae", vae, "--wait", crew.mark("painter"), "--workers", crew.workers(0.45)]
    paint = ["painter", "--vae", vae, "--wait", crew.mark("autoencoder"), "--seed", 21, "--out", out / "painter"]
    reserved = ["--out", out / "reserved", "--seed", RESERVED_SEED, "--width", RESERVED_WIDTH]
    learn = ["autoencoder", "--out", out, "--workers", crew.workers(0.4), "--seed", 5]
    # Where only the writer is left to train, all is the writer's.
    alone = all(crew.done(name) for name in ("autoencoder", "painter"))
    writers, written = (every, seconds) if alone else ((last,), seconds * WRITER)
    write = ["writer", "--out", out / "writer", "--workers", crew.workers(0.9 / max(len(writers), 1) if alone else 0.3)]
    stages = (
        Stage("autoencoder", (0,), first, learn),
        Stage("writer", writers, written, write, out / "writer"),
        Stage("painter", every, painted, [*paint, "--workers", crew.workers(0.9 / max(crew.gpus, 1))], out / "painter"),
        Stage("critic", (0,), seconds, [*critic, "--out", out / "critic", "--seed", 11]),
        Stage("reserved", (last,), seconds, [*critic, *reserved]),
    )
    return {stage.name: stage for stage in stages if not crew.done(stage.name)}


def _refining(crew: Crew, seconds: float, begun: Path) -> dict[str, Stage]:
    """The autoencoder learns on whole pictures; the painter compiles meanwhile, then follows the latents."""
    out, vae = crew.out, crew.out / "vae"
    learn = ["autoencoder", "--out", out, "--init", begun / "vae", "--whole", "--rate", RATE, "--seed", 6]
    paint = ["painter", "--vae", vae, "--wait", crew.mark("autoencoder"), "--out", out / "painter", "--init", begun]
    light = ["--light", LIGHT, "--rate", RATE, "--seed", 22]
    stages = (
        Stage("autoencoder", (0,), seconds * REFINED, [*learn, "--workers", crew.workers(0.5)]),
        Stage(
            "painter",
            tuple(range(crew.gpus)),
            seconds,
            [*paint, *light, "--workers", crew.workers(0.9 / max(crew.gpus, 1))],
            out / "painter",
        ),
    )
    return {stage.name: stage for stage in stages if not crew.done(stage.name)}


def _start_due(crew: Crew, stages: dict[str, Stage]) -> None:
    painter = stages.get("painter")
    for stage in stages.values():
        judging = stage.name in {"critic", "reserved"}
        soon = painter is None or painter.over or (crew.gpus and crew.elapsed > painter.until - AHEAD_S)
        if stage.state == "waiting" and (soon or not judging):
            crew.start(stage)


def _drop_vain(crew: Crew, stages: dict[str, Stage]) -> None:
    """Without an autoencoder there is nothing to paint in and nothing to judge."""
    autoencoder = stages.get("autoencoder")
    if autoencoder is not None and autoencoder.state == "failed":
        for name in {"painter", "critic", "reserved"} & set(stages):
            if not stages[name].over:
                crew.drop(stages[name])
