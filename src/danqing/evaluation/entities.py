"""``danqing eval entities``: how well the entities of requests are found, type by type, against hand-written ones.

Rows are written by hand (``tests/fixtures/entities``). A found entity is right when its type is that of a gold one and
one stretch contains the other; ``exact`` asks for the same stretch, ``with value`` for the gold value too.
"""

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.domain import Language
from danqing.core.reading import Entity, Request
from danqing.evaluation.surroundings import surroundings
from danqing.language.preprocess import normalise
from danqing.language.understanding import understand
from danqing.language.vocabulary.inflection import singular

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures" / "entities"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
TIMED = 200
"""Characters of a request whose reading is timed."""


@dataclass(frozen=True, slots=True)
class Gold:
    """An entity as it should be; ``value`` is None where the type has no fixed form."""

    type: str
    text: str
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One request: pairs of gold and found that belong together, and what is left on either side."""

    request: Request
    pairs: tuple[tuple[Gold, Entity], ...]
    missed: tuple[Gold, ...]
    invented: tuple[Entity, ...]


def run(reserved: bool, report: Callable[[str], None]) -> dict[str, Any]:
    """The figures of one half by language; what was missed or invented in the dev half goes to ``report``."""
    half = "reserved" if reserved else "dev"
    out: dict[str, Any] = surroundings() | {"half": half}
    for language in LANGUAGES:
        judged = [judge(text, gold) for text, gold in read(FIXTURES / f"{half}_{language}.jsonl")]
        out[language] = figures(judged)
        for one in judged if not reserved else ():
            if one.missed or one.invented:
                report(json.dumps(_told(one), ensure_ascii=False))
        out[language][f"ms for {TIMED} characters"] = milliseconds([one.request.text for one in judged])
    return out


def read(path: Path) -> list[tuple[str, list[Gold]]]:
    """Requests as they were typed, with their gold entities placed in the normal form."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [(row["text"], list(_placed(normalise(row["text"]), row["entities"]))) for row in rows]


def judge(text: str, gold: Sequence[Gold]) -> Judged:
    """Each gold entity with the found one of its type that shares most of its stretch, once each."""
    request = understand(text)
    left = list(request.entities)
    pairs: list[tuple[Gold, Entity]] = []
    for wanted in gold:
        fits = [e for e in left if e.group == wanted.type and _contains(wanted, e)]
        if fits:
            best = max(fits, key=lambda e: min(e.end, wanted.end) - max(e.start, wanted.start))
            pairs.append((wanted, best))
            left.remove(best)
    known = [wanted for wanted, _ in pairs]
    return Judged(request, tuple(pairs), tuple(g for g in gold if g not in known), tuple(left))


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Precision, recall and F1 over all and by type; F1 for exact stretches and with values."""
    pairs = [pair for one in judged for pair in one.pairs]
    gold = Counter(g.type for one in judged for g in (*(w for w, _ in one.pairs), *one.missed))
    found = Counter(e.group for one in judged for e in (*(e for _, e in one.pairs), *one.invented))
    right = Counter(wanted.type for wanted, _ in pairs)
    exact = sum((wanted.start, wanted.end) == (e.start, e.end) for wanted, e in pairs)
    valued = sum(_same_value(wanted, e) for wanted, e in pairs)
    everything = (gold.total(), found.total())
    return {
        "all": _scores(right.total(), *everything),
        "F1 of exact stretches": _scores(exact, *everything)["F1"],
        "F1 with value": _scores(valued, *everything)["F1"],
        "by type": {t: _scores(right[t], n, found[t]) for t, n in sorted(gold.items())},
    }


def milliseconds(texts: Sequence[str]) -> float:
    """Median milliseconds that reading a request of 200 characters takes, texts joined until they are that long.

    Each is read five times and its quickest counts: other work on the machine is no property of the code.
    """
    whole = "。".join(texts)
    pieces = [whole[i : i + TIMED] for i in range(0, len(whole) - TIMED, TIMED)]
    return round(statistics.median(min(_timed(piece) for _ in range(5)) for piece in pieces), 2)


def _timed(text: str) -> float:
    start = time.perf_counter()
    understand(text)
    return (time.perf_counter() - start) * 1000


def _placed(text: str, rows: Sequence[Sequence[str]]) -> Iterator[Gold]:
    at = 0
    for kind, stretch, *value in rows:
        said = normalise(stretch)
        start = next((start for start in (_found(text, said, at), _found(text, said, 0)) if start >= 0), 0)
        at = max(at, start)
        yield Gold(kind, said, start, start + len(said), value[0].lower() if value else None)


def _found(text: str, said: str, at: int) -> int:
    """Where ``said`` stands from ``at`` on, Latin only as whole words; -1 where it does not."""
    match = re.compile(rf"(?<![a-z0-9]){re.escape(said)}(?![a-z0-9])" if said.isascii() else re.escape(said)).search(
        text, at
    )
    return match.start() if match else -1


def _contains(gold: Gold, entity: Entity) -> bool:
    inside = gold.start <= entity.start and entity.end <= gold.end
    return inside or (entity.start <= gold.start and gold.end <= entity.end)


def _same_value(gold: Gold, entity: Entity) -> bool:
    """The gold value, number of nouns and Chinese words for the same aside."""
    if gold.value is None or singular(gold.value) == singular(entity.name.lower()):
        return True
    value = f"({gold.value})" if gold.type == "weight" else gold.value
    return [singular(e.name.lower()) for e in understand(value).entities] == [singular(entity.name.lower())]


def _scores(right: int, gold: int, found: int) -> dict[str, float]:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "F1": round(f1, 4), "n": gold}


def _told(one: Judged) -> dict[str, Any]:
    return {
        "text": one.request.text,
        "missed": [f"{g.type} {g.text}" for g in one.missed],
        "invented": [f"{e.group} {e.text}" for e in one.invented],
        "value": [f"{e.text}: {e.name} for {g.value}" for g, e in one.pairs if not _same_value(g, e)],
    }
