"""Chatting while a picture is drawn: what share of its speed each of the two keeps."""

from typing import TYPE_CHECKING

from danqing.core.protocols import Cancelled
from danqing.core.reading import Message
from danqing.evaluation.gpu.loops import Loop, rates
from danqing.evaluation.gpu.row import Figure, Figures, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from danqing.evaluation.gpu.stage import Stage

ASKED = [Message("user", "a large red boat at night, and then the same by day")]
TOKENS = 150


def _measure(stage: "Stage") -> Figures:
    side, writer = stage.side(512), stage.writer()
    stage.settle(side)

    def draw(count: "Callable[[], None]", stopped: Cancelled) -> None:
        stage.draw(side, on_step=lambda *_: count(), cancelled=stopped)

    def chat(count: "Callable[[], None]", stopped: Cancelled) -> None:
        def each_pass() -> bool:
            count()
            return stopped()

        # An answer begins with a pass over the prompt's last token, the rest is kept: each pass is one token decoded.
        writer.complete(ASKED, max_new_tokens=TOKENS, cancelled=each_pass)

    writer.complete(ASKED, max_new_tokens=TOKENS)  # now both models are there: weights read, graphs captured
    stage.draw(side)
    warm, window = (0.1, 0.5) if stage.small else (1.0, 3.0 if stage.quick else 8.0)
    loops: dict[str, Loop] = {"drawing": draw, "chatting": chat}
    alone = {name: rates({name: loop}, warm, window)[name] for name, loop in loops.items()}
    both = rates(loops, warm, window)
    kept = {name: both[name] / alone[name] for name in loops}
    return {
        "drawing alone": alone["drawing"],
        "chatting alone": alone["chatting"],
        "drawing, share kept": kept["drawing"],
        "chatting, share kept": kept["chatting"],
        "both shares": sum(kept.values()),
    }


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
