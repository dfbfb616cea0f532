"""The command ``danqing``: its command groups and the outermost loop, where every error ends as a sentence."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from danqing import __version__
from danqing.cli import batch, chat, doctor, draw, library, measure, models, prompt, serve, train
from danqing.cli.texts import tell, ui_language
from danqing.core.errors import DanqingError
from danqing.core.messages import say


class Outermost(TyperGroup):
    """Turns what is raised into one sentence and an exit code; ``DANQING_DEBUG=1`` shows the traceback instead."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except DanqingError as error:
            _complain(error.message(ui_language()), error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as stop:
            from danqing.cli.outcome import INTERRUPTED

            _complain(tell("cancelled"), stop)
            raise typer.Exit(INTERRUPTED) from stop
        except (typer.Exit, typer.Abort, BrokenPipeError, EOFError):
            raise
        except Exception as error:  # the outermost loop of the command line
            if _is_usage(error):
                raise
            _complain(say(ui_language(), "internal", detail=f"{type(error).__name__}: {error}"), error)
            raise typer.Exit(1) from error


def _is_usage(error: Exception) -> bool:
    """What the option parser raises; it prints that itself and exits with 2."""
    return hasattr(error, "exit_code") and hasattr(error, "format_message")


def _complain(message: str, error: BaseException) -> None:
    if os.environ.get("DANQING_DEBUG") == "1":
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    typer.echo(message, err=True)


app = typer.Typer(
    cls=Outermost,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("draw")(draw.draw)
app.command("prompt")(prompt.prompt)
app.command("chat")(chat.chat)
app.command("serve")(serve.serve)
app.command("batch")(batch.batch)
app.command("doctor")(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(library.app, name="library")
app.add_typer(train.app, name="train")
app.add_typer(measure.app, name="eval")
app.add_typer(measure.benching, name="bench")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"danqing {__version__}")
        raise typer.Exit()


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Say in Chinese or English what you want to see; a picture model on this machine draws it. 丹青

    Start with:  danqing draw "夜空下的一艘红色小船" --out boat.png

    Exit codes: 0 done, 1 failed or nothing drawn, 2 bad use, 3 refused by the policy, 130 stopped with Ctrl-C.
    DANQING_LANG=zh or en chooses the language of messages, DANQING_HOME the data folder.
    """
