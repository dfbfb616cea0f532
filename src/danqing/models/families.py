"""Families of picture models: what each is drawn with by default, which sizes suit it, how much text it reads.

Figures are those of the models' own cards and of diffusers' pipelines.
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Any

Size = tuple[int, int]

_SD15: tuple[Size, ...] = (
    (512, 512), (576, 512), (512, 576), (640, 512), (512, 640), (704, 512), (512, 704), (768, 512), (512, 768),
    (896, 512), (512, 896),
)  # fmt: skip
_MEGAPIXEL: tuple[Size, ...] = (
    (1024, 1024), (1152, 896), (896, 1152), (1216, 832), (832, 1216), (1344, 768), (768, 1344),
    (1536, 640), (640, 1536),
)  # fmt: skip
_QWEN: tuple[Size, ...] = (
    (1328, 1328), (1472, 1104), (1104, 1472), (1584, 1056), (1056, 1584), (1664, 928), (928, 1664),
)  # fmt: skip
_Z_IMAGE: tuple[Size, ...] = (
    (1024, 1024), (1152, 864), (864, 1152), (1248, 832), (832, 1248), (1280, 720), (720, 1280),
    (1344, 576), (576, 1344),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """Facts about the models that read one dialect.

    ``pipeline``: diffusers' class for it. ``sizes``: (width, height) in pixels that it was trained on, its usual one
    first; it also takes multiples of ``multiple`` from ``low`` to ``high``. ``budget``: tokens that a prompt may have;
    ``tokenizer``: the part of a model's folder that counts them. ``negative``: whether it reads a negative prompt;
    ``weights``: whether phrases can be weighted; ``chinese``: whether it reads Chinese.
    """

    dialect: str
    pipeline: str
    steps: int
    guidance: float
    sizes: tuple[Size, ...]
    multiple: int
    low: int
    high: int
    budget: int
    tokenizer: str = "tokenizer"
    negative: bool = True
    weights: bool = False
    chinese: bool = False


FAMILIES = {
    family.dialect: family
    for family in (
        # CLIP holds 75 tokens beside its two marks: three times that are read, in chunks.
        Family("sd15", "StableDiffusionPipeline", 30, 7.5, _SD15, 8, 64, 1024, 225, weights=True),
        Family("sdxl", "StableDiffusionXLPipeline", 30, 7.0, _MEGAPIXEL, 8, 512, 2048, 225, weights=True),
        Family("sd3", "StableDiffusion3Pipeline", 28, 4.5, _MEGAPIXEL, 16, 512, 1536, 256, "tokenizer_3"),
        # Guidance is distilled into it: there is no second prediction that a negative prompt could steer.
        Family("flux", "FluxPipeline", 28, 3.5, _MEGAPIXEL, 16, 256, 2048, 512, "tokenizer_2", negative=False),
        Family("qwen-image", "QwenImagePipeline", 50, 4.0, _QWEN, 16, 512, 2048, 512, chinese=True),
        # The turbo model, eight evaluations; it is drawn without guidance, so that nothing reads a negative prompt.
        Family("z-image", "ZImagePipeline", 8, 0.0, _Z_IMAGE, 16, 512, 2048, 512, negative=False, chinese=True),
    )
}
"""By dialect."""


def family_of(
    index: dict[str, Any],
    transformer: dict[str, Any],
    scheduler: dict[str, Any] | None = None,
    unet: dict[str, Any] | None = None,
) -> Family | None:
    """The family of a model folder by its ``model_index.json`` and the configurations of its parts.

    Distilled models are known by them too: they need few steps and no guidance. None where no family here has that
    pipeline.
    """
    name = index.get("_class_name")
    found = next((family for family in FAMILIES.values() if family.pipeline == name), None)
    if found is None:
        return None
    if found.dialect == "flux" and transformer.get("guidance_embeds") is False:
        return replace(found, steps=4, guidance=0.0, budget=256)  # schnell
    if found.dialect in ("sd15", "sdxl"):
        return _of_unet(found, scheduler or {}, unet or {})
    return found


def _of_unet(family: Family, scheduler: dict[str, Any], unet: dict[str, Any]) -> Family:
    """With the size that its UNet was trained on, and the steps and guidance that suit its scheduler."""
    size = (8 * int(unet.get("sample_size") or 0),) * 2
    if size in ((512, 512), (768, 768)) and size != family.sizes[0]:  # SDXL Turbo; SD 2 with v-prediction
        family = replace(family, sizes=(size, *(other for other in family.sizes if other != size)))
    if scheduler.get("_class_name") == "LCMScheduler":
        # Guidance is an input of such UNets where they have a place for it.
        return replace(family, steps=6, guidance=8.0 if unet.get("time_cond_proj_dim") else 1.0)
    euler = scheduler.get("_class_name") in ("EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler")
    epsilon = scheduler.get("prediction_type", "epsilon") == "epsilon" and not scheduler.get("rescale_betas_zero_snr")
    if euler and epsilon and scheduler.get("timestep_spacing") == "trailing":
        return replace(family, steps=4, guidance=0.0)  # Turbo, Lightning, Hyper
    return family


def size_for(dialect: str, canvas: str, usual: Size) -> Size:
    """Width and height in pixels for ``16:9`` or ``1024x768``; ``usual`` for an unknown dialect or what is neither.

    A ratio takes the nearest size that the family was trained on, pixels are kept where the family takes them.
    """
    family = FAMILIES.get(dialect)
    wanted = re.fullmatch(r"\s*(\d{1,5})\s*([:：x×*])\s*(\d{1,5})\s*", canvas.lower())
    width, height = (int(wanted[1]), int(wanted[3])) if wanted else (0, 0)
    if family is None or wanted is None or not width or not height:
        return usual
    in_pixels = wanted[2] not in ":："
    if in_pixels and all(side % family.multiple == 0 and family.low <= side <= family.high for side in (width, height)):
        return width, height

    def distance(size: Size) -> tuple[float, float]:
        ratio = abs(math.log(size[0] * height / (size[1] * width)))
        return round(ratio, 6), abs(math.log(size[0] * size[1] / (width * height))) if in_pixels else 0.0

    return min(family.sizes, key=distance)
