"""What we are compared with: diffusers' own pipeline from the same folder, plain and as the article has it."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.evaluation.drawing import GUIDANCE, PROMPT

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

Setting = Callable[[Any], object]


def open_plain(folder: Path, device: "torch.device") -> Any:
    """The pipeline as its documentation opens it: fp16 on a card, everything else as it comes."""
    import torch
    from diffusers import StableDiffusionXLPipeline

    from danqing.models.loading import loading

    dtype = torch.float16 if device.type == "cuda" else torch.float32
    with loading("transformers", "diffusers"):
        pipe = StableDiffusionXLPipeline.from_pretrained(
            folder, dtype=dtype, local_files_only=True, add_watermarker=False
        ).to(device)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def draw_plain(pipe: Any, side: int, steps: int) -> "Image":
    """One picture, from the prompt to its pixels."""
    image: Image = pipe(PROMPT, num_inference_steps=steps, guidance_scale=GUIDANCE, width=side, height=side).images[0]
    return image


def draw_with(pipe: Any, side: int, steps: int, on: Setting, off: Setting) -> "Image":
    """As ``draw_plain``, with a setting of the pipeline that is taken back afterwards."""
    on(pipe)
    try:
        return draw_plain(pipe, side, steps)
    finally:
        off(pipe)


def draw_sliced(pipe: Any, side: int, steps: int) -> "Image":
    """The article's recipe: attention in slices."""
    return draw_with(pipe, side, steps, lambda p: p.enable_attention_slicing(), lambda p: p.disable_attention_slicing())


def has_xformers() -> bool:
    """Whether the article's other option can be had."""
    return find_spec("xformers") is not None


def draw_xformers(pipe: Any, side: int, steps: int) -> "Image":
    """The article's other option: memory-efficient attention by xformers, alone."""
    return draw_with(
        pipe,
        side,
        steps,
        lambda p: p.enable_xformers_memory_efficient_attention(),
        lambda p: p.disable_xformers_memory_efficient_attention(),
    )


def draw_efficient(pipe: Any, side: int, steps: int) -> "Image":
    """The same kind of attention by PyTorch itself, which does not need xformers."""
    from torch.nn.attention import SDPBackend, sdpa_kernel

    with sdpa_kernel([SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]):
        return draw_plain(pipe, side, steps)
