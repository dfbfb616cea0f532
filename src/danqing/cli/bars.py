"""A bar on stderr that goes when it is done; without a terminal there it stays silent."""

from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn

LEFT = TextColumn("{task.fields[left]}")
"""The field ``left``: what is still to come, in words."""


class Bar:
    """One task under ``title``. ``columns`` stand behind the bar; ``fields``: what they show at first."""

    def __init__(self, title: str, *columns: ProgressColumn, total: float | None = None, **fields: Any) -> None:
        self.console = Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            *columns,
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        self.task = self.progress.add_task(title, total=total, **fields)

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()
