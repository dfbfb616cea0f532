"""Rows of ``danqing bench`` that are measured in one process with the bundled models, both warm."""

from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from danqing.core.protocols import Cancelled
from danqing.core.technique import PLAIN, LoraUse, Technique
from danqing.core.types import StepReport
from danqing.engine.opening import open_painter
from danqing.evaluation.arrivals import CROWDED, EASY, Request, middle_and_late, poisson, served
from danqing.evaluation.costs import ASKED, TOKENS, side_by_side, swapping, tell_apart, with_previews
from danqing.evaluation.drawing import draw_ours
from danqing.evaluation.random_lora import build_lora
from danqing.evaluation.timing import by_turns
from danqing.language.opening import open_writer
from danqing.models.catalog import ModelInfo, find_model, starter_folder
from danqing.models.devices import AT_ONCE

if TYPE_CHECKING:
    from PIL.Image import Image

PROMPT = "flat, night, 1 large red boat at hj"
"""In the starter's own dialect."""
LORAS = ("bench-a", "bench-b")
FEW = 4
"""Steps of a picture with a LoRA, so that what is done once a picture stands out."""
WARM_S, WINDOW_S = 0.5, 5.0
MIXED = (4, 8)
"""Steps of a request that comes at a random time."""


class Starter:
    """The bundled picture model on the processor. ``folder``: where its LoRAs are made, when one is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.painter = open_painter(find_model("starter", "painter"), "cpu", self._loras)
        self.side, self.steps = self.painter.default_size[0], self.painter.default_steps

    def draw(
        self,
        seed: int = 1,
        steps: int | None = None,
        on_step: StepReport = lambda *_: None,
        lora: str | None = None,
        guidance: float | None = None,
        cancelled: Cancelled = lambda: False,
    ) -> "Image":
        """A picture of the model's own size, and of its own steps and guidance where none are given."""
        return draw_ours(
            self.painter,
            self.side,
            steps or self.steps,
            on_step,
            Technique(loras=(LoraUse(lora),)) if lora else PLAIN,
            self.painter.default_guidance if guidance is None else guidance,
            seed,
            cancelled,
            PROMPT,
        )

    def _loras(self) -> tuple[ModelInfo, ...]:
        files = (
            build_lora(self._folder / f"{name}.safetensors", starter_folder("painter"), seed)
            for seed, name in enumerate(LORAS)
        )
        return tuple(ModelInfo(name, "lora", file) for name, file in zip(LORAS, files, strict=True))


def previews(starter: Starter, rounds: int) -> dict[str, float]:
    """A picture with a preview at every step against one without any."""
    taken = with_previews(lambda on_step: starter.draw(on_step=on_step), rounds)
    return {
        "without, s": round(taken["without"], 3),
        "with, s": round(taken["with"], 3),
        "longer, %": round(100 * (taken["with"] / taken["without"] - 1), 1),
    }


def loras(starter: Starter, rounds: int) -> dict[str, float]:
    """A picture with another LoRA than the one before against one with the same."""

    def draw(name: str | None) -> "Image":
        return starter.draw(steps=FEW, lora=name)

    tell_apart(draw, LORAS)
    taken = swapping(draw, LORAS, rounds)
    return {
        "the same again, s": round(taken["the same"], 3),
        "another, s": round(taken["another"], 3),
        "a swap, s": round(taken["another"] - taken["the same"], 3),
        "with a LoRA, times without": round(taken["the same"] / taken["plain"], 2),
    }


def chat(starter: Starter, rounds: int) -> dict[str, float]:
    """Writing and drawing at the same time, each against itself alone."""
    writer = open_writer(find_model("starter", "writer"), "cpu")
    writer.complete(ASKED, max_new_tokens=TOKENS)

    def draw(on_step: StepReport, cancelled: Cancelled) -> object:
        return starter.draw(on_step=on_step, cancelled=cancelled)

    rates = side_by_side(draw, writer, WARM_S, WINDOW_S, rounds)
    units = {"drawing alone": "drawing alone, steps/s", "chatting alone": "chatting alone, tokens/s"}
    return {units.get(name, name): round(value, 2) for name, value in rates.items()}


def random_times(starter: Starter, crowd: int, easy: int, rounds: int) -> dict[str, float]:
    """The same requests at random times drawn one at a time, as the default on a processor is, and several at once.

    ``crowd``: requests that are more than can be drawn, sent ``rounds`` times; ``easy``: those that leave pauses.
    """

    def draw(request: Request) -> object:
        return starter.draw(request.seed, request.steps, guidance=request.guidance)

    ways = {"one at a time": 1, f"{AT_ONCE} at once": AT_ONCE}
    many = poisson(crowd, CROWDED, MIXED, 1)
    crowds = [{name: served(many, draw, workers)[0] for name, workers in ways.items()} for _ in range(rounds)]
    one, several = ways
    rates = {name: median(row[name] for row in crowds) for name in ways}
    few = poisson(easy, EASY * rates[one], MIXED, 2)
    alone = by_turns({"": partial(starter.draw, steps=sum(MIXED) // 2)}, 3)[""]
    waits: dict[str, Any] = {name: middle_and_late(served(few, draw, workers)[1]) for name, workers in ways.items()}
    out = {f"{name}, pictures a second": rate for name, rate in rates.items()}
    out[f"{several}, times one at a time"] = rates[several] / rates[one]
    for name, (middle, late) in waits.items():
        out |= {f"{name}, median wait, s": middle, f"{name}, 95 % wait at most, s": late}
    out["a picture alone, s"] = alone
    return {name: round(value, 2) for name, value in out.items()}
