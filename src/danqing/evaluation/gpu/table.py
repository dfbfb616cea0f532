"""What was measured as one table in Markdown, in English or Chinese, for the terminal and for the documents."""

from collections.abc import Iterator, Mapping
from typing import Any

from danqing.core.domain import Language
from danqing.evaluation.gpu.row import Figure, Row
from danqing.evaluation.gpu.rows import ROWS


def markdown(found: Mapping[str, Any], language: Language) -> str:
    """The rows that ``found`` has, each figure beside its aim, and where it was measured."""
    chinese = language == "zh"
    head = "| | | 目标 | 测得 |" if chinese else "| | | aim | measured |"
    lines = [
        line for row in ROWS if row.name in found["rows"] for line in _lines(row, found["rows"][row.name], chinese)
    ]
    said = f"{found['date']}, {found['commit']}, {found['card']}, {found['versions']}"
    kind = ("极小的模型，仅为演练", "tiny models: a rehearsal") if found["small"] else ("随机权重", "random weights")
    where = f"（{kind[0]}；{said}）" if chinese else f"({kind[1]}; {said})"
    return "\n".join([head, "|---|---|---|---|", *lines, "", where])


def _lines(row: Row, got: Mapping[str, Any], chinese: bool) -> Iterator[str]:
    title = row.chinese if chinese else row.english
    if "figures" not in got:
        yield f"| {title} | | | {got['without']['zh' if chinese else 'en']} |"
        return
    for figure in row.figures:
        if figure.name in got["figures"]:
            value = got["figures"][figure.name]
            yield f"| {title} | {figure.chinese if chinese else figure.name} | {figure.aim} | {_cell(figure, value)} |"
            title = ""


def _cell(figure: Figure, value: float | None) -> str:
    if value is None:
        return "–"
    number = f"{value:.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"
    said = f"{number} {figure.unit}".rstrip()
    return said if not figure.aim else f"**{said}**" if figure.met(value) else f"{said} ✗"
