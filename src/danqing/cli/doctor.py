"""``danqing doctor``: what this machine has and what would be used, in plain words."""

from typing import TYPE_CHECKING, Annotated

import typer

from danqing.core.memory import MemoryMode

if TYPE_CHECKING:
    from danqing.cli.examination import Examination


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Draw one picture with the network denied, and count the attempts.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    model: Annotated[str | None, typer.Option(help="Picture model to look at in place of the chosen one.")] = None,
    writer: Annotated[str | None, typer.Option(help="Language model to look at in place of the chosen one.")] = None,
    plan: Annotated[
        str | None,
        typer.Option(
            metavar="MODELS",
            help='Plan the memory of a card for models, as in "qwen2-7b nf4 + sdxl 1024": by ids or well-known names, '
            "with precision and size where they are not the usual ones. Nothing is opened.",
        ),
    ] = None,
    vram: Annotated[
        float | None, typer.Option(min=0.5, help="With --plan: GiB of the card. This machine's by default.")
    ] = None,
    ram: Annotated[
        float | None, typer.Option(min=1, help="With --plan: GiB of main memory; not looked at without it.")
    ] = None,
    mode: Annotated[MemoryMode, typer.Option(help="With --plan: how sparing to be with the card.")] = "auto",
) -> None:
    """Look at hardware, disk, memory and models, and say what would be used.

    With --offline a whole turn is carried out in a folder of its own while this process may open no connection;
    the number of attempts is printed. With --plan the memory of a card is planned: who is where, what each switch
    between the models copies, and the peak.

    Exit code 0: a picture can be drawn (with --offline: was drawn without one attempt; with --plan: everything fits).
    1: something is wrong.

    Examples:

    danqing doctor

    danqing doctor --offline

    danqing doctor --plan "qwen2-7b + sdxl 1024" --vram 12
    """
    if plan is not None:
        from danqing.cli.plan import print_plan

        raise typer.Exit(0 if print_plan(plan, vram, ram, mode, as_json) else 1)
    if offline:
        _prove_offline(as_json, model, writer)
        return
    from dataclasses import asdict

    from danqing.cli.examination import examine
    from danqing.core.settings import load

    found = examine(load(painter=model, writer=writer))
    if as_json:
        import json

        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        for line in in_words(found):
            typer.echo(line)
    raise typer.Exit(1 if found.problems else 0)


def in_words(found: "Examination") -> list[str]:
    """The report: facts in columns, then what would be used and what stands in the way."""
    from danqing.cli.columns import aligned
    from danqing.cli.texts import tell

    lines = [tell("doctor_system", version=found.version, system=found.system, python=found.python), ""]
    lines += aligned([*_facts(found), *_models(found)])
    lines += ["", tell("doctor_use", writer=found.writer, painter=found.painter, device=found.device or "?")]
    lines += [tell("doctor_problem", problem=problem) for problem in found.problems] or [tell("doctor_fine")]
    return [*lines, "", _room(found), *found.reminders]


def _facts(found: "Examination") -> list[tuple[str, str]]:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    memory, free = (sized(amount) if amount else "?" for amount in (found.memory, found.memory_free))
    rows = [
        (tell("doctor_processor"), tell("doctor_cores", cores=found.cores)),
        (tell("doctor_memory"), tell("doctor_free", amount=memory, free=free)),
        (tell("doctor_home"), tell("doctor_free", amount=found.home, free=sized(found.disk_free))),
    ]
    rows += [(tell("doctor_device"), f"{device['title']} ({device['dtype']})") for device in found.devices]
    if found.server is not None and found.server["url"]:
        rows.append((tell("doctor_server"), tell("doctor_server_at", url=found.server["url"], pid=found.server["pid"])))
    return rows


def _room(found: "Examination") -> str:
    from danqing.cli.examination import sized
    from danqing.cli.texts import tell

    parts = []
    for row in found.large:
        facts = {"what": tell(f"doctor_large_{row['what']}"), "there": sized(row["there"])}
        facts["wanted"] = sized(row["wanted"])
        parts.append(tell("doctor_large_enough" if row["enough"] else "doctor_large_short", **facts))
    return tell("doctor_large", parts=" · ".join(parts))


def _models(found: "Examination") -> list[tuple[str, str]]:
    from danqing.cli.examination import state_in_words
    from danqing.cli.texts import tell

    return [(tell(f"doctor_role_{model['role']}"), f"{model['id']}: {state_in_words(model)}") for model in found.models]


def _prove_offline(as_json: bool, painter: str | None, writer: str | None) -> None:
    from danqing.cli.offline import REQUEST, draw_without_network
    from danqing.cli.texts import tell

    proof = draw_without_network(painter, writer)
    number = len(proof.drawing.pictures)
    if as_json:
        import json

        facts = {"text": REQUEST, "reply": proof.drawing.reply, "pictures": number, "seconds": proof.seconds}
        typer.echo(json.dumps({**facts, "attempts": list(proof.attempts)}, ensure_ascii=False))
    else:
        typer.echo(tell("offline_turn", text=REQUEST, reply=proof.drawing.reply))
        typer.echo(tell("offline_pictures", number=number, seconds=proof.seconds))
        for attempt in proof.attempts:
            typer.echo(attempt)
        typer.echo(tell("offline_attempts", number=len(proof.attempts)))
    raise typer.Exit(0 if number and not proof.attempts else 1)
