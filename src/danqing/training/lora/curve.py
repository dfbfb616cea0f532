"""The loss of every step: a line each in ``loss.csv``, and drawn as ``loss.svg``."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from danqing.store.disk import Disk, put, spoken

_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 320, 56, 24
_SMOOTH = 0.95
_POINTS = 600


class Curve:
    """Rows (step, loss, lr). They lie in memory and are written by ``write``."""

    def __init__(self, out: Path, until: int) -> None:
        """Goes on from the first ``until`` steps of what ``out`` holds."""
        self._csv, self._svg = out / "loss.csv", out / "loss.svg"
        self.rows: list[tuple[int, float, float]] = []
        if until and self._csv.exists():
            with spoken(self._csv), self._csv.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))[1:]
            self.rows = [(int(step), float(loss), float(lr)) for step, loss, lr in rows if int(step) <= until]

    def add(self, step: int, loss: float, lr: float) -> None:
        self.rows.append((step, loss, lr))

    def write(self) -> None:
        """Both files, whole."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("step", "loss", "lr"))
        writer.writerows((step, f"{loss:.6f}", f"{lr:.3e}") for step, loss, lr in self.rows)
        with spoken(self._csv):
            put(Disk(), self._csv, text.getvalue().encode("utf-8"))
            put(Disk(), self._svg, svg(self.rows).encode("utf-8"))


def smoothed(losses: Sequence[float]) -> list[float]:
    """The running mean that weighs the newest 20 or so; early on all alike."""
    out: list[float] = []
    mean = 0.0
    for number, loss in enumerate(losses, 1):
        mean += (loss - mean) * max(1 - _SMOOTH, 1 / number)
        out.append(mean)
    return out


def svg(rows: Sequence[tuple[int, float, float]]) -> str:
    """The curve: each step in grey, the running mean in blue."""
    losses = [loss for _, loss, _ in rows]
    means = smoothed(losses)
    low, high = (min(losses), max(losses)) if losses else (0.0, 1.0)
    first, last = (rows[0][0], rows[-1][0]) if rows else (0, 1)
    stride = max(1, len(rows) // _POINTS)

    def points(values: Sequence[float]) -> str:
        return " ".join(
            f"{_across(rows[i][0], first, last):.1f},{_down(values[i], low, high):.1f}"
            for i in range(0, len(rows), stride)
        )

    style = 'fill="none" stroke-linejoin="round"'
    labels = [
        (_LEFT - 6, _TOP + 4, "end", f"{high:.3f}"),
        (_LEFT - 6, _HEIGHT - _TOP + 4, "end", f"{low:.3f}"),
        (_LEFT, _HEIGHT - 6, "start", str(first)),
        (_WIDTH - 8, _HEIGHT - 6, "end", str(last)),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
            'font-size="12" fill="#555">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            f'<path d="M{_LEFT} {_TOP}V{_HEIGHT - _TOP}H{_WIDTH - 8}" {style} stroke="#999"/>',
            f'<polyline points="{points(losses)}" {style} stroke="#ccc"/>',
            f'<polyline points="{points(means)}" {style} stroke="#2563c9" stroke-width="2"/>',
            *(f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>' for x, y, anchor, text in labels),
            "</svg>\n",
        ]
    )


def _across(step: int, first: int, last: int) -> float:
    return _LEFT + (_WIDTH - 8 - _LEFT) * (step - first) / max(1, last - first)


def _down(loss: float, low: float, high: float) -> float:
    return _HEIGHT - _TOP - (_HEIGHT - 2 * _TOP) * (loss - low) / max(1e-9, high - low)
