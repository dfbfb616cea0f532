"""SDXL of 30 steps from the prompt to the pixels, 512² and 1024²: ours beside diffusers and the article's ways."""

from functools import partial
from typing import TYPE_CHECKING

from danqing.evaluation.gpu.eager import draw_eager
from danqing.evaluation.gpu.rivals import draw_efficient, draw_plain, draw_sliced, draw_xformers, has_xformers
from danqing.evaluation.gpu.roofline import MATRIX
from danqing.evaluation.gpu.row import Figure, Figures, Row
from danqing.evaluation.timing import Work, by_turns, psnr

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage

SEED = 1
XFORMERS = "memory-efficient attention by xformers"
EFFICIENT = "memory-efficient attention by PyTorch"
RECIPE = "recipe: attention slicing"
PLAIN = "plain diffusers"


def _measure(stage: "Stage", pixels: int, rounds: int) -> Figures:
    side, steps = stage.side(pixels), stage.steps
    stage.settle(side)
    pipe = stage.plain()
    ways: dict[str, Work] = {
        RECIPE: lambda: draw_sliced(pipe, side, steps),
        EFFICIENT: lambda: draw_efficient(pipe, side, steps),
        PLAIN: lambda: draw_plain(pipe, side, steps),
        "ours": lambda: stage.draw(side, seed=SEED),
    }
    if has_xformers():
        ways[XFORMERS] = lambda: draw_xformers(pipe, side, steps)
    flops = counted(ways[PLAIN])
    by_turns(ways, 1, stage.device)  # kernels are chosen at the first run
    taken = by_turns(ways, stage.some(rounds), stage.device)
    ours = taken["ours"]
    return {
        XFORMERS: None,
        **taken,
        "ours, a step": 1000 * ours / steps,
        "plain diffusers, a step": 1000 * taken[PLAIN] / steps,
        "times the recipe": taken[RECIPE] / ours,
        "times plain diffusers": taken[PLAIN] / ours,
        "share of the matrix rate": flops / ours / 1e12 / stage.probes()[MATRIX],
        "likeness to eager": psnr(stage.draw(side, seed=SEED), draw_eager(pipe, side, steps, SEED)),
    }


def counted(work: Work) -> int:
    """Floating-point operations of matrix products, convolutions and attention in one call."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        work()
    return int(counter.get_total_flops())


_WAYS = (
    Figure(RECIPE, "文章的做法：注意力切片", "s"),
    Figure(XFORMERS, "xformers 省显存注意力", "s"),
    Figure(EFFICIENT, "PyTorch 自带的省显存注意力", "s"),
    Figure(PLAIN, "原样使用 diffusers", "s"),
)
_CHECKS = (
    Figure("share of the matrix rate", "达到矩阵乘法速度的比例"),
    Figure("likeness to eager", "与逐步计算结果的 PSNR", "dB", least=45),
)

SMALL = Row(
    "sdxl-512",
    "SDXL 512², 30 steps, prompt to pixels",
    "SDXL 512²，30 步，从提示词到像素",
    (
        *_WAYS,
        Figure("ours", "丹青", "s", most=0.30),
        Figure("times the recipe", "为文章做法的倍数", "×", least=9),
        Figure("times plain diffusers", "为原样 diffusers 的倍数", "×", least=5),
        *_CHECKS,
    ),
    partial(_measure, pixels=512, rounds=5),
)
LARGE = Row(
    "sdxl-1024",
    "SDXL 1024², 30 steps, prompt to pixels",
    "SDXL 1024²，30 步，从提示词到像素",
    (
        *_WAYS,
        Figure("ours", "丹青", "s"),
        Figure("ours, a step", "丹青，每步", "ms", most=36),
        Figure("plain diffusers, a step", "原样 diffusers，每步", "ms"),
        Figure("times the recipe", "为文章做法的倍数", "×"),
        Figure("times plain diffusers", "为原样 diffusers 的倍数", "×"),
        *_CHECKS,
    ),
    partial(_measure, pixels=1024, rounds=3),
)
