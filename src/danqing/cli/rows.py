"""The rows of a batch: one request a line, CSV or JSON lines, each with a hash that knows it again."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.cli.requests import draw_options
from danqing.cli.texts import BadUse
from danqing.core.errors import BadInput
from danqing.core.types import DrawOptions

COLUMNS = ("text", "seed", "steps", "size", "n", "negative", "model", "writer", "style", "preset")
_NUMBERS = ("seed", "steps", "n")


@dataclass(frozen=True, slots=True)
class Row:
    """One request. ``number`` counts from 1; ``key`` is a hash of its content, also of how often it came before.

    ``error``: why the row cannot be understood; ``options`` then say nothing.
    """

    number: int
    key: str
    text: str
    options: DrawOptions
    error: BadInput | None = None


def read_rows(path: Path) -> list[Row]:
    """Every row in order. BadUse where the file cannot be read or holds none; a bad row is kept with its error."""
    try:
        content = path.expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUse("file_unreadable", path=path, detail=getattr(error, "strerror", None) or error) from error
    try:
        found = list(_cells(path, content))
    except csv.Error as error:
        raise BadUse("file_unreadable", path=path, detail=error) from error
    seen: Counter[str] = Counter()
    rows = []
    for number, cells in enumerate(found, start=1):
        content_key = json.dumps(cells, ensure_ascii=False, sort_keys=True)
        seen[content_key] += 1
        key = hashlib.sha256(f"{content_key}#{seen[content_key]}".encode()).hexdigest()[:16]
        rows.append(_row(number, key, cells))
    if not rows:
        raise BadUse("file_without_rows", path=path)
    return rows


def _cells(path: Path, content: str) -> Iterator[Any]:
    """The rows as dictionaries; what is no dictionary is an error of that row alone."""
    match path.suffix.lower():
        case ".csv":
            for cells in csv.DictReader(io.StringIO(content, newline="")):
                rest = cells.pop(None, None)
                yield rest or {name: value for name, value in cells.items() if value not in (None, "")}
        case ".jsonl" | ".ndjson":
            for line in filter(str.strip, content.split("\n")):  # other line breaks may stand inside a JSON string
                try:
                    yield json.loads(line)
                except ValueError:
                    yield line
        case _:
            for line in filter(str.strip, content.splitlines()):
                yield {"text": line.strip()}


def _row(number: int, key: str, cells: Any) -> Row:
    try:
        if isinstance(cells, list):
            raise BadUse("row_too_long", detail=", ".join(map(str, cells))[:80])
        if not isinstance(cells, dict):
            raise BadUse("row_unreadable", detail=str(cells)[:80])
        for column in cells:
            if column not in COLUMNS:
                raise BadUse("column_unknown", column=column, known=", ".join(COLUMNS))
        return Row(number, key, str(cells.get("text") or ""), _options(cells))
    except BadInput as error:
        return Row(number, key, str(cells)[:200], DrawOptions(), error)


def _options(cells: dict[str, Any]) -> DrawOptions:
    whole: dict[str, int] = {}
    for name in _NUMBERS:
        if (value := cells.get(name)) is not None:
            try:
                whole[name] = int(str(value))
            except ValueError as error:
                raise BadUse("row_unreadable", detail=f"{name}: {value}") from error
    texts = ("size", "negative", "model", "writer", "style", "preset")
    named = {name: str(cells[name]) for name in texts if cells.get(name) is not None}
    return draw_options(
        seed=whole.get("seed"),
        steps=whole.get("steps"),
        number=whole.get("n"),
        size=named.get("size"),
        negative=named.get("negative"),
        model=named.get("model"),
        writer=named.get("writer"),
        preset=named.get("preset"),
        style=named.get("style"),
    )
