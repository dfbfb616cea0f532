"""``danqing models``: what can be drawn and written with; adding, choosing and forgetting models."""

from typing import Annotated

import typer

from danqing.cli import models_check, models_hub, models_look
from danqing.cli.model_options import AnyRole, AsJson, Kind, Role, print_json
from danqing.cli.models_said import running_at, tell_added, tell_running

app = typer.Typer(no_args_is_help=True, help="The models that Danqing can use.")
app.command()(models_hub.pull)
app.command()(models_look.inspect)
app.command()(models_check.check)
app.command()(models_look.scan)
app.command()(models_hub.outdated)
app.command()(models_hub.update)


@app.callback()
def models() -> None:
    """The models that Danqing can use."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Every model with its role, and whether its files are there and whole, or its server is up.

    A star marks the ones in use.

    Example:  danqing models list
    """
    from danqing.app.models_found import found_models
    from danqing.cli.examination import reminder, state_in_words
    from danqing.cli.texts import ui_language
    from danqing.core.routing import AUTO
    from danqing.core.settings import load

    settings = load()
    rows = found_models(settings, ui_language())
    if as_json:
        print_json(rows)
        return
    from danqing.cli.columns import aligned
    from danqing.cli.texts import tell

    cells = [
        ("*" if row["in_use"] else " ", tell(f"doctor_role_{row['role']}"), row["id"], state_in_words(row))
        for row in rows
    ]
    if settings.painter == AUTO:
        cells.insert(0, ("*", tell("doctor_role_painter"), AUTO, tell("list_auto")))
    for line in aligned(cells):
        typer.echo(line)
    for row in rows:
        if row["state"] != "ready":
            typer.echo(f"\n{row['detail']}")
    if sentence := reminder(settings):
        typer.echo(f"\n{sentence}")


@app.command()
def add(
    place: Annotated[
        str,
        typer.Argument(
            metavar="PATH|URL",
            help="A model's folder or .safetensors file, or the address of a server on this machine.",
        ),
    ],
    model_id: Annotated[
        str | None, typer.Option("--id", help="What to call it here. Its folder's or its own name by default.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Which of the server's models, where it has several.")] = None,
    role: Annotated[
        AnyRole | None,
        typer.Option(help="Language model, picture model, LoRA or ControlNet. As the layout says by default."),
    ] = None,
    key_env: Annotated[
        str | None, typer.Option(metavar="VAR", help="The variable that holds the server's key, where it wants one.")
    ] = None,
    kind: Kind = None,
    as_json: AsJson = False,
) -> None:
    """Take in a model: a folder of safetensors weights, one .safetensors file (a whole picture model, a LoRA, a
    ControlNet), or one that a server on this machine runs.

    It is checked first. Of files: a kind that can be used, weights whole and nothing but safetensors, no code, a
    chat template, and the memory it needs. Of an OpenAI-compatible server (llama.cpp, Ollama, vLLM, LM Studio): that
    it answers and has the model. Another machine must be named in the setting allowed_hosts.

    Examples:

    danqing models add ~/models/Qwen2.5-7B-Instruct

    danqing models add ~/loras/ink-wash.safetensors

    danqing models add http://127.0.0.1:11434/v1 --model qwen2.5:7b --id qwen
    """
    from danqing.app.adding import Wanted, add_model
    from danqing.core.settings import load

    settings = load()
    tell_added(add_model(Wanted(place, model_id, model, role, key_env, kind), settings), settings, as_json)


@app.command()
def use(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="An id from `danqing models list`.")],
    role: Annotated[Role | None, typer.Option(help="For an id that both a writer and a painter have.")] = None,
    as_json: AsJson = False,
) -> None:
    """Choose the language model or the picture model that is used from now on.

    It is written into danqing.toml in the data folder; other lines and comments of that file stay.

    Example:  danqing models use qwen
    """
    from danqing.app.models_found import found_model
    from danqing.app.preferences import choosable, overriding_variable, write
    from danqing.cli.texts import tell, ui_language
    from danqing.core.messages import say
    from danqing.core.settings import FILE, load

    settings = load()
    info = choosable(settings.home, model_id, role)
    write(settings.home, {info.role: model_id})
    row, variable = found_model(info, settings, ui_language()), overriding_variable(info.role)
    if as_json:
        told = {"id": model_id, "role": info.role, "path": settings.home / FILE}
        found = {"state": row["state"], "detail": row["detail"], "overridden_by": variable}
        print_json({**told, **found, "restart": running_at(settings)})
        return
    typer.echo(tell("use_done", id=model_id, role=tell(f"doctor_role_{info.role}"), path=settings.home / FILE))
    if row["state"] != "ready":
        typer.echo(row["detail"], err=True)
    if variable:
        typer.echo(say(ui_language(), "use_overridden", variable=variable), err=True)
    tell_running(settings)


@app.command()
def remove(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="An id that was added.")],
    files: Annotated[
        bool, typer.Option("--files", help="Delete its files too. Only what `danqing models pull` downloaded.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Forget a model that was added. Its files stay, unless --files says otherwise of one that was pulled.

    Examples:

    danqing models remove qwen

    danqing models remove sdxl --files
    """
    from danqing.app.removing import delete, take_out
    from danqing.cli.texts import tell
    from danqing.core.settings import load

    settings = load()
    pulled = take_out(model_id, settings, files)
    delete(pulled)
    in_use = model_id in (settings.painter, settings.writer)
    if as_json:
        deleted = [str(path) for path in pulled]
        print_json({"id": model_id, "deleted": deleted, "in_use": in_use, "restart": running_at(settings)})
        return
    typer.echo(tell("removed_files" if pulled else "removed", id=model_id, paths="\n".join(map(str, pulled))))
    if in_use:
        typer.echo(tell("removed_in_use", id=model_id), err=True)
    tell_running(settings)
