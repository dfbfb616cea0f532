"""``danqing models check``: a model tried out with one picture or one answer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from danqing.cli.model_options import AsJson, Role, print_json

if TYPE_CHECKING:
    from danqing.app.trying import Tried


def check(
    name: Annotated[str, typer.Argument(metavar="ID|PATH", help="An id of `danqing models list`, a folder or file.")],
    role: Annotated[Role | None, typer.Option(help="For an id that both a writer and a painter have.")] = None,
    steps: Annotated[int | None, typer.Option(help="Denoising steps. The model's own number by default.")] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="The model's own size by default.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to keep the picture, a name that ends with .png.")] = None,
    as_json: AsJson = False,
) -> None:
    """Try a model out: load it, draw one picture or answer one request, and say how long that took and how much memory
    at most. This confirms that a model's weights work on this machine.

    Exit code 0: it works. 1: it does not, and why.

    Examples:

    danqing models check sdxl --out check.png

    danqing models check Qwen2.5-7B-Instruct
    """
    from danqing.app.trying import try_model
    from danqing.cli.picture_files import Target, write_whole
    from danqing.cli.requests import parse_size
    from danqing.cli.texts import tell
    from danqing.core.settings import load
    from danqing.core.types import DrawOptions

    target = Target(out)
    width, height = parse_size(size) if size else (None, None)
    options = DrawOptions(seed=1, steps=steps, width=width, height=height)
    found = try_model(name, load(), options, role)
    if found.image is not None and target.out is not None:
        import io

        data = io.BytesIO()
        found.image.save(data, "PNG")
        write_whole(target.out / "check.png" if target.out.is_dir() else target.out, data.getvalue())
    if as_json:
        print_json(_facts(found))
    else:
        for line in _lines(found):
            typer.echo(line)
    if found.flat:
        typer.echo(tell("check_flat"), err=True)
    raise typer.Exit(1 if found.flat else 0)


def _lines(found: "Tried") -> list[str]:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    facts = {"load": f"{found.load_s:.1f}", "run": f"{found.run_s:.1f}", "peak": sized(found.peak)}
    if found.settings is not None:
        size = f"{found.settings.width}x{found.settings.height}"
        drawn = tell("check_drawn", id=found.id, size=size, steps=found.settings.steps, device=found.device)
    else:
        drawn = tell("check_answered", id=found.id, edits=len(found.edits), device=found.device)
    return [drawn, tell("check_took", **facts)]


def _facts(found: "Tried") -> dict[str, Any]:
    settings = found.settings
    return {
        "id": found.id,
        "role": found.role,
        "device": found.device,
        "load_s": round(found.load_s, 2),
        "run_s": round(found.run_s, 2),
        "peak": found.peak,
        "works": not found.flat,
        "size": [settings.width, settings.height] if settings else None,
        "steps": settings.steps if settings else None,
        "edits": len(found.edits),
    }
