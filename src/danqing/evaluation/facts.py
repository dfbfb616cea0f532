"""``danqing eval facts``: how much of what people ask for reaches the prompt, by the rules alone, dialect by dialect.

Rows are written by hand (``tests/fixtures/facts``): a request, facts as lists of words of which one must be in the
prompt, and what must not appear as wanted.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danqing.core.domain import Language
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import Scene
from danqing.core.script import HAN
from danqing.core.types import Prompt
from danqing.evaluation.surroundings import surroundings
from danqing.language.composing.composer import Composer
from danqing.language.dialects import compose
from danqing.language.understanding import understand

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures" / "facts"
DIALECTS = ("sd15", "sdxl", "flux")
LANGUAGES: tuple[Language, ...] = ("en", "zh")
SEED = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One request: ``facts`` each a list of words that stand for it, ``excluded`` likewise."""

    text: str
    facts: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row's outcome: the facts that are not in the prompt, the unwanted words that are, and Han where none may be."""

    row: Row
    prompt: Prompt
    missing: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...]
    han: bool


def run(reserved: bool, report: Callable[[str], None]) -> dict[str, Any]:
    """The share of facts found, for each language and dialect; rows that were not right go to ``report``."""
    half = "reserved" if reserved else "dev"
    out: dict[str, Any] = surroundings() | {"half": half}
    for language in LANGUAGES:
        rows = read(FIXTURES / f"{half}_{language}.jsonl")
        for dialect in DIALECTS:
            judged = [judge(row, compose([scene_of(row.text)], dialect, SEED, language=language)) for row in rows]
            out[f"{dialect}, {language}"] = shares(judged)
            for one in judged if dialect == DIALECTS[0] else ():
                if one.missing or one.unwanted or one.han:
                    report(json.dumps(_told(one), ensure_ascii=False))
    return out


def read(path: Path) -> list[Row]:
    """The rows of one file."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        Row(d["text"], tuple(tuple(fact) for fact in d["facts"]), tuple(tuple(e) for e in d["excluded"])) for d in lines
    ]


def scene_of(text: str) -> Scene:
    """The scene that the composer makes of a first request."""
    return apply(SceneHistory(), Composer().write([], Scene(), understand(text)).edits).present


def judge(row: Row, prompt: Prompt) -> Judged:
    """Facts by any of their words, whole and in the singular or plural, weights and brackets left aside."""
    text = _plain(prompt.text)
    missing = tuple(fact for fact in row.facts if not any(holds(text, word) for word in fact))
    wanted = re.sub(r"\b(?:without|no|avoid(?:ing)?)\b[^.]*", " ", text)
    unwanted = tuple(word for words in row.excluded for word in words if holds(wanted, word))
    return Judged(row, prompt, missing, unwanted, bool(HAN.search(prompt.text + prompt.negative)))


def holds(text: str, word: str) -> bool:
    """Whether ``word`` stands in ``text`` as a word of its own, a hyphen being part of words; plurals count."""
    plain = _plain(word)
    forms = {plain, f"{plain}s", f"{plain}es", re.sub(r"y$", "ies", plain), re.sub(r"fe?$", "ves", plain)}
    return any(re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text) for form in forms)


def shares(judged: Sequence[Judged]) -> dict[str, float]:
    """Shares of facts found and of rows without an unwanted word and without Han; ``n`` facts."""
    facts = sum(len(one.row.facts) for one in judged)
    found = facts - sum(len(one.missing) for one in judged)
    clean = sum(not one.unwanted for one in judged)
    latin = sum(not one.han for one in judged)
    return {
        "facts found": round(found / facts, 4),
        "nothing unwanted": round(clean / len(judged), 4),
        "no Han characters": round(latin / len(judged), 4),
        "n": facts,
    }


def _plain(text: str) -> str:
    """Lower case, without weights: ``(red hat:1.3)`` as ``red hat``."""
    return re.sub(r":\d+(?:\.\d+)?(?=\))|[()\[\]]", " ", text.lower()).replace("\\", "")


def _told(one: Judged) -> dict[str, Any]:
    return {
        "text": one.row.text,
        "prompt": one.prompt.text,
        "missing": [fact[0] for fact in one.missing],
        "unwanted": one.unwanted,
    }
