"""The optional file ``danqing.json`` in a model's folder: a painter's dialect, limits and defaults; a writer's wire."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.domain import STARTER, Domain
from danqing.core.errors import ModelUnusable
from danqing.models.families import FAMILIES, Family, family_of
from danqing.models.reading import readable
from danqing.models.single_file import described, known_layout
from danqing.models.vocabulary import companion

FILE = "danqing.json"
CONTEXT = 4096
"""Tokens that a language model is taken to hold where it does not say."""


@dataclass(frozen=True, slots=True)
class PainterCard:
    """What a painter is told to be drawn with.

    ``sizes``: the only (width, height) pairs it draws; empty: any multiple of ``multiple`` from ``low`` to ``high``.
    ``tokenizer``: the part of its folder that counts the tokens of a prompt.
    """

    dialect: str
    domain: Domain | None
    sizes: tuple[tuple[int, int], ...]
    default_size: tuple[int, int]
    steps: int
    guidance: float
    multiple: int
    low: int
    high: int
    tokenizer: str


@readable
def family_at(place: Path) -> Family | None:
    """The family of a picture model's folder or file; None where nothing tells. ModelUnusable for a damaged file."""
    folder, changes = place, {}
    if place.is_file():
        layout = known_layout(place)
        if layout is None:
            return None
        folder, changes = described(place, layout), layout.scheduler
    names = ("model_index.json", "transformer/config.json", "scheduler/scheduler_config.json", "unet/config.json")
    index, transformer, scheduler, unet = (_object(folder / name) for name in names)
    return family_of(index, transformer, scheduler | changes, unet)


@readable
def read_card(place: Path) -> PainterCard:
    """The card of a folder, or of a single file: in the folder of its name; what it does not say, or all where there
    is none, as the family of its pipeline has it.

    ModelUnusable where the card cannot be read.
    """
    path = (companion(place) if place.is_file() else place) / FILE
    known = family_at(place)
    try:
        data = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return _card(data, known or FAMILIES["sd15"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelUnusable("model_damaged", path=path, detail=str(error)) from error


def pipeline_of(place: Path) -> str:
    """The name of the pipeline that a folder or a single file is for; an empty one where it does not say."""
    if place.is_file():
        family = family_at(place)
        return "" if family is None else family.pipeline
    return str(_object(place / "model_index.json").get("_class_name", ""))


def text_layers(place: Path) -> int | None:
    """How many layers the CLIP text encoders of a picture model have, of two the smaller number; None where nothing
    tells."""
    layout = known_layout(place) if place.is_file() else None
    folder = place if layout is None else described(place, layout)
    configs = (_object(folder / part / "config.json") for part in ("text_encoder", "text_encoder_2"))
    told = [config.get("num_hidden_layers") for config in configs if "CLIP" in str(config.get("architectures"))]
    return min((layers for layers in told if isinstance(layers, int)), default=None)


def writer_wire(folder: Path) -> str:
    """How the language model in ``folder`` is asked: as its card says, else ``general``."""
    return str(_object(folder / FILE).get("wire", "general"))


def writer_context(folder: Path) -> int:
    """Tokens that a language model's prompt and answer may have together, by its ``config.json``."""
    config = _object(folder / "config.json")
    text = config.get("text_config")  # where the model reads more than text
    return int((text if isinstance(text, dict) else config).get("max_position_embeddings") or CONTEXT)


def _object(path: Path) -> dict[str, Any]:
    """The file's object; an empty one where it cannot be read: what is wrong with it the inspection tells."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _card(data: dict[str, Any], family: Family) -> PainterCard:
    sizes = tuple(_size(size) for size in data.get("sizes", ()))
    default = _size(data["default_size"]) if "default_size" in data else (sizes or family.sizes)[0]
    return PainterCard(
        dialect=str(data.get("dialect", family.dialect)),
        domain={"starter": STARTER, None: None}[data.get("domain")],
        sizes=sizes,
        default_size=default,
        steps=int(data.get("steps", family.steps)),
        guidance=float(data.get("guidance", family.guidance)),
        multiple=family.multiple,
        low=family.low,
        high=family.high,
        tokenizer=family.tokenizer,
    )


def _size(value: Any) -> tuple[int, int]:
    """``[256, 256]`` or ``"256x256"``."""
    width, height = value.split("x") if isinstance(value, str) else value
    return int(width), int(height)
