"""Model folders of ComfyUI and the A1111 WebUI, used in place: what lies in them, and whether it can be used."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from danqing.core.errors import BadInput, DanqingError, ModelUnusable
from danqing.core.technique import ControlKind
from danqing.models.adapters import ControlFacts
from danqing.models.reading import readable
from danqing.models.registry import AddedRole
from danqing.models.vetting import vet_folder
from danqing.models.weights import PICKLES

_DEPTH = 6
_LIMIT = 20_000
"""Files that are looked at; a whole disk, given by mistake, is left after these."""
_ROLES: dict[str, AddedRole] = {
    "checkpoints": "painter",
    "stable-diffusion": "painter",
    "diffusers": "painter",
    "loras": "lora",
    "lora": "lora",
    "lycoris": "lora",
    "controlnet": "control",
}
_PARTS = frozenset(
    "vae vae_approx vae-approx clip text_encoder text_encoders clip_vision unet diffusion_models embeddings "
    "hypernetworks upscale_models esrgan realesrgan swinir gfpgan codeformer style_models gligen "
    "photomaker ipadapter".split()
)
"""Folders of parts: no model here is made of these alone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A model that was found. ``problem``: why it cannot be used, None where it can; ``control``: what a ControlNet's
    maps show, where its name tells."""

    place: Path
    role: AddedRole | None
    kind: str = ""
    base: str | None = None
    control: ControlKind | None = None
    size: int = 0
    problem: DanqingError | None = None


@readable
def scan(folder: Path, only: Collection[Path] | None = None) -> tuple[Seen, ...]:
    """Every model below ``folder``, or the ones at the places of ``only``; headers are read, no weights.

    BadInput where it is no folder, or nothing is at one of these places; ModelUnusable where it may not be read.
    """
    if not folder.is_dir():
        raise BadInput("add_no_folder", place=str(folder)[:200])
    os.scandir(folder).close()  # one that may not be read would seem to be empty
    places = [place for place in _models(folder) if only is None or place in only]
    for gone in set(only or ()).difference(places):
        raise BadInput("scan_gone", place=str(gone)[:200], folder=folder)
    return tuple(_seen(place, folder) for place in places)


def _models(folder: Path) -> Iterator[Path]:
    """Folders that are a model, and files of weights that are in none."""
    looked = 0
    for place, inner, names in os.walk(folder, followlinks=False):
        here = Path(place)
        inner.sort()
        if {"model_index.json", "config.json", "adapter_config.json"} & set(names):
            inner.clear()
            if not _beside_a_file(here):
                yield here
            continue
        for name in sorted(names):
            looked += 1
            if name.endswith(".safetensors") or any(Path(name).match(pattern) for pattern in PICKLES):
                yield here / name
        inner[:] = [name for name in inner if not name.startswith(".")]
        if looked > _LIMIT or len(here.relative_to(folder).parts) >= _DEPTH:
            inner.clear()


def _beside_a_file(folder: Path) -> bool:
    """Whether it only holds what a checkpoint of its name does not say of itself."""
    return folder.with_name(f"{folder.name}.safetensors").is_file()


def _seen(place: Path, folder: Path) -> Seen:
    above = [name.lower() for name in place.relative_to(folder.parent).parts[:-1]]
    nearest = next((name for name in reversed(above) if name in _ROLES or name in _PARTS), "")
    size = place.stat().st_size if place.is_file() else 0
    if nearest in _PARTS:
        return Seen(place, None, size=size, problem=ModelUnusable("scan_part", path=place))
    try:
        found = vet_folder(place, device_name="cpu")
    except DanqingError as error:
        return Seen(place, _ROLES.get(nearest), size=size, problem=error)
    adapter = found.adapter
    control = adapter.kind if isinstance(adapter, ControlFacts) else None
    return Seen(place, found.role, found.kind, adapter.base if adapter else None, control, found.size)
