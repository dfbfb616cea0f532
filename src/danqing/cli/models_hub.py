"""``danqing models pull``, ``outdated`` and ``update``: the only commands that ask the Hugging Face hub."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from danqing.cli.model_options import AsJson, print_json

if TYPE_CHECKING:
    from danqing.app.pulling import Newer
    from danqing.core.settings import Configuration


def pull(
    repo: Annotated[str, typer.Argument(metavar="REPO", help="OWNER/NAME, as on huggingface.co.")],
    revision: Annotated[str, typer.Option(help="A branch, tag or commit.")] = "main",
    model_id: Annotated[str | None, typer.Option("--id", help="What to call it here. Its own name by default.")] = None,
    place: Annotated[
        Path | None, typer.Option("--dir", help="Where to put it. The folder models in the data folder by default.")
    ] = None,
    file: Annotated[
        str | None, typer.Option(metavar="NAME", help="One .safetensors file, of a repository that has several.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Download a model from the Hugging Face hub, check it, and take it in.

    Only safetensors, JSON and tokenizer files are downloaded, in 16 bits where there are both; never pickles or code.
    Every file is compared with the hub's fingerprint. What broke off goes on where it stopped when the same command is
    run again. HF_ENDPOINT names a mirror, HF_TOKEN an access token for models that ask for one.

    Examples:

    danqing models pull stabilityai/stable-diffusion-xl-base-1.0 --id sdxl

    danqing models pull Qwen/Qwen2.5-7B-Instruct --dir /data/models
    """
    from danqing.app.pulling import Pull
    from danqing.app.pulling import pull as pulled
    from danqing.cli.models_said import tell_added
    from danqing.cli.texts import tell
    from danqing.cli.transfer import Reading
    from danqing.core.settings import load

    settings = load()
    try:
        with Reading(repo) as watch:
            added = pulled(Pull(repo, revision, model_id, place, file), settings, watch)
    except KeyboardInterrupt:
        typer.echo(tell("pull_goes_on"), err=True)
        raise
    tell_added(added, settings, as_json)


def outdated(as_json: AsJson = False) -> None:
    """Ask the hub which of the pulled models have a newer version.

    Exit code 0: the hub answered for each. 1: for some it did not.

    Example:  danqing models outdated
    """
    from danqing.app.pulling import newer
    from danqing.cli.texts import tell
    from danqing.core.settings import load

    found = newer(load())
    if as_json:
        print_json([_facts(one) for one in found])
    elif not found:
        typer.echo(tell("outdated_none"))
    else:
        for one in found:
            typer.echo(_line(one))
    raise typer.Exit(1 if any(one.problem for one in found) else 0)


def update(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="A model that was pulled.")],
    rollback: Annotated[bool, typer.Option("--rollback", help="Take the version before the update again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a pulled model up to date. The version before is kept until the next update.

    Examples:

    danqing models update sdxl

    danqing models update sdxl --rollback
    """
    from danqing.app.pulling import roll_back
    from danqing.cli.models_said import running_at, tell_running
    from danqing.cli.texts import tell
    from danqing.core.settings import load
    from danqing.models.registry import registered

    settings = load()
    commit = roll_back(model_id, settings) if rollback else _updated(model_id, settings)
    if as_json:
        at = next(one.source.commit for one in registered(settings.home) if one.id == model_id and one.source)
        restart = running_at(settings) if commit else None
        print_json({"id": model_id, "updated": commit is not None, "commit": at, "restart": restart})
    elif commit is None:
        typer.echo(tell("update_newest", id=model_id))
    else:
        typer.echo(tell("update_back" if rollback else "update_done", id=model_id, commit=commit[:12]))
        tell_running(settings)


def _updated(model_id: str, settings: "Configuration") -> str | None:
    """The commit that it is at now; None where it was the newest already."""
    from danqing.app.pulling import update as updated
    from danqing.cli.texts import tell
    from danqing.cli.transfer import Reading

    try:
        with Reading(model_id) as watch:
            return updated(model_id, settings, watch)
    except KeyboardInterrupt:
        typer.echo(tell("pull_goes_on"), err=True)
        raise


def _line(one: "Newer") -> str:
    from danqing.cli.texts import tell, ui_language

    if one.problem is not None:
        return f"{one.id}: {one.problem.message(ui_language())}"
    if one.outdated:
        return tell("outdated_newer", id=one.id, repo=one.source.repo, commit=one.newest[:12])
    return tell("outdated_newest", id=one.id, repo=one.source.repo)


def _facts(one: "Newer") -> dict[str, Any]:
    from danqing.cli.texts import ui_language

    problem = one.problem and {"code": one.problem.code, "detail": one.problem.message(ui_language())}
    return {
        "id": one.id,
        "repo": one.source.repo,
        "revision": one.source.revision,
        "commit": one.source.commit,
        "newest": one.newest,
        "outdated": one.outdated,
        "problem": problem,
    }
