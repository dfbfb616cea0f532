"""Chatting while a picture is drawn: what share of its speed each of the two keeps."""

from typing import TYPE_CHECKING

from danqing.core.protocols import Cancelled
from danqing.core.types import StepReport
from danqing.evaluation.costs import ASKED, TOKENS, side_by_side
from danqing.evaluation.gpu.row import Figure, Figures, Row

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    side, writer = stage.side(512), stage.writer()
    stage.settle(side)

    def draw(on_step: StepReport, cancelled: Cancelled) -> object:
        return stage.draw(side, on_step=on_step, cancelled=cancelled)

    writer.complete(ASKED, max_new_tokens=TOKENS)
    stage.draw(side)
    warm, window = (0.1, 0.5) if stage.small else (1.0, 3.0 if stage.quick else 8.0)
    return dict(side_by_side(draw, writer, warm, window, rounds=1))


ROW = Row(
    "together",
    "SDXL 512² and Qwen2-7B bf16 at the same time, both warm; steps and decoded tokens are counted",
    "SDXL 512² 与 Qwen2-7B bf16 同时运行，均已预热；计数为步数与解码的 token",
    (
        Figure("drawing alone", "单独绘制", "steps/s"),
        Figure("chatting alone", "单独对话", "tokens/s"),
        Figure("drawing, share kept", "绘制保持的速度"),
        Figure("chatting, share kept", "对话保持的速度"),
        Figure("both shares", "两者之和", least=1.4),
    ),
    _measure,
)
