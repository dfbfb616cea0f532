"""Options about memory and speed, as a person types them: ``--lowvram``, ``--precision int8``, ``--compile off``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from danqing.core.memory import Attention, Compile, MemoryMode, WantedPrecision

HighVram = Annotated[bool, typer.Option("--highvram", help="Keep all models on the graphics card.")]
MedVram = Annotated[bool, typer.Option("--medvram", help="Keep only what the present step needs on the graphics card.")]
LowVram = Annotated[
    bool, typer.Option("--lowvram", help="As --medvram, and fetch a picture model that does not fit layer by layer.")
]
Cpu = Annotated[bool, typer.Option("--cpu", help="Use the processor even where there is a graphics card.")]
PrecisionOf = Annotated[
    WantedPrecision | None,
    typer.Option("--precision", help="How the weights of a picture model are held.  [default: as memory asks for]"),
]
AttentionBy = Annotated[
    Attention | None, typer.Option("--attention", help="How attention is computed; sliced takes least memory.")
]
CompileOf = Annotated[
    Compile | None,
    typer.Option(
        "--compile", help="Build faster versions of networks in the background, on an NVIDIA card.  [default: auto]"
    ),
]


def memory_settings(
    highvram: bool = False,
    medvram: bool = False,
    lowvram: bool = False,
    cpu: bool = False,
    precision: WantedPrecision | None = None,
    attention: Attention | None = None,
    compile: Compile | None = None,
) -> dict[str, Any]:
    """The settings that were asked for, None where one was not. BadUse for two modes at once."""
    from danqing.cli.texts import BadUse

    asked: dict[MemoryMode, bool] = {"highvram": highvram, "medvram": medvram, "lowvram": lowvram, "cpu": cpu}
    modes = [mode for mode, given in asked.items() if given]
    if len(modes) > 1:
        raise BadUse("memory_modes", modes=", ".join(f"--{mode}" for mode in modes))
    mode = modes[0] if modes else None
    return {"memory_mode": mode, "precision": precision, "attention": attention, "compile": compile}


def refuse_elsewhere(home: Path, asked: dict[str, Any]) -> None:
    """BadUse where a running server would draw: what it does with its memory was said when it was started."""
    from danqing.cli.texts import BadUse
    from danqing.store.folder import owner

    if any(asked.values()) and (busy := owner(home)) is not None and busy.url:
        raise BadUse("memory_server", url=busy.url)
