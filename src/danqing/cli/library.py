"""``danqing library``: styles, negatives, presets and wildcards that can be used by name."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

if TYPE_CHECKING:
    from danqing.core.shown import EntryShown

app = typer.Typer(no_args_is_help=True, help="Styles, negatives, presets and wildcards.")
Part = Literal["styles", "negatives", "presets", "wildcards"]


@app.callback()
def library() -> None:
    """Styles, negatives, presets and wildcards."""


@app.command("list")
def list_(
    part: Annotated[Part | None, typer.Argument(help="One part of the library. All of it by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """What there is, by id, with its English and Chinese name; a star marks your own.

    Your own entries stand in the folder `library` of the data folder, in the format of docs/prompts.md.

    Examples:

    danqing library list styles

    danqing library list --json
    """
    from danqing.cli.columns import aligned
    from danqing.cli.texts import tell
    from danqing.core.settings import load
    from danqing.language.library.listing import listed

    found = listed(load().home)
    parts = [part] if part else list(get_args(Part))
    if as_json:
        import json

        typer.echo(json.dumps(found.model_dump(mode="json", include=set(parts)), ensure_ascii=False))
        return
    for name in parts:
        if part is None:
            typer.echo(f"{tell(f'library_{name}')}\n")
        for line in aligned([_row(entry) for entry in getattr(found, name)]):
            typer.echo(line)
        if part is None:
            typer.echo()


def _row(entry: "EntryShown") -> tuple[str, str, str]:
    return (f"{entry.id}{' *' if entry.own else ''}", entry.en, entry.zh)
