"""Under which words a picture is found: Latin words whole, Chinese by every character and every pair of neighbours.

Pairs find any word of two characters or more without a segmenter, so that index and search can never cut differently;
SQLite's own trigram index finds no word of two characters (橘猫). The table is the same on SQLite and PostgreSQL.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, insert, select

from danqing.core.script import HAN_RANGE, WIDE_HAN, WIDE_HAN_RANGE
from danqing.core.types import Draft
from danqing.store.tables import pictures, words

LONGEST = 80
_RUN = re.compile(rf"[{WIDE_HAN_RANGE}]+|[^\W_{HAN_RANGE}]+")


def index(tx: Connection, picture_id: str, draft: Draft) -> None:
    """Files the picture under the words of its request and its prompt, its painter and its style."""
    found = dict.fromkeys(_filed(draft))
    tx.execute(insert(words), [{"word": word, "picture_id": picture_id} for word in found])


def found_under(text: str) -> list[ColumnElement[bool]]:
    """Conditions on pictures that hold each word of ``text``; a Latin word also as the beginning of a longer one."""
    conditions: list[ColumnElement[bool]] = []
    for run in _runs(text):
        parts = (
            [words.c.word == part for part in _pairs(run)] if WIDE_HAN.match(run) else [words.c.word.startswith(run)]
        )
        conditions += [pictures.c.id.in_(select(words.c.picture_id).where(part)) for part in parts]
    return conditions


def made_with(**facts: str | None) -> list[ColumnElement[bool]]:
    """Conditions on pictures with that painter or style; None admits all."""
    wanted = [_fact(name, value) for name, value in facts.items() if value is not None]
    return [pictures.c.id.in_(select(words.c.picture_id).where(words.c.word == word)) for word in wanted]


def _filed(draft: Draft) -> Iterator[str]:
    texts = [draft.request.text, draft.prompt.text if draft.prompt else ""]
    texts += [subject.label or "" for subject in draft.scene.subjects]
    for run in (run for text in texts for run in _runs(text)):
        yield from [*run, *_pairs(run)] if WIDE_HAN.match(run) else [run]
    if draft.settings is not None:
        yield _fact("painter", draft.settings.painter)
    if draft.scene.style:
        yield _fact("style", draft.scene.style)


def _fact(name: str, value: str) -> str:
    """No word of a text has a colon in it."""
    return f"{name}:{value}"[:LONGEST]


def _runs(text: str) -> Iterator[str]:
    normal = unicodedata.normalize("NFKC", text).lower()
    return (run[:LONGEST] if not WIDE_HAN.match(run) else run for run in _RUN.findall(normal))


def _pairs(run: str) -> Iterable[str]:
    """Each two neighbours; a single character alone."""
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
