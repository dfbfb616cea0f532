"""A training as a person watches it: a bar with loss and the time that is left on stderr, the result on stdout."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, assert_never

import typer

from danqing.cli import bars
from danqing.cli.texts import tell
from danqing.training.lora.events import Begun, Ended, Preparing, Sampled, Saved, Stepped

if TYPE_CHECKING:
    from danqing.training.lora.events import Event


class Bar(bars.Bar):
    """Shows events as they come. Without a terminal on stderr it tells what was saved and nothing between."""

    def __init__(self) -> None:
        super().__init__(tell("train_cache"), bars.LEFT, left="")

    def show(self, event: "Event") -> None:
        """Moves the bar, or prints a line."""
        match event:
            case Preparing(stage=stage, done=done, total=total):
                described = tell("train_prior" if stage == "prior" else "train_cache")
                self.progress.update(self.task, description=described, completed=done, total=total)
            case Begun():
                self._begun(event)
            case Stepped(step=step, steps=steps, loss=loss):
                described = tell("train_step", step=step, steps=steps, loss=f"{loss:.4f}")
                self.progress.update(
                    self.task, description=described, completed=step, total=steps, left=in_words(event.left_s)
                )
            case Sampled(step=step, paths=paths):
                self._line(tell("train_sampled", step=step, path=paths[0].parent if paths else ""))
            case Saved(step=step, path=path):
                self._line(tell("train_saved", step=step, path=path))
            case Ended():
                self._ended(event)
            case _:
                assert_never(event)

    def _begun(self, event: Begun) -> None:
        self._line(
            tell(
                "train_begun",
                parameters=f"{event.parameters:,}",
                device=event.device,
                precision=event.precision,
                sizes=", ".join(f"{width}x{height}" for width, height in event.sizes),
                step=event.step,
                steps=event.steps,
            )
        )
        if event.truncated:
            self._line(tell("train_truncated", number=event.truncated))

    def _ended(self, event: Ended) -> None:
        from danqing.cli.examination import sized

        self.progress.stop()
        if not event.complete:
            self._line(tell("train_unfinished", step=event.step))
        if event.peak_bytes:
            self._line(tell("train_peak", memory=sized(event.peak_bytes)))
        typer.echo(tell("train_ended", path=event.path, minutes=f"{event.seconds / 60:.1f}"))

    def _line(self, text: str) -> None:
        self.console.print(text, soft_wrap=True, markup=False, highlight=False)


def in_words(left: float | None) -> str:
    """Seconds, minutes or hours that are left."""
    if left is None:
        return ""
    if left < 100:
        return f"{left:.0f} s"
    return f"{left / 60:.0f} min" if left < 6000 else f"{left / 3600:.1f} h"


def print_json(event: "Event") -> None:
    """One line on stdout: the event's name and its fields."""
    typer.echo(json.dumps({"event": type(event).__name__.lower(), **asdict(event)}, ensure_ascii=False, default=str))
