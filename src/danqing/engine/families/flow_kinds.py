"""How each flow-matching family's pipeline is called with a prompt and settings."""

from typing import Any

from danqing.core.types import Prompt, Settings
from danqing.engine.families.flow import Kind


def _sd3(prompt: Prompt, settings: Settings) -> dict[str, Any]:
    skip = settings.technique.clip_skip
    return {
        "prompt": prompt.text,
        "negative_prompt": prompt.negative,
        "guidance_scale": settings.guidance,
        # diffusers counts from the last but one layer, which is 2 as WebUIs count.
        "clip_skip": None if skip is None else skip - 2,
    }


def _flux(prompt: Prompt, settings: Settings) -> dict[str, Any]:
    """Guidance is an input of the model (dev) or there is none (schnell): nothing reads a negative prompt."""
    return {"prompt": prompt.text, "guidance_scale": settings.guidance}


def _qwen(prompt: Prompt, settings: Settings) -> dict[str, Any]:
    guided = settings.guidance > 1
    return {
        "prompt": prompt.text,
        "negative_prompt": (prompt.negative or " ") if guided else None,  # a blank, as its authors call it
        "true_cfg_scale": settings.guidance,
    }


def _z_image(prompt: Prompt, settings: Settings) -> dict[str, Any]:
    return {"prompt": prompt.text, "negative_prompt": prompt.negative, "guidance_scale": settings.guidance}


_IMAGE_PROMPTS = ("image_encoder", "feature_extractor")
SD3 = Kind(
    "StableDiffusion3Pipeline", _sd3, packed=False, even=False, unused=_IMAGE_PROMPTS, repeated=("transformer_blocks",)
)
FLUX = Kind(
    "FluxPipeline",
    _flux,
    packed=True,
    unused=_IMAGE_PROMPTS,
    repeated=("transformer_blocks", "single_transformer_blocks"),
)
# Prompts of Qwen-Image are not padded: each length would be built for. Both turn positions in complex numbers, for
# which inductor writes no kernels.
QWEN_IMAGE = Kind("QwenImagePipeline", _qwen, packed=True)
Z_IMAGE = Kind("ZImagePipeline", _z_image, packed=False)
