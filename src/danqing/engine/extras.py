"""The LoRAs and ControlNets of the catalogue that one picture model can be drawn with."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.technique import CONTROLS, ControlKind
from danqing.models.adapters import inspect_control, inspect_lora
from danqing.models.card import pipeline_of, read_card
from danqing.models.catalog import ModelInfo
from danqing.models.inspect import read_json
from danqing.models.reading import lacking, readable
from danqing.models.single_file import layout_of

Catalogue = Callable[[], Sequence[ModelInfo]]
"""The LoRAs and ControlNets that there are now. Raises BadInput where their file is wrong."""

_BASES = {
    "StableDiffusionXLPipeline": "sdxl",
    "StableDiffusion3Pipeline": "sd3",
    "FluxPipeline": "flux",
    "QwenImagePipeline": "qwen-image",
    "ZImagePipeline": "z-image",
}
_BY_WIDTH = {768: "sd15", 1024: "sd2"}


class Extras:
    """What ``catalogue`` has for the model at ``place``, whose pipeline is ``kind``."""

    def __init__(self, place: Path, kind: str, painter_id: str, catalogue: Catalogue) -> None:
        self._id = painter_id
        self._catalogue = catalogue
        self.bases = bases_of(place, kind)

    def controls(self) -> tuple[ControlKind, ...]:
        """The kinds of maps for which there is a network that suits the model."""
        with suppress(BadInput):  # a wrong file is told of when something in it is asked for
            known = {info.control for info in self._catalogue() if info.role == "control" and self._suits(info.base)}
            return tuple(kind for kind in CONTROLS if kind in known)
        return ()

    def lora(self, lora_id: str) -> Path:
        """Where a LoRA is. BadInput where there is none of that id, or it was made for other models; ModelUnusable for
        one that is damaged or gone."""
        known = [info for info in self._catalogue() if info.role == "lora"]
        found = next((info for info in known if info.id == lora_id), None)
        if found is None or found.folder is None:
            ids = ", ".join(info.id for info in known)
            raise BadInput("lora_unknown" if known else "lora_none", id=lora_id[:100], known=ids)
        _present(found.folder)
        base = inspect_lora(found.folder).base or found.base
        if not self._suits(base):
            own = " / ".join(sorted(self.bases))
            raise BadInput("lora_base", id=lora_id, base=base, painter=self._id, own=own)
        return found.folder

    def control(self, kind: ControlKind) -> Path:
        """Where the network for such maps is: of several the one that was added last. BadInput where there is none;
        ModelUnusable for one that is damaged or gone."""
        known = [info for info in self._catalogue() if info.role == "control" and info.control == kind]
        suited = [info.folder for info in known if self._suits(info.base) and info.folder is not None]
        if not suited:
            own = " / ".join(sorted(self.bases))
            raise BadInput("control_missing", kind=kind, painter=self._id, own=own)
        _present(suited[-1])
        inspect_control(suited[-1])
        return suited[-1]

    def _suits(self, base: str | None) -> bool:
        """What does not say its base is tried: its shapes tell in the end."""
        return base is None or base in self.bases or base == self._id


def suited_bases(info: ModelInfo) -> frozenset[str]:
    """What LoRAs that suit a picture model of the catalogue call their base; its own id, where they tell no family
    but were learnt for it. Empty where it has no files. Raises ModelUnusable."""
    if info.folder is None:
        return frozenset()
    return bases_of(info.folder, pipeline_of(info.folder)) | {info.id}


def bases_of(place: Path, kind: str) -> frozenset[str]:
    """What LoRAs and ControlNets for the model at ``place`` call their base.

    A model of a closed vocabulary has the layout of a large one, but none of its LoRAs: only those of its own suit it.
    """
    card = read_card(place)
    if card.domain is not None:
        return frozenset((card.dialect,))
    if kind != "StableDiffusionPipeline":
        return frozenset((_BASES[kind],)) if kind in _BASES else frozenset()
    if place.is_file():
        return frozenset(("sd2" if layout_of(place).config.startswith("sd2") else "sd15",))
    width: Any = None
    with suppress(ModelUnusable):  # told of when it is loaded
        width = read_json(place / "unet" / "config.json").get("cross_attention_dim")
    return frozenset((_BY_WIDTH[width],)) if width in (768, 1024) else frozenset(("sd15", "sd2"))


@readable
def _present(place: Path) -> None:
    if not place.exists():
        raise lacking(place, place.name)
