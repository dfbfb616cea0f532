"""The families that can be drawn with, by the name of their pipeline in ``model_index.json``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from danqing.core.technique import Abilities
from danqing.engine.families.flow import FlowModel
from danqing.engine.families.flow_kinds import FLUX, QWEN_IMAGE, SD3, Z_IMAGE
from danqing.engine.families.model import PictureModel, Traits
from danqing.engine.families.unet import StableDiffusion, StableDiffusionXL
from danqing.engine.samplers import FLOW_SAMPLERS, UNET_SAMPLERS
from danqing.models.devices import Device
from danqing.models.memory.tenancy import Tenancy


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a family beforehand, and how a folder of it is loaded."""

    traits: Traits
    load: Callable[[Path, Device, Tenancy], PictureModel]


_UNET = Traits(Abilities(UNET_SAMPLERS, loras=True, clip_skip=True, variation=True), guided=True)
_FLOW = Traits(Abilities(FLOW_SAMPLERS, loras=True, variation=True), wide=True)
_SD3 = Traits(Abilities(FLOW_SAMPLERS, loras=True, clip_skip=True, variation=True), wide=True)

OPENINGS: dict[str, Opening] = {
    "StableDiffusionPipeline": Opening(_UNET, StableDiffusion),
    "StableDiffusionXLPipeline": Opening(_UNET, StableDiffusionXL),
    SD3.pipeline: Opening(_SD3, partial(FlowModel, SD3)),
    FLUX.pipeline: Opening(_FLOW, partial(FlowModel, FLUX)),
    QWEN_IMAGE.pipeline: Opening(_FLOW, partial(FlowModel, QWEN_IMAGE)),
    Z_IMAGE.pipeline: Opening(_FLOW, partial(FlowModel, Z_IMAGE)),
}
