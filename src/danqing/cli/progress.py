"""A turn as a person watches it: a bar with the time that is left, on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from danqing.cli import bars
from danqing.cli.door import Door
from danqing.cli.outcome import Outcome
from danqing.cli.texts import tell
from danqing.core.events import Event, ModelLoading, PictureReady, PromptReady, Queued, Step


class Bar(bars.Bar):
    """Shows events as they come."""

    def __init__(self) -> None:
        super().__init__(tell("understanding"), bars.LEFT, left="")
        self._number = 1
        self._steps: dict[int, int] = {}

    def show(self, event: Event) -> None:
        """Moves the bar; events that say nothing about time are passed over."""
        match event:
            case PromptReady(settings=settings):
                self._number = settings.number
            case Queued(ahead=ahead) if ahead:
                self._say(tell("waiting", ahead=ahead))
            case ModelLoading(model=model):
                self._say(tell("loading", model=model))
            case Step():
                self._steps[event.picture] = event.step
                drawn = [index for index, steps in self._steps.items() if steps == event.steps]
                self.progress.update(
                    self.task,
                    description=self._drawing(min(len(drawn) + 1, self._number)),
                    total=event.steps * self._number,
                    completed=sum(self._steps.values()),
                    left=_seconds(event.eta_s),
                )
            case PictureReady(index=index) if index + 1 == self._number:
                self.progress.update(self.task, left="")
            case _:
                pass

    def _say(self, text: str) -> None:
        self.progress.update(self.task, description=text)

    def _drawing(self, place: int) -> str:
        if self._number == 1:
            return tell("drawing")
        return tell("drawing_one_of", index=place, number=self._number)


def _seconds(left: float | None) -> str:
    if left is None:
        return ""
    return f"{left:.0f} s" if left < 60 else f"{left / 60:.0f} min"


def follow(door: Door, turn_id: str, bar: Bar) -> Outcome:
    """The outcome of a turn, shown as it grows. Ctrl-C asks the turn to stop before it is raised again."""
    outcome = Outcome()
    with cancelling(door, turn_id), bar:
        for stored in door.events(turn_id):
            outcome.take(stored.event)
            bar.show(stored.event)
    return outcome


@contextmanager
def cancelling(door: Door, turn_id: str) -> Iterator[None]:
    """Ctrl-C inside cancels the turn, waits until it has stopped (a second Ctrl-C does not), and goes on outwards."""
    try:
        yield
    except KeyboardInterrupt:
        Console(stderr=True).print(tell("cancelling"))
        if door.cancel(turn_id):
            for _ in door.events(turn_id):
                pass
        raise
