"""Options that several of the ``danqing models`` commands take, and how they print for programs."""

from typing import Annotated, Any, Literal

import typer

Role = Literal["writer", "painter"]
AnyRole = Literal["writer", "painter", "lora", "control"]
Kind = Annotated[
    Literal["canny", "depth", "pose", "scribble"] | None,
    typer.Option(help="What the maps of a ControlNet show, where its name does not tell."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


def print_json(data: Any) -> None:
    """One line; dates as ISO 8601."""
    import json

    typer.echo(json.dumps(data, ensure_ascii=False, default=str))
