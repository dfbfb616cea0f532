"""How well the writer understands: the scene that results from a request, compared with the gold one."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.codec import scene_from_json
from danqing.core.domain import Language
from danqing.core.errors import DanqingError
from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Earlier, Interpretation
from danqing.core.scene import Omit, Scene
from danqing.evaluation.scoring import same
from danqing.language.scene_writer import SceneWriter
from danqing.language.understanding import understand
from danqing.training.starter.grammar import Turn, dialogue, is_held_out

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Miss:
    """One wrong answer, for reading."""

    text: str
    wanted: str
    got: str


def answer(writer: SceneWriter, earlier: Sequence[Earlier], scene: Scene, text: str) -> Interpretation:
    """What the writer makes of ``text``; no edits where it gives no usable answer."""
    try:
        return writer.write(earlier, scene, understand(text))
    except DanqingError:
        return Interpretation((), ())


def resulting(history: SceneHistory, interpretation: Interpretation) -> Scene | None:
    """The scene after the edits; None where they do not apply."""
    try:
        return apply(history, interpretation.edits).present
    except DanqingError:
        return None


def first_requests(
    writer: SceneWriter, n: int, language: Language, report: Report
) -> tuple[dict[str, float], list[Miss]]:
    """Held-out first requests of the grammar inside the domain: the share with exactly the gold scene."""
    misses = []
    for i, turn in enumerate(held_out_first(n, language)):
        got = resulting(SceneHistory(), answer(writer, (), Scene(), turn.text))
        if got is None or not same(got, turn.after):
            misses.append(Miss(turn.text, str(turn.after), str(got)))
        _tick(report, f"first {language}", i, n)
    return {"scene exactly right": _share(n - len(misses), n), "n": n}, misses


def edits(writer: SceneWriter, n: int, report: Report) -> tuple[dict[str, float], list[Miss]]:
    """Held-out edits in the grammar's dialogues of 2 to 6 turns, each from the gold scene before it."""
    misses = []
    for i, (history, earlier, turn) in enumerate(held_out_edits(n)):
        got = resulting(history, answer(writer, earlier, history.present, turn.text))
        if got is None or not same(got, turn.after):
            misses.append(Miss(turn.text, str(turn.after), str(got)))
        _tick(report, "edits", i, n)
    return {"scene exactly right": _share(n - len(misses), n), "n": n}, misses


def phrasing(writer: SceneWriter, path: Path, report: Report) -> tuple[dict[str, float], list[Miss]]:
    """Hand-written requests inside the domain: exactly right, and wrongly refused (nothing of them drawn)."""
    rows = _read(path)
    misses, refused = [], 0
    for i, row in enumerate(rows):
        interpretation = answer(writer, (), Scene(), row["text"])
        got = resulting(SceneHistory(), interpretation)
        wanted = scene_from_json(row["scene"])
        refused += not (got and got.subjects)
        if got is None or not same(got, wanted):
            misses.append(Miss(row["text"], str(wanted), str(got)))
        _tick(report, path.stem, i, len(rows))
    n = len(rows)
    return {"scene exactly right": _share(n - len(misses), n), "refused": _share(refused, n), "n": n}, misses


def edge(writer: SceneWriter, path: Path, report: Report) -> tuple[dict[str, float], list[Miss]]:
    """Hand-written requests outside the domain: recognised when something is said to be left out."""
    rows = _read(path)
    misses, exact = [], 0
    for i, row in enumerate(rows):
        interpretation = answer(writer, (), Scene(), row["text"])
        got = resulting(SceneHistory(), interpretation)
        exact += got is not None and same(got, scene_from_json(row["scene"]))
        if not any(isinstance(e, Omit) for e in interpretation.edits):
            misses.append(Miss(row["text"], str(row["scene"]), str(got)))
        _tick(report, path.stem, i, len(rows))
    n = len(rows)
    return {"recognised": _share(n - len(misses), n), "drawable part exactly right": _share(exact, n), "n": n}, misses


def dialogues(writer: SceneWriter, path: Path, report: Report) -> tuple[dict[str, float], list[Miss]]:
    """Hand-written dialogues, the writer living with its own earlier answers: right turns and dialogues."""
    rows, misses, turns, whole = _read(path), [], 0, 0
    for i, row in enumerate(rows):
        history, earlier, right = SceneHistory(), list[Earlier](), True
        for turn in row["turns"]:
            interpretation = answer(writer, earlier, history.present, turn["text"])
            wanted = scene_from_json(turn["scene"])
            earlier.append(Earlier(understand(turn["text"]).text, interpretation.edits, history.present))
            try:
                history = apply(history, interpretation.edits)
            except DanqingError:
                right = False
            turns += 1
            if not same(history.present, wanted):
                right = False
                misses.append(Miss(turn["text"], str(wanted), str(history.present)))
        whole += right
        _tick(report, path.stem, i, len(rows))
    shares = {"turns exactly right": _share(turns - len(misses), turns), "dialogues right": _share(whole, len(rows))}
    return {**shares, "n": turns}, misses


def held_out_first(n: int, language: Language) -> Iterator[Turn]:
    """Requests inside the domain that training skips; the same ones at each call."""
    rng, given = random.Random(f"first {language}"), 0
    while given < n:
        turn = dialogue(rng, language=language, turns=1)[0]
        if turn.kind == "first" and is_held_out(turn.text):
            given += 1
            yield turn


def held_out_edits(n: int) -> Iterator[tuple[SceneHistory, list[Earlier], Turn]]:
    """(history, earlier turns as the writer reads them, turn) for edits that training skips; the same at each call."""
    rng, given = random.Random("edits"), 0
    while given < n:
        turns = dialogue(rng, turns=rng.randint(2, 6))
        history = SceneHistory()
        earlier: list[Earlier] = []
        for i, turn in enumerate(turns):
            if i and is_held_out(turn.text) and given < n:
                given += 1
                yield history, list(earlier), turn
            earlier.append(Earlier(turn.text, turn.edits, history.present))
            history = apply(history, turn.edits)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4)


def _tick(report: Report, name: str, done: int, of: int) -> None:
    if done % 50 == 0:
        report(f"{name} {done}/{of}")
