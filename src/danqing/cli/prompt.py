"""``danqing prompt``: what a request becomes, looked at without drawing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from danqing.cli import flags
from danqing.core.errors import DanqingError

if TYPE_CHECKING:
    from danqing.core.shown import PromptShown


def prompt(
    text: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help="What to draw, in quotation marks."),
    ],
    dialect: Annotated[
        str | None,
        typer.Option(
            help="starter, sd15, sdxl, sd3, flux, qwen-image or z-image. What the picture model reads by default."
        ),
    ] = None,
    writer: Annotated[
        str | None, typer.Option(help="Who reads the request: composer (the rules) or a language model's id.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Decides wildcards and what the request leaves open.")] = None,
    style: flags.Style = None,
    preset: flags.Preset = None,
    negative: flags.Negative = None,
    model: flags.Model = None,
    guidance: flags.Guidance = None,
    sampler: flags.SamplerName = None,
    lora: flags.Lora = None,
    clip_skip: flags.ClipSkip = None,
    highres: flags.Highres = None,
    variation: flags.VariationOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="Exactly one JSON object on stdout.")] = False,
) -> None:
    """Show entities, scene, prompt, negative prompt and what was dropped, without drawing or storing anything.

    Exit code 0: there is a prompt. 1: nothing in the request can be drawn. 2: bad use. 3: refused by the policy.

    Examples:

    danqing prompt "夜空下的一艘红色小船"

    danqing prompt "a __colours__ fox, ink wash" --dialect sdxl --seed 7 --json
    """
    import json

    from danqing.cli.door import open_door
    from danqing.cli.draw import one_request
    from danqing.cli.technique import read_technique

    try:
        with open_door() as door:
            shown = door.show_prompt(
                one_request(text),
                dialect=dialect,
                writer=writer,
                seed=seed,
                style=style,
                preset=preset,
                negative=negative,
                painter=model,
                guidance=guidance,
                technique=read_technique(
                    sampler=sampler, clip_skip=clip_skip, lora=lora or (), highres=highres, variation=variation
                ),
            )
    except DanqingError as error:
        if as_json:
            from danqing.cli.outcome import error_as_json
            from danqing.cli.texts import ui_language

            told = error_as_json(error, error.message(ui_language()))
            typer.echo(json.dumps({"error": told}, ensure_ascii=False))
        raise
    if as_json:
        typer.echo(json.dumps(shown.model_dump(mode="json"), ensure_ascii=False))
    else:
        _print(shown)
    raise typer.Exit(0 if shown.prompt is not None else 1)


def _print(shown: "PromptShown") -> None:
    from danqing.cli.columns import aligned

    for line in aligned(list(_rows(shown))):
        typer.echo(line)
    if shown.prompt is None:
        typer.echo(shown.reply)


def _rows(shown: "PromptShown") -> Iterator[tuple[str, str]]:
    """Titles and lines; a title stands before the first of its lines."""
    from danqing.cli.texts import tell, tell_type

    entities = [f"{entity.text} → {entity.name} ({tell_type(entity.group)})" for entity in shown.entities]
    groups: dict[str, list[str | None]] = {
        "look_text": [shown.text],
        "look_entities": [*entities],
        "look_scene": [shown.summary],
        "look_reader": [shown.writer, shown.fallback],
        "look_left_out": list(shown.left_out),
        "look_prompt": [shown.prompt],
        "look_negative": [shown.negative],
        "look_dropped": [f"{dropped.text}: {dropped.reason}" for dropped in shown.dropped],
        "look_dialect": [shown.dialect],
        "look_chosen": [shown.chosen.reason if shown.chosen else None],
    }
    for key, lines in groups.items():
        for number, line in enumerate(line for line in lines if line):
            yield (tell(key) if number == 0 else "", line)
