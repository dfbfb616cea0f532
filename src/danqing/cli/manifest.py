"""The manifest of a batch: what became of each row, one JSON line each, appended as it happens."""

import json
import os
from pathlib import Path
from typing import Any

from danqing.cli.picture_files import check_folder
from danqing.cli.texts import BadUse, TerminalError

NAME = "manifest.jsonl"


class Manifest:
    """The manifest in ``folder``, which is made where it is missing. BadUse where the folder takes no files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadUse("out_unwritable", path=folder, detail=error.strerror or error) from error
        check_folder(folder)
        self._drawn = {line["key"]: line for line in self._lines() if line.get("state") == "drawn"}

    def drawn(self, key: str) -> bool:
        """Whether that row is drawn and its files are still there."""
        line = self._drawn.get(key)
        return line is not None and all((self.folder / name).is_file() for name in line["files"])

    def add(self, line: dict[str, Any]) -> None:
        """Appends one line, on the disk before this returns."""
        text = json.dumps(line, ensure_ascii=False) + "\n"
        try:
            torn = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
            with self.path.open("a", encoding="utf-8") as file:
                file.write("\n" + text if torn else text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise TerminalError("out_unwritable", path=self.path, detail=error.strerror or error) from error

    def _lines(self) -> list[dict[str, Any]]:
        """What earlier runs wrote; a line that a crash tore off counts as not written."""
        if not self.path.exists():
            return []
        found = []
        for line in self.path.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                data = json.loads(line)
            except ValueError:
                continue
            if isinstance(data, dict) and "key" in data:
                found.append(data)
        return found
