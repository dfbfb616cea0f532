"""``danqing models inspect`` and ``scan``: models looked at, in one place or in a folder of another program."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from danqing.cli.model_options import AnyRole, AsJson, print_json

if TYPE_CHECKING:
    from danqing.app.inspecting import Inspection
    from danqing.models.scanning import Seen


def inspect(
    name: Annotated[
        str, typer.Argument(metavar="ID|PATH", help="An id from `danqing models list`, a folder or a file.")
    ],
    role: Annotated[AnyRole | None, typer.Option(help="For an id that a writer and a painter have.")] = None,
    hashed: Annotated[
        bool, typer.Option("--sha256/--no-sha256", help="Read the weights for their fingerprints.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Show what a model is: family, parameters, number formats, memory by how its weights are held, licence and
    fingerprints. Nothing of it is loaded or run, and nothing is asked on the network.

    Examples:

    danqing models inspect starter --role painter

    danqing models inspect ~/models/sdxl --json
    """
    from dataclasses import asdict

    from danqing.app.inspecting import inspect_model
    from danqing.cli.texts import tell
    from danqing.cli.transfer import Reading
    from danqing.core.settings import load

    with Reading(tell("inspect_reading")) as reading:
        found = inspect_model(name, load(), role, reading.told, hashed)
    if as_json:
        print_json(asdict(found))
        return
    from danqing.cli.columns import aligned

    for line in aligned(_rows(found)):
        typer.echo(line)


def _rows(found: "Inspection") -> list[tuple[str, str]]:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    total = found.parameters or 1
    formats = ", ".join(f"{name} {count / total:.0%}" for name, count in sorted(found.dtypes.items()))
    rows = [
        (tell("inspect_model"), f"{found.id} ({tell(f'doctor_role_{found.role}')})"),
        (tell("inspect_place"), found.place),
        (tell("inspect_kind"), " · ".join(part for part in (found.kind, found.family) if part)),
        (tell("inspect_parameters"), f"{counted(found.parameters)} ({formats})"),
        (tell("inspect_size"), sized(found.size)),
    ]
    if found.repo:
        rows.append((tell("inspect_from"), f"{found.repo} @ {found.commit[:12]}"))
    rows += [*_memory(found), *_adapter(found)]
    rows.append((tell("inspect_licence"), _licence(found)))
    rows += [(f"sha256 {name}", value) for name, value in found.sha256.items()]
    return rows


def _memory(found: "Inspection") -> list[tuple[str, str]]:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    rows = []
    for mode, weights in found.footprint.weights.items():
        text = sized(weights)
        if found.footprint.working:
            working = found.footprint.working[mode]
            text = tell("inspect_working", weights=text, working=sized(working), total=sized(weights + working))
        rows.append((tell("inspect_memory", mode=mode), text))
    return rows


def _adapter(found: "Inspection") -> list[tuple[str, str]]:
    from danqing.cli.texts import tell

    adapter = found.adapter
    if adapter is None:
        return []
    rows = [(tell("inspect_base"), adapter.base or tell("base_unknown"))]
    if found.role == "control":
        rows.append((tell("inspect_control"), str(getattr(adapter, "kind", None) or "?")))
        return rows
    rows.append((tell("inspect_layout"), f"{getattr(adapter, 'layout', '?')}, rank {getattr(adapter, 'rank', '?')}"))
    if words := getattr(adapter, "trigger", ()):
        rows.append((tell("inspect_trigger"), ", ".join(words)))
    return rows


def _licence(found: "Inspection") -> str:
    from danqing.cli.texts import tell, ui_language

    licence = found.licence
    if licence.basis == "unknown":
        return tell("licence_unknown")
    key = "licence_card" if licence.basis == "card" else "licence_name"
    return " ".join(part for part in (tell(key, name=licence.name), licence.said(ui_language()), licence.link) if part)


def counted(parameters: int) -> str:
    """``7.62B``, ``860M``, ``45K``."""
    if parameters < 1e6:
        return f"{parameters / 1e3:.0f}K"
    return f"{parameters / 1e9:.2f}B" if parameters >= 1e9 else f"{parameters / 1e6:.0f}M"


def scan(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The model folder of ComfyUI or of the A1111 WebUI.")],
    add: Annotated[bool, typer.Option("--add", help="Take in what can be used; files stay where they are.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look through the models of another program, such as ComfyUI or the A1111 WebUI: what is there, and what of it can
    be used. The files are used in place: nothing is copied.

    Examples:

    danqing models scan ~/ComfyUI/models

    danqing models scan ~/stable-diffusion-webui/models --add
    """
    from danqing.app.finding import add_found, known_places
    from danqing.cli.texts import tell
    from danqing.core.settings import load
    from danqing.models.scanning import scan as looked_through

    seen = looked_through(folder.expanduser().absolute())
    settings = load()
    known = known_places(settings)
    ids = add_found(seen, settings) if add else {}
    if as_json:
        print_json([_facts(one, ids.get(one.place)) for one in seen])
        return
    for one in seen:
        typer.echo(_line(one, ids.get(one.place), known.get(one.place.resolve())))
    usable = sum(one.problem is None for one in seen)
    more = any(one.problem is None and one.place.resolve() not in known for one in seen)
    typer.echo(tell("scan_sum", found=len(seen), usable=usable, added=len(ids)))
    if more and not add:
        typer.echo(tell("scan_add", folder=folder))


def _line(one: "Seen", added: str | None, known: str | None) -> str:
    """``added``: the id that it was taken in under now, ``known``: the one that it had before."""
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell, ui_language

    if one.problem is not None:
        return f"- {one.place}\n    {one.problem.message(ui_language())}"
    role = tell(f"doctor_role_{one.role}")
    facts = ", ".join(part for part in (role, one.kind, one.base or "", one.control or "", sized(one.size)) if part)
    if added:
        facts = f"{facts} → {added}"
    elif known:
        facts = f"{facts}, {tell('scan_known', id=known)}"
    elif one.role == "control" and one.control is None:
        facts = f"{facts}\n    {tell('scan_kind', place=one.place)}"
    return f"+ {one.place}\n    {facts}"


def _facts(one: "Seen", model_id: str | None) -> dict[str, Any]:
    from danqing.cli.texts import ui_language

    problem = one.problem and {"code": one.problem.code, "detail": one.problem.message(ui_language())}
    return {
        "place": str(one.place),
        "role": one.role,
        "kind": one.kind,
        "base": one.base,
        "control": one.control,
        "size": one.size,
        "problem": problem,
        "added": model_id,
    }
