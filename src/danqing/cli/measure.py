"""``danqing eval`` and ``danqing bench``: measured figures about models and machine."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from danqing.cli.texts import TerminalError, ui_language


class Part(StrEnum):
    """The models that figures are about."""

    WRITER = "writer"
    PAINTER = "painter"
    CRITICS = "critics"


app = typer.Typer(no_args_is_help=True, help="Measure how good the models are.")


@app.callback()
def evaluate() -> None:
    """Measure how good the models are."""


@app.command()
def starter(
    n: Annotated[int, typer.Option("--n", min=1, help="How many held-out requests for each figure.")] = 500,
    part: Annotated[Part | None, typer.Option("--part", help="Only the figures of one model.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """The figures of the bundled models, on requests that they were not trained on.

    Example:  danqing eval starter --n 50
    """
    _need_starter()
    try:
        from danqing.evaluation import starter as figures
    except ImportError as error:
        raise TerminalError("no_figures", detail=str(error)) from error
    parts = figures.PARTS if part is None else (part.value,)
    _show(figures.run(n, lambda line: typer.echo(line, err=True), parts), as_json)


@app.command()
def facts(
    reserved: Annotated[
        bool, typer.Option("--reserved", help="The half that nobody looks at, for final figures only.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """How much of what hand-written requests ask for reaches the prompt, by the rules alone.

    Example:  danqing eval facts --json
    """
    from danqing.evaluation import facts as figures

    if not figures.FIXTURES.is_dir():
        raise TerminalError("no_figures", detail=figures.FIXTURES.name)
    _show(figures.run(reserved, lambda line: None if reserved else typer.echo(line, err=True)), as_json)


@app.command()
def entities(
    reserved: Annotated[bool, typer.Option("--reserved", help="The half that was kept for the final figure.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """How well the words of a request are recognised, on hand-written requests; needs the source tree.

    Example:  danqing eval entities
    """
    from danqing.evaluation import entities as figures

    if not figures.FIXTURES.is_dir():
        raise TerminalError("no_figures", detail=str(figures.FIXTURES))
    _show(figures.run(reserved, lambda line: typer.echo(line, err=True)), as_json)


benching = typer.Typer(invoke_without_command=True)


@benching.callback()
def bench(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """How fast this machine draws, and with how much memory.

    Example:  danqing bench --json
    """
    if context.invoked_subcommand is not None:
        return
    _need_starter()
    try:
        from danqing.evaluation import bench as speed
    except ImportError as error:
        raise TerminalError("no_figures", detail=str(error)) from error
    _show(speed.run(report=lambda line: typer.echo(line, err=True)), as_json)


@benching.command()
def gpu(
    only: Annotated[str, typer.Option("--only", metavar="ROW,…", help="Only these rows, by name.")] = "",
    quick: Annotated[bool, typer.Option("--quick", help="A third of the rounds.")] = False,
    small: Annotated[
        bool, typer.Option("--small", help="Rehearse with tiny models on the processor: the figures say nothing.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="A JSON file that is written after each row and gone on with.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--models", help="Where the models are built and stay; else a folder that goes.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """What a CUDA card does with models of full size and random weights, beside plain diffusers in the same run.

    Takes about 40 GB of disk while it runs, in TMPDIR or in --models.

    Example:  danqing bench gpu --only sdxl-512,previews
    """
    _need_starter()
    from danqing.evaluation.gpu.running import Options, run
    from danqing.evaluation.gpu.table import markdown

    names = tuple(name.strip() for name in only.split(",") if name.strip())
    found = run(Options(names, quick, small, out, folder), lambda line: typer.echo(line, err=True))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else markdown(found, ui_language()))


def _need_starter() -> None:
    """ModelUnusable where its files are missing or damaged: said now, not after a minute."""
    from danqing.models.catalog import check_model, find_model

    check_model(find_model("starter", "painter"))
    check_model(find_model("starter", "writer"))


def _show(figures: dict[str, Any], as_json: bool) -> None:
    """Figures as ``name: value`` lines, nested ones with their path, or as one JSON object."""
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in _flat(figures, ""):
        typer.echo(f"{name}: {value}")


def _flat(figures: dict[str, Any], prefix: str) -> list[tuple[str, object]]:
    lines: list[tuple[str, object]] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += _flat(value, f"{prefix}{name}.")
        else:
            lines.append((f"{prefix}{name}", value))
    return lines
