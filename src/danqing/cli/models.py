"""``danqing models``: what can be drawn and written with."""

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The models that Danqing can use.")


@app.callback()
def models() -> None:
    """The models that Danqing can use."""


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list on stdout.")] = False,
) -> None:
    """Every model with its role, and whether its files are there and whole.

    Example:  danqing models list
    """
    from danqing.cli.models_found import found_models

    rows = found_models()
    if as_json:
        import json

        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    from danqing.cli.columns import aligned
    from danqing.cli.models_found import state_in_words
    from danqing.cli.texts import tell

    for line in aligned([(tell(f"doctor_role_{row['role']}"), row["id"], state_in_words(row)) for row in rows]):
        typer.echo(line)
    for row in rows:
        if row["state"] != "ready":
            typer.echo(f"\n{row['detail']}")
