"""Bytes that are read or downloaded, as a bar on stderr; without a terminal there it stays silent."""

from rich.progress import DownloadColumn, TimeRemainingColumn, TransferSpeedColumn

from danqing.cli import bars


class Reading(bars.Bar):
    """A bar under ``title``. ``told`` is given bytes as they come; ``total``: how many there will be, where known."""

    def __init__(self, title: str, total: int | None = None) -> None:
        columns = (DownloadColumn(binary_units=True), TransferSpeedColumn(), TimeRemainingColumn())
        super().__init__(title, *columns, total=total)

    def told(self, count: int) -> None:
        """``count`` bytes more."""
        self.progress.update(self.task, advance=count)

    def of(self, title: str, total: int, done: int = 0) -> None:
        """Begins anew: ``total`` bytes, of which ``done`` are there."""
        self.progress.reset(self.task, description=title, total=total, completed=done)
