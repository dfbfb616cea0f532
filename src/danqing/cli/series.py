"""A batch row by row: drawn, written, noted in the manifest."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from danqing.cli.door import Door
from danqing.cli.manifest import Manifest
from danqing.cli.outcome import Outcome, error_as_json
from danqing.cli.picture_files import write_whole
from danqing.cli.progress import Bar, follow
from danqing.cli.rows import Row
from danqing.cli.start import started
from danqing.cli.texts import tell, ui_language
from danqing.core.errors import DanqingError, TurnFailed
from danqing.core.settings import Configuration
from danqing.core.types import DrawOptions


class Series:
    """Counts what became of the rows; ``say`` prints one line. ``defaults``: the models of rows that name none."""

    def __init__(
        self, door: Door, manifest: Manifest, defaults: DrawOptions, settings: Configuration, say: Callable[[str], None]
    ) -> None:
        self._door = door
        self._manifest = manifest
        self._defaults = defaults
        self._settings = settings
        self._say = say
        self.drawn = self.skipped = self.failed = 0
        self._passed: list[int] = []

    def draw(self, row: Row) -> None:
        """One row; what goes wrong with it is said and noted, and the next one can come."""
        if self._manifest.drawn(row.key):
            self.skipped += 1
            self._passed.append(row.number)
            return
        self._tell_passed()
        try:
            outcome, files = self._draw(row)
        except DanqingError as error:
            self.failed += 1
            message = error.message(ui_language())
            self._note(row, "failed", Outcome(), [], error_as_json(error, message))
            self._say(tell("batch_failed", row=row.number, message=message))
            return
        self.drawn += 1
        self._note(row, "drawn", outcome, files, None)
        self._say(tell("batch_drawn", row=row.number, files=", ".join(files)))

    def _tell_passed(self) -> None:
        """Rows drawn before, a run of them in one line."""
        match self._passed:
            case [row]:
                self._say(tell("batch_skipped", row=row))
            case [first, *_, last]:
                self._say(tell("batch_skipped_many", first=first, last=last))
        self._passed = []

    def summary(self) -> str:
        """One sentence with the counts."""
        self._tell_passed()
        return tell(
            "batch_summary",
            drawn=self.drawn,
            skipped=self.skipped,
            failed=self.failed,
            manifest=self._manifest.path,
        )

    def _draw(self, row: Row) -> tuple[Outcome, list[str]]:
        """Raises DanqingError unless there is a picture."""
        if row.error is not None:
            raise row.error
        options = replace(
            row.options,
            painter=row.options.painter or self._defaults.painter,
            writer=row.options.writer or self._defaults.writer,
        )
        options = started(self._door, options)
        turn_id = self._door.submit(self._door.create_conversation(), row.text, options)
        outcome = follow(self._door, turn_id, Bar())
        if outcome.error is not None:
            raise outcome.error
        if not outcome.pictures:
            code = "refused" if outcome.refused else "nothing_drawn"
            raise TurnFailed(code, outcome.reply)
        return outcome, [self._write(row, outcome, index) for index in range(len(outcome.pictures))]

    def _write(self, row: Row, outcome: Outcome, index: int) -> str:
        suffix = f"-{index + 1}" if len(outcome.pictures) > 1 else ""
        name = f"{row.number:04}-{row.key[:8]}{suffix}.png"
        write_whole(Path(self._manifest.folder) / name, self._door.picture_bytes(outcome.pictures[index].picture_id))
        return name

    def _note(self, row: Row, state: str, outcome: Outcome, files: list[str], error: dict[str, object] | None) -> None:
        head = {"row": row.number, "key": row.key, "state": state, "text": row.text}
        self._manifest.add({**head, **outcome.as_json(files, self._settings), "error": error})
