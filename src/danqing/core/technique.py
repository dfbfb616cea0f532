"""Nouns of the picture engine's tools: sampler, LoRAs, control maps, a second pass, more canvas, variations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from PIL.Image import Image

Sampler = Literal["euler", "euler-a", "dpmpp-2m", "dpmpp-2m-karras", "dpmpp-sde", "unipc", "ddim", "lcm", "heun"]
"""Samplers by their usual names; diffusers calls them schedulers."""
SAMPLERS: tuple[Sampler, ...] = get_args(Sampler)

ControlKind = Literal["canny", "depth", "pose", "scribble"]
"""What a control map shows. ``canny`` is computed where the user gives a picture rather than a map."""
CONTROLS: tuple[ControlKind, ...] = get_args(ControlKind)


@dataclass(frozen=True, slots=True)
class LoraUse:
    """A LoRA by its id in the catalogue, and how strongly it works: 1 as it was trained, 0 not at all."""

    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Control:
    """A ControlNet's guidance. ``image``: id of a picture or an input; ``weight``: 1 as the network was trained."""

    kind: ControlKind
    image: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Margins:
    """Canvas added around the base picture, in pixels: outpainting."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


@dataclass(frozen=True, slots=True)
class Variation:
    """The first noise on the way to that of another seed. ``amount``: 0 is the picture itself, 1 the other seed's."""

    seed: int
    amount: float


@dataclass(frozen=True, slots=True)
class Technique:
    """How a picture is made beside prompt, seed, steps, guidance and size. None and empty leave it to the model.

    ``clip_skip``: as WebUIs count it: 1 takes the last layer of the text encoder, 2 the last but one;
    ``highres``: factor by which the first picture is enlarged and drawn over in a second pass, above 1.
    """

    sampler: Sampler | None = None
    clip_skip: int | None = None
    loras: tuple[LoraUse, ...] = ()
    controls: tuple[Control, ...] = ()
    highres: float | None = None
    outpaint: Margins | None = None
    variation: Variation | None = None


@dataclass(frozen=True, slots=True)
class ControlMap:
    """A control with its picture at hand, RGB of any size."""

    kind: ControlKind
    image: "Image"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a picture model can be asked for beside a prompt. ``loras``, ``clip_skip``, ...: whether it knows them."""

    samplers: tuple[Sampler, ...] = ()
    controls: tuple[ControlKind, ...] = ()
    loras: bool = False
    clip_skip: bool = False
    highres: bool = False
    outpaint: bool = False
    variation: bool = False


PLAIN = Technique()
"""All left to the model."""
NOTHING = Abilities()


def together(able: Sequence[Abilities]) -> Abilities:
    """What any of them can."""

    def one_can(name: str) -> bool:
        return any(getattr(each, name) for each in able)

    return Abilities(
        tuple(dict.fromkeys(sampler for each in able for sampler in each.samplers)),
        tuple(dict.fromkeys(kind for each in able for kind in each.controls)),
        *map(one_can, ("loras", "clip_skip", "highres", "outpaint", "variation")),
    )


def technique_from(data: Mapping[str, Any] | None) -> Technique:
    """The inverse of ``dataclasses.asdict``; what is absent is left open, as in data from before there was any."""
    if not data:
        return PLAIN
    outpaint, variation = data.get("outpaint"), data.get("variation")
    return Technique(
        **{name: data.get(name) for name in ("sampler", "clip_skip", "highres")},
        loras=tuple(LoraUse(**use) for use in data.get("loras") or ()),
        controls=tuple(Control(**control) for control in data.get("controls") or ()),
        outpaint=Margins(**outpaint) if outpaint else None,
        variation=Variation(**variation) if variation else None,
    )
