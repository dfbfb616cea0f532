"""Options that several commands have in common, each with its one name and one line of help."""

from pathlib import Path
from typing import Annotated

import typer

from danqing.core.technique import CONTROLS, SAMPLERS

Seed = Annotated[int | None, typer.Option(help="The same seed draws the same picture. At random by default.")]
Steps = Annotated[int | None, typer.Option(help="Denoising steps. The model's own number by default.")]
Size = Annotated[str | None, typer.Option(metavar="WxH", help="Width and height in pixels.")]
Model = Annotated[str | None, typer.Option(help="Picture model, an id from `danqing models list`, or auto.")]
Writer = Annotated[str | None, typer.Option(help="Language model, an id from `danqing models list`.")]
Negative = Annotated[str | None, typer.Option(help="What the picture should not show.")]
Style = Annotated[str | None, typer.Option(help="A style of `danqing library list styles`.")]
Preset = Annotated[str | None, typer.Option(help="A preset of `danqing library list presets`.")]
Guidance = Annotated[
    float | None, typer.Option(help="How closely the prompt is followed. The model's own number by default.")
]

Base = Annotated[
    str | None,
    typer.Option("--base", "--init", metavar="FILE|ID", help="A picture to start from: a file, or a drawn one's id."),
]
Mask = Annotated[Path | None, typer.Option(metavar="FILE", help="A picture that is white where the base may change.")]
Strength = Annotated[float | None, typer.Option(help="How far it may depart from the base: above 0, up to 1.")]
Control = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND:IMAGE[:WEIGHT]",
        help=f"A map that guides the drawing ({', '.join(CONTROLS)}): a file or a picture's id, and how strongly it "
        "guides, 0 to 2. For canny any picture will do. May be given several times.",
    ),
]
SamplerName = Annotated[str | None, typer.Option(metavar="NAME", help=f"One of {', '.join(SAMPLERS)}.")]
Lora = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID[:WEIGHT]",
        help="A LoRA, an id from `danqing models list`, and its weight, -2 to 2. May be given several times; "
        "<lora:NAME:WEIGHT> in the text does the same.",
    ),
]
ClipSkip = Annotated[
    int | None, typer.Option(help="Which layer of a CLIP text encoder is read: 1 the last, 2 the one before it.")
]
Highres = Annotated[
    float | None, typer.Option(metavar="FACTOR", help="Enlarge the picture and draw it over: above 1, up to 4.")
]
Outpaint = Annotated[
    str | None,
    typer.Option(
        metavar="SIDES",
        help="More canvas around the base, in pixels: 64 for every side, or left=64,right=128. Multiples of 8.",
    ),
]
VariationOf = Annotated[
    str | None,
    typer.Option(
        "--variation",
        metavar="SEED:AMOUNT",
        help="A picture on the way to that of another seed: 0 is the same, 1 that.",
    ),
]
