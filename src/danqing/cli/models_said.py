"""What several of the ``danqing models`` commands say: what was taken in, and that a running server has to know."""

from typing import TYPE_CHECKING

import typer

from danqing.cli.model_options import print_json
from danqing.cli.models_look import counted

if TYPE_CHECKING:
    from danqing.app.adding import Added
    from danqing.core.settings import Configuration


def tell_added(added: "Added", settings: "Configuration", as_json: bool) -> None:
    """What was taken in, how it is used, and what there is to say of it."""
    from danqing.cli.texts import tell

    warnings = _warnings(added)
    if as_json:
        print_json({"id": added.id, "role": added.role, **added.facts, "warnings": warnings})
        return
    for line in (tell("added", id=added.id), _in_words(added), _how_to_use(added)):
        typer.echo(line)
    for warning in warnings:
        typer.echo(warning, err=True)
    tell_running(settings)


def _in_words(added: "Added") -> str:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    found = added.vetted
    if found is None:
        return tell("add_server_facts", model=added.facts["model"], url=added.facts["url"])
    return tell(
        "add_facts",
        kind=found.kind,
        parameters=counted(found.parameters),
        size=sized(found.size),
        memory=sized(found.memory),
        device=found.device,
        dtype=found.dtype,
    )


def _how_to_use(added: "Added") -> str:
    from danqing.cli.texts import tell

    if added.role not in ("lora", "control"):
        return tell("added_use", id=added.id)
    base = getattr(added.vetted and added.vetted.adapter, "base", None)
    for_whom = tell("added_beside", base=base) if base else tell("added_beside_unknown")
    return f"{for_whom}\n{tell(f'added_{added.role}', id=added.id, kind=added.facts.get('control'))}"


def _warnings(added: "Added") -> list[str]:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    found = added.vetted
    if found is None or not found.tight:
        return []
    return [tell("add_tight", memory=sized(found.memory), free=sized(found.free))]


def tell_running(settings: "Configuration") -> None:
    """A server that runs already keeps the models that it has."""
    from danqing.cli.texts import tell

    if url := running_at(settings):
        typer.echo(tell("models_restart", url=url), err=True)


def running_at(settings: "Configuration") -> str | None:
    """The address of a server that runs on the data folder, and has to be started again to know of a change."""
    from danqing.store.folder import owner

    busy = owner(settings.home)
    return (busy.url or None) if busy is not None else None
