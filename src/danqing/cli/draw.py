"""``danqing draw``: one request to its pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from danqing.cli import flags, memory
from danqing.core.errors import DanqingError

if TYPE_CHECKING:
    from danqing.cli.outcome import Outcome
    from danqing.core.types import DrawOptions

Metadata = Literal["full", "no-text", "none"]


def draw(
    text: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help="What to draw, in quotation marks."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="File or folder to write to. Without it the picture stays in the data folder."),
    ] = None,
    seed: flags.Seed = None,
    layout_seed: Annotated[
        int | None,
        typer.Option(help="The seed of where things stand, where it is not --seed: that of the first of -n."),
    ] = None,
    steps: flags.Steps = None,
    size: flags.Size = None,
    number: Annotated[int | None, typer.Option("-n", "--number", help="How many pictures.")] = None,
    model: flags.Model = None,
    writer: flags.Writer = None,
    negative: flags.Negative = None,
    style: flags.Style = None,
    preset: flags.Preset = None,
    base: flags.Base = None,
    mask: flags.Mask = None,
    strength: flags.Strength = None,
    outpaint: flags.Outpaint = None,
    control: flags.Control = None,
    guidance: flags.Guidance = None,
    sampler: flags.SamplerName = None,
    lora: flags.Lora = None,
    clip_skip: flags.ClipSkip = None,
    highres: flags.Highres = None,
    variation: flags.VariationOf = None,
    highvram: memory.HighVram = False,
    medvram: memory.MedVram = False,
    lowvram: memory.LowVram = False,
    cpu: memory.Cpu = False,
    precision: memory.PrecisionOf = None,
    attention: memory.AttentionBy = None,
    compile: memory.CompileOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="Exactly one JSON object on stdout.")] = False,
    metadata: Annotated[
        Metadata | None, typer.Option(help="What the file tells: all settings, all but the texts, or nothing.")
    ] = None,
) -> None:
    """Draw one request.

    The reply and the paths of the pictures go to stdout, progress to stderr.

    Exit code 0: drawn. 1: failed, or nothing in the request can be drawn by this model (the reply says what can).
    2: bad use. 3: refused by the policy. 130: stopped with Ctrl-C; nothing half-written is left.

    Examples:

    danqing draw "夜空下的一艘红色小船" --out boat.png

    danqing draw "two blue cats on the left, watercolour" --seed 7 -n 4 --out cats.png

    danqing draw "三颗黄色的星星" --json

    danqing draw "a red cat" --base photo.jpg --strength 0.6

    danqing draw "a dancer" --control pose:dancer.png:0.8 --lora ink:0.7 --sampler dpmpp-2m-karras
    """
    from danqing.cli.requests import draw_options
    from danqing.cli.technique import read_technique

    with reporting(as_json):
        options = draw_options(
            seed=seed,
            layout_seed=layout_seed,
            steps=steps,
            size=size,
            number=number,
            model=model,
            writer=writer,
            negative=negative,
            metadata=metadata,
            preset=preset,
            style=style,
            guidance=guidance,
            base=base,
            mask=mask,
            strength=strength,
            technique=read_technique(
                sampler=sampler,
                clip_skip=clip_skip,
                lora=lora or (),
                control=control or (),
                highres=highres,
                outpaint=outpaint,
                variation=variation,
            ),
        )
        asked = memory.memory_settings(highvram, medvram, lowvram, cpu, precision, attention, compile)
        _draw(one_request(text), options, out, as_json, asked)


def one_request(words: list[str]) -> str:
    """The request. BadUse for one that the shell has cut into words, because it had no quotation marks."""
    from danqing.cli.texts import BadUse

    if len(words) > 1:
        raise BadUse("text_unquoted", text=" ".join(words))
    return words[0]


@contextmanager
def reporting(as_json: bool) -> Iterator[None]:
    """With ``--json`` an error, too, is one JSON object on stdout; then it goes on to the outermost loop."""
    try:
        yield
    except DanqingError as error:
        if as_json:
            from danqing.cli.outcome import Outcome, error_as_json
            from danqing.cli.texts import ui_language

            message = error.message(ui_language())
            _print_json({**Outcome().as_json(()), "error": error_as_json(error, message)})
        raise


def _draw(
    text: str,
    options: "DrawOptions",
    out: Path | None,
    as_json: bool,
    memory_asked: dict[str, Any],
) -> None:
    from danqing.cli.door import open_door
    from danqing.cli.picture_files import Target
    from danqing.cli.progress import Bar, follow
    from danqing.cli.start import started
    from danqing.core.settings import load

    target = Target(out)
    settings = load(**memory_asked)
    memory.refuse_elsewhere(settings.home, memory_asked)
    with open_door(settings) as door:
        options = started(door, options)
        turn_id = door.submit(door.create_conversation(), text, options)
        outcome = follow(door, turn_id, Bar())
        if outcome.error is not None:
            raise outcome.error
        files = [str(path) for path in target.save(door, outcome.pictures)]
    if as_json:
        _print_json(outcome.as_json(files, settings))
    else:
        _print(outcome, files)
    raise typer.Exit(outcome.exit_code)


def _print(outcome: "Outcome", files: list[str]) -> None:
    """Reply and paths; what explains them goes to stderr: a refusal, why rules read the request, who draws and why,
    what memory had no room for."""
    if outcome.changed is not None and outcome.changed.fallback:
        typer.echo(outcome.changed.fallback, err=True)
    for notice in (outcome.chosen, *outcome.notices):
        if notice:
            typer.echo(notice, err=True)
    typer.echo(outcome.reply, err=outcome.refused)
    for path in files:
        typer.echo(path)


def _print_json(data: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(data, ensure_ascii=False))
