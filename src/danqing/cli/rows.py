"""The rows of a batch: one request a line, CSV or JSON lines, each with a hash that knows it again."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from danqing.cli.requests import draw_options
from danqing.cli.start import placed
from danqing.cli.technique import read_technique
from danqing.cli.texts import BadUse
from danqing.core.errors import BadInput
from danqing.core.types import DrawOptions

COLUMNS = (
    "text", "seed", "steps", "size", "n", "negative", "model", "writer", "style", "preset", "guidance", "init", "mask",
    "strength", "outpaint", "control", "sampler", "lora", "clip_skip", "highres", "variation",
)  # fmt: skip
_WHOLE = ("seed", "steps", "n", "clip_skip")
_DECIMAL = ("guidance", "strength", "highres")
_LISTS = ("control", "lora")


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
        rows.append(_row(number, key, cells, path.expanduser().parent))
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


def _row(number: int, key: str, cells: Any, folder: Path) -> Row:
    try:
        if isinstance(cells, list):
            raise BadUse("row_too_long", detail=", ".join(map(str, cells))[:80])
        if not isinstance(cells, dict):
            raise BadUse("row_unreadable", detail=str(cells)[:80])
        cells = {_column(str(name)): value for name, value in cells.items()}
        for column in cells:
            if column not in COLUMNS:
                raise BadUse("column_unknown", column=column, known=", ".join(COLUMNS))
        return Row(number, key, str(cells.get("text") or ""), _options(cells, folder))
    except BadInput as error:
        text = str(cells.get("text") or "") if isinstance(cells, dict) else str(cells)[:200]
        return Row(number, key, text, DrawOptions(), error)


def _column(name: str) -> str:
    """The column's one name, where it is written as the option of a command is."""
    name = name.strip().lower().replace("-", "_")
    return "init" if name == "base" else name


def _options(cells: dict[str, Any], folder: Path) -> DrawOptions:
    """``folder``: where files that a row names lie, unless they are named from elsewhere."""
    numbers = {name: _number(name, cells[name]) for name in (*_WHOLE, *_DECIMAL) if cells.get(name) is not None}
    lists = {name: _list(cells[name]) for name in _LISTS if cells.get(name) is not None}
    named = {
        name: str(value)
        for name, value in cells.items()
        if name not in (*numbers, *lists, "text") and value is not None
    }
    technique = read_technique(
        sampler=named.get("sampler"),
        clip_skip=numbers.get("clip_skip"),
        lora=lists.get("lora", ()),
        control=lists.get("control", ()),
        highres=numbers.get("highres"),
        outpaint=named.get("outpaint"),
        variation=named.get("variation"),
    )
    controls = tuple(replace(control, image=placed(control.image, folder)) for control in technique.controls)
    return draw_options(
        seed=numbers.get("seed"),
        steps=numbers.get("steps"),
        number=numbers.get("n"),
        size=named.get("size"),
        negative=named.get("negative"),
        model=named.get("model"),
        writer=named.get("writer"),
        preset=named.get("preset"),
        style=named.get("style"),
        guidance=numbers.get("guidance"),
        base=placed(named["init"], folder) if "init" in named else None,
        mask=Path(placed(named["mask"], folder)) if "mask" in named else None,
        strength=numbers.get("strength"),
        technique=replace(technique, controls=controls),
    )


def _number(name: str, value: Any) -> Any:
    """An int or a float, as the column holds."""
    try:
        return int(str(value)) if name in _WHOLE else float(str(value))
    except ValueError as error:
        raise BadUse("cell_no_number", column=name, value=str(value)[:80]) from error


def _list(value: Any) -> list[str]:
    """Several in one cell stand between semicolons; in JSON they may be a list."""
    return [part.strip() for part in map(str, value if isinstance(value, list) else str(value).split(";"))]
