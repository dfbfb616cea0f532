"""Our side of a comparison: a picture as every turn draws it."""

from typing import TYPE_CHECKING

from danqing.core.protocols import Cancelled, Painter
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import Prompt, Settings, StepReport
from danqing.safety.policy import Policy

if TYPE_CHECKING:
    from PIL.Image import Image

PROMPT = "a large red boat at night, two yellow stars"
GUIDANCE = 7.0


def draw_ours(
    painter: Painter,
    side: int,
    steps: int,
    on_step: StepReport = lambda *_: None,
    technique: Technique = PLAIN,
    guidance: float = GUIDANCE,
    seed: int = 1,
    cancelled: Cancelled = lambda: False,
    prompt: str = PROMPT,
) -> "Image":
    """From the prompt to the pixels; ``side`` in pixels."""
    settings = Settings(painter.id, "", seed, steps, guidance, side, side, technique=technique)
    approved = Policy().approve(Prompt(prompt, "", painter.dialect), settings)
    return painter.draw(approved, seed, on_step, cancelled)
