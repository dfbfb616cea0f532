"""Bytes that are read or downloaded, as a bar on stderr; without a terminal there it stays silent."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn


class Reading:
    """A bar under ``title``. ``told`` is given bytes as they come; ``total``: how many there will be, where known."""

    def __init__(self, title: str, total: int | None = None) -> None:
        console = Console(stderr=True)
        columns = (DownloadColumn(binary_units=True), TransferSpeedColumn(), TimeRemainingColumn())
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            *columns,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(title, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def told(self, count: int) -> None:
        """``count`` bytes more."""
        self._progress.update(self._task, advance=count)

    def of(self, title: str, total: int, done: int = 0) -> None:
        """Begins anew: ``total`` bytes, of which ``done`` are there."""
        self._progress.reset(self._task, description=title, total=total, completed=done)
