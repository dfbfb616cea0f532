"""Pictures drawn while training: by diffusers' own pipeline, with the adapter as it stands."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from danqing.training.lora.base import Base
from danqing.training.lora.conditions import Condition

if TYPE_CHECKING:
    from PIL.Image import Image

STEPS_LIMIT = 30
_TILE = 512
"""Pixels: larger pictures are decoded in tiles of that side, since a whole one of 1024 takes more than the UNet."""


def draw(
    base: Base,
    conditions: Sequence[Condition],
    empty: Condition,
    seeds: Sequence[int],
    size: tuple[int, int],
    between: Callable[[], None] = lambda: None,
) -> "Iterator[Image]":
    """One picture a condition, each with its seed, at the model's usual steps and guidance. ``empty``: of no text.

    UNet and autoencoder are on the device while it runs; the UNet stays there, ready to train. ``between``: called
    after each step of denoising; what it raises ends the drawing.
    """
    import torch

    pipeline = _pipeline(base)
    training = bool(base.unet.training)
    base.unet.to(base.device).eval()
    base.vae.to(base.device)
    _tile(base, size)

    def after_step(_pipeline: Any, _step: int, _timestep: int, values: dict[str, Any]) -> dict[str, Any]:
        between()
        return values

    try:
        for condition, seed in zip(conditions, seeds, strict=True):
            drawn = pipeline(  # without gradients by itself
                **_embeddings(base, condition, empty),
                num_inference_steps=min(base.card.steps, STEPS_LIMIT),
                guidance_scale=base.card.guidance,
                width=size[0],
                height=size[1],
                generator=torch.Generator("cpu").manual_seed(seed),
                callback_on_step_end=after_step,
            )
            yield drawn.images[0]
    finally:
        base.vae.to("cpu")
        base.unet.train(training)


def _tile(base: Base, size: tuple[int, int]) -> None:
    if base.device.type == "cuda" and max(size) > _TILE:
        base.vae.enable_tiling()
        base.vae.tile_sample_min_size = _TILE
        base.vae.tile_latent_min_size = _TILE // 2 ** (len(base.vae.config.block_out_channels) - 1)


def _embeddings(base: Base, condition: Condition, empty: Condition) -> dict[str, Any]:
    """What the pipeline takes in place of prompts."""
    import torch

    positive, negative = (c.to(base.device) for c in (condition, empty))
    states, nothing = positive.states.to(base.dtype), negative.states.to(base.dtype)
    if base.kind == "sd":
        return {"prompt_embeds": states, "negative_prompt_embeds": nothing}
    assert positive.pooled is not None
    pooled = positive.pooled.to(base.dtype)
    if base.zeros:
        negative = Condition(torch.zeros_like(states), torch.zeros_like(pooled))
    assert negative.pooled is not None
    return {
        "prompt_embeds": states,
        "negative_prompt_embeds": negative.states.to(base.dtype),
        "pooled_prompt_embeds": pooled,
        "negative_pooled_prompt_embeds": negative.pooled.to(base.dtype),
    }


def _pipeline(base: Base) -> Any:
    """The family's pipeline around the parts that are loaded, without text encoders."""
    import diffusers

    kind, settings = base.scheduler
    scheduler = kind.from_config(settings)
    parts = {"vae": base.vae, "unet": base.unet, "scheduler": scheduler, "text_encoder": None, "tokenizer": None}
    if base.kind == "sd":
        pipeline = diffusers.StableDiffusionPipeline(
            **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False
        )
    else:
        pipeline = diffusers.StableDiffusionXLPipeline(
            **parts, text_encoder_2=None, tokenizer_2=None, add_watermarker=False
        )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
