"""``danqing chat``: a conversation in the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from danqing.cli import flags, memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def chat(
    seed: Annotated[int | None, typer.Option(help="The seed of every picture, until /seed changes it.")] = None,
    steps: flags.Steps = None,
    size: flags.Size = None,
    model: flags.Model = None,
    writer: flags.Writer = None,
    negative: flags.Negative = None,
    guidance: flags.Guidance = None,
    sampler: flags.SamplerName = None,
    lora: flags.Lora = None,
    control: flags.Control = None,
    clip_skip: flags.ClipSkip = None,
    highres: flags.Highres = None,
    highvram: memory.HighVram = False,
    medvram: memory.MedVram = False,
    lowvram: memory.LowVram = False,
    cpu: memory.Cpu = False,
    precision: memory.PrecisionOf = None,
    attention: memory.AttentionBy = None,
    compile: memory.CompileOf = None,
) -> None:
    """Draw in a conversation: say what you want to see, then what to change.

    Pictures are shown inline where the terminal can. Arrow keys bring earlier sentences back.

    Commands: /undo, /redo, /seed N, /redraw MODE, /save PATH, /new, /help, /quit.

    What holds from then on, or no longer with nothing behind it: /negative, /guidance, /strength, /sampler, /lora,
    /control, /clip-skip, /highres, /variation. For the next picture only: /init FILE, /mask FILE, /outpaint SIDES.

    Example:  danqing chat --seed 7
    """
    from danqing.cli.dialogue import Dialogue
    from danqing.cli.door import open_door
    from danqing.cli.inline import RESET, terminal_style
    from danqing.cli.requests import draw_options
    from danqing.cli.start import started
    from danqing.cli.technique import read_technique
    from danqing.cli.texts import tell
    from danqing.core.settings import load

    asked = memory.memory_settings(highvram, medvram, lowvram, cpu, precision, attention, compile)
    settings = load(**asked)
    memory.refuse_elsewhere(settings.home, asked)
    technique = read_technique(
        sampler=sampler, clip_skip=clip_skip, lora=lora or (), control=control or (), highres=highres
    )
    options = draw_options(
        seed=seed,
        steps=steps,
        size=size,
        model=model,
        writer=writer,
        negative=negative,
        guidance=guidance,
        technique=technique,
    )
    with open_door(settings) as door:
        door.prepare(model, writer)
        style = terminal_style()
        dialogue = Dialogue(door, started(door, options), style, typer.echo)
        typer.echo(tell("chat_welcome"))
        read = _reader(settings.home)
        while not dialogue.over:
            try:
                dialogue.take(read())
            except EOFError:
                break
            except KeyboardInterrupt:
                typer.echo(RESET if style == "blocks" else "")  # a picture may have stopped in mid-line
                continue  # as shells do: Ctrl-C drops the line or stops the drawing, Ctrl-D leaves


def _reader(home: "Path") -> "Callable[[], str]":
    """Asks for the next line: with editing and history on a terminal, plainly from a pipe."""
    import sys

    if not sys.stdin.isatty():
        return input
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    home.mkdir(parents=True, exist_ok=True)
    (home / "chat_history").touch(mode=0o600)
    session: PromptSession[str] = PromptSession(history=FileHistory(str(home / "chat_history")))
    return lambda: session.prompt("› ")
