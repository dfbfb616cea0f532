"""``danqing doctor --plan``: who would be where in a card's memory, and what each switch copies."""

from typing import TYPE_CHECKING

import typer

from danqing.core.memory import GIB, MemoryMode

if TYPE_CHECKING:
    from danqing.app.planning import Planned
    from danqing.models.memory.residency import NoFit, Plan


def print_plan(text: str, vram: float | None, ram: float | None, mode: MemoryMode, as_json: bool) -> bool:
    """Whether everything fits. Raises BadInput, ModelUnusable."""
    from danqing.app.planning import plan_for
    from danqing.core.settings import load
    from danqing.models.memory.residency import Plan

    found = plan_for(text, load(), vram, ram, mode)
    if as_json:
        import json
        from dataclasses import asdict

        fits = isinstance(found.plan, Plan)
        facts = {"fits": fits, **asdict(found)}
        if isinstance(found.plan, Plan):
            facts["plan"] |= {"peak": found.plan.peak, "seconds": found.plan.seconds}
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return fits
    if isinstance(found.plan, Plan):
        _print(found, found.plan)
        return True
    _print_refusal(found, found.plan)
    return False


def _print(found: "Planned", plan: "Plan") -> None:
    from danqing.cli.columns import aligned
    from danqing.cli.texts import tell

    typer.echo(tell("plan_head", models=_models(found), vram=_gib(found.vram), mode=plan.mode))
    typer.echo("")
    rows = [
        (one.part, one.precision, _gib(one.size), tell(f"plan_{one.stay}"), _copied(one.copied)) for one in plan.placed
    ]
    for line in aligned(rows):
        typer.echo(line)
    typer.echo("")
    for switch in plan.switches:
        if switch.copied:
            step = tell(f"plan_step_{switch.step}")
            typer.echo(tell("plan_switch", step=step, copied=_gib(switch.copied), seconds=f"{switch.seconds:.2f}"))
    if not plan.seconds:
        typer.echo(tell("plan_no_switch"))
    facts = {"arena": plan.arena, "standing": plan.standing, "working": plan.working}
    told = {name: _gib(size) for name, size in facts.items()}
    typer.echo(tell("plan_peak", peak=_gib(plan.peak), capacity=_gib(plan.capacity), **told))
    if plan.host:
        typer.echo(tell("plan_host", host=_gib(plan.host)))
    if plan.tiled:
        typer.echo(tell("plan_tiled"))


def _print_refusal(found: "Planned", refusal: "NoFit") -> None:
    from danqing.cli.texts import tell

    step = tell(f"plan_step_{refusal.step}")
    facts = {"models": _models(found), "needs": _gib(refusal.needs), "there": _gib(refusal.there)}
    if refusal.what == "host":
        typer.echo(tell("plan_no_host", **facts))
    else:
        typer.echo(tell("plan_no_device", step=step, **facts))


def _models(found: "Planned") -> str:
    return " + ".join(found.names.values())


def _copied(size: int) -> str:
    from danqing.cli.texts import tell

    return tell("plan_copied", copied=_gib(size)) if size else ""


def _gib(size: int) -> str:
    return f"{size / GIB:.2f} GiB"
