"""The house's word lists as one JSON file that is read ten times as fast; made when a wheel is built, never needed.

It counts only as long as it was made from the very lists that are beside it: their hash stands in it.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FILE = "compiled.json"

Row = tuple[str, str, tuple[str, ...], tuple[str, ...], str]
"""The fields of a term, in their order."""


def digest(sources: Sequence[Path]) -> str:
    """The hash of word lists and of the code that reads them, names and contents."""
    found = hashlib.sha256()
    for path in sorted(sources):
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)} ".encode())
        found.update(content)
    return found.hexdigest()


def write(path: Path, sources: Sequence[Path], terms: Sequence[Row], words: dict[str, int]) -> None:
    """``words``: each with the index of its term. Whole or not at all."""
    data = {"sources": digest(sources), "terms": terms, "words": words}
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
    unfinished.replace(path)


def load(path: Path, sources: Sequence[Path]) -> tuple[list[Row], dict[str, int]] | None:
    """What was written; None where there is nothing, or it was made from other lists."""
    try:
        data: Any = json.loads(path.read_bytes())
        if data["sources"] != digest(sources):
            return None
        return [_row(row) for row in data["terms"]], data["words"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _row(row: list[Any]) -> Row:
    type_, name, words, implies, theme = row
    return type_, name, tuple(words), tuple(implies), theme
