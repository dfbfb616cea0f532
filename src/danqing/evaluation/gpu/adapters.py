"""One LoRA after another: what it costs that a picture has another one than the picture before."""

from typing import TYPE_CHECKING

from danqing.core.technique import PLAIN, LoraUse, Technique
from danqing.evaluation.costs import swapping, tell_apart
from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.random_lora import build_lora
from danqing.models.catalog import ModelInfo
from danqing.models.streams import Captured

if TYPE_CHECKING:
    from PIL.Image import Image

    from danqing.evaluation.gpu.stage import Stage

STEPS = 4
"""Few, so that what is done once a picture stands out."""
NAMES = ("bench-a", "bench-b")


def _measure(stage: "Stage") -> Figures:
    stage.painter()
    files = [
        build_lora(stage.folders / f"{name}.safetensors", stage.folder("sdxl"), seed) for seed, name in enumerate(NAMES)
    ]
    stage.loras[:] = [ModelInfo(name, "lora", file) for name, file in zip(NAMES, files, strict=True)]
    side = stage.side(512)

    def draw(name: str | None) -> "Image":
        return stage.draw(side, STEPS, technique=Technique(loras=(LoraUse(name),)) if name else PLAIN)

    tell_apart(draw, NAMES)
    before = Captured.made
    taken = swapping(draw, NAMES, stage.some(9), stage.device)
    return {
        "a swap": 1000 * (taken["another"] - taken["the same"]),
        "graphs captured by swaps": Captured.made - before,
        "a step with a LoRA, in steps without": taken["the same"] / taken["plain"],
    }


ROW = Row(
    "loras",
    "SDXL 512², one LoRA after another",
    "SDXL 512²，更换 LoRA",
    (
        Figure("a swap", "更换一次", "ms", most=20),
        Figure("graphs captured by swaps", "更换引起的重新捕获", most=0),
        Figure("a step with a LoRA, in steps without", "带 LoRA 的用时为不带的倍数", "×"),
    ),
    _measure,
)
