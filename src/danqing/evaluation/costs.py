"""What a picture costs beyond itself, measured alike on a card and on a processor: previews, another LoRA, a chat."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING

from danqing.core.protocols import Cancelled, LanguageModel
from danqing.core.reading import Message
from danqing.core.types import StepReport
from danqing.evaluation.loops import Loop, rates
from danqing.evaluation.timing import by_turns, psnr

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

ASKED = [Message("user", "a large red boat at night, and then the same by day")]
TOKENS = 150
DRAWING, CHATTING = "drawing", "chatting"


def with_previews(
    draw: Callable[[StepReport], object], rounds: int, device: "torch.device | None" = None
) -> dict[str, float]:
    """Seconds of a picture ``with`` a preview at every step and ``without``, after one of each."""
    ways = {"with": lambda: draw(_looking), "without": lambda: draw(lambda *_: None)}
    by_turns(ways, 1, device)
    return by_turns(ways, rounds, device)


def _looking(done: int, total: int, preview: "Callable[[], Image] | None") -> None:
    if preview is not None:
        preview()


def tell_apart(draw: "Callable[[str | None], Image]", names: Sequence[str]) -> None:
    """Draws with each of two LoRAs, without one, and with the first again.

    RuntimeError where a picture is the same without its LoRA, or with the other: then no figure would mean anything.
    """
    one, other = (draw(name) for name in names)
    if psnr(one, other) > 60 or psnr(one, draw(None)) > 60:
        raise RuntimeError("the LoRAs change nothing in the picture")
    draw(names[0])


def swapping(
    draw: Callable[[str | None], object], names: Sequence[str], rounds: int, device: "torch.device | None" = None
) -> dict[str, float]:
    """Seconds of a picture with ``another`` LoRA than the one before and ``the same``, by turns; then ``plain``."""
    first, second = names
    work = {
        "another": lambda: draw(second),
        "the same": lambda: draw(second),
        "back": lambda: draw(first),
        "the same again": lambda: draw(first),
    }
    taken = by_turns(work, rounds, device)
    return {
        "another": (taken["another"] + taken["back"]) / 2,
        "the same": (taken["the same"] + taken["the same again"]) / 2,
        "plain": by_turns({"": lambda: draw(None)}, rounds, device)[""],
    }


def side_by_side(
    draw: Callable[[StepReport, Cancelled], object], writer: LanguageModel, warm_s: float, window_s: float, rounds: int
) -> dict[str, float]:
    """Steps and tokens a second of each alone, and the share that each keeps while both go on; medians of the rounds.

    Both models are there before: weights read, graphs captured.
    """

    def drawing(count: Callable[[], None], stopped: Cancelled) -> None:
        draw(lambda *_: count(), stopped)

    def chatting(count: Callable[[], None], stopped: Cancelled) -> None:
        def each_pass() -> bool:
            count()
            return stopped()

        # An answer begins with a pass over the prompt's last token, the rest is kept: each pass is one token decoded.
        writer.complete(ASKED, max_new_tokens=TOKENS, cancelled=each_pass)

    loops: dict[str, Loop] = {DRAWING: drawing, CHATTING: chatting}
    alone: dict[str, list[float]] = {name: [] for name in loops}
    both: dict[str, list[float]] = {name: [] for name in loops}
    for _ in range(rounds):
        for name, loop in loops.items():
            alone[name].append(rates({name: loop}, warm_s, window_s)[name])
        for name, rate in rates(loops, warm_s, window_s).items():
            both[name].append(rate)
    kept = {name: median(both[name]) / median(alone[name]) for name in loops}
    return {
        **{f"{name} alone": median(alone[name]) for name in loops},
        **{f"{name}, share kept": share for name, share in kept.items()},
        "both shares": sum(kept.values()),
    }
