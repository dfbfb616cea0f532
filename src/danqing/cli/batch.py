"""``danqing batch``: a file of requests to a folder of pictures."""

from pathlib import Path
from typing import Annotated

import typer


def batch(
    file: Annotated[
        Path,
        typer.Argument(help="Text (one request a line), .csv or .jsonl with settings.", show_default=False),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder for pictures and manifest.  [default: FILE's name + -pictures]")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Picture model of rows that name none.")] = None,
    writer: Annotated[str | None, typer.Option(help="Language model of rows that name none.")] = None,
) -> None:
    """Draw every request of a file.

    Columns of CSV and keys of JSON lines: text, seed, steps, size, n, negative, model, writer, style,
    preset, guidance, init, mask, strength, outpaint, control, sampler, lora, clip_skip, highres, variation, each
    written as for `danqing draw`; only text is needed. Several LoRAs or controls stand between semicolons. Files are
    looked for beside FILE first.

    The folder gets the pictures and manifest.jsonl, one line a row. Run the same command again to go on after a
    stop: rows that are drawn already are passed over. A row that fails does not stop the others.

    Exit code 0: every row is drawn. 1: some failed or were refused. 2: the file or the folder cannot be used.

    Examples:

    danqing batch requests.txt --out pictures

    danqing batch requests.csv
    """
    from danqing.cli.door import open_door
    from danqing.cli.manifest import Manifest
    from danqing.cli.outcome import INTERRUPTED
    from danqing.cli.rows import read_rows
    from danqing.cli.series import Series
    from danqing.cli.texts import tell
    from danqing.core.settings import load
    from danqing.core.types import DrawOptions

    rows = read_rows(file)
    folder = (out or Path(f"{file.stem}-pictures")).expanduser().absolute()
    manifest = Manifest(folder)
    settings = load()
    with open_door(settings) as door:
        series = Series(door, manifest, DrawOptions(painter=model, writer=writer), settings, typer.echo)
        stopped = False
        try:
            for row in rows:
                series.draw(row)
        except KeyboardInterrupt:
            stopped = True
        finally:
            typer.echo(series.summary())
    if stopped:
        typer.echo(tell("batch_stopped"), err=True)
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(1 if series.failed else 0)
