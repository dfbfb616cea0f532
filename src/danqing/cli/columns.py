"""Rows as aligned columns, where a Chinese character is two columns wide."""

from collections.abc import Sequence

GAP = 2


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row, each column as wide as its widest cell; rows may be of different length."""
    from rich.cells import cell_len

    columns = max((len(row) for row in rows), default=0)
    widths = [max(cell_len(row[at]) for row in rows if len(row) > at) for at in range(columns)]
    return [
        "".join(cell + " " * (width - cell_len(cell) + GAP) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]
