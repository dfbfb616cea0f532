"""The words of a closed vocabulary, so that a client can show scenes in Chinese and offer what can be chosen."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from danqing.core.domain import STARTER, Term
from danqing.server.deps import TheStudio
from danqing.server.problems import documented
from danqing.server.shapes import Vocabulary, Word

router = APIRouter(prefix="/api/words", tags=["words"])

Phrases = Annotated[
    list[Annotated[str, StringConstraints(max_length=200)]],
    Query(min_length=1, max_length=100, description="Canonical English, as scenes and edits hold it."),
]


@router.get("", responses=documented())
def list_words() -> Vocabulary:
    """The starter's vocabulary, group by group."""
    return Vocabulary(
        kinds=_words(STARTER.kinds),
        colours=_words(STARTER.colours),
        sizes=_words(STARTER.sizes),
        positions=_words(STARTER.positions),
        relations=_words(STARTER.relations),
        backgrounds=_words(STARTER.backgrounds),
        styles=_words(STARTER.styles),
    )


@router.get("/chinese", responses=documented(422))
def translate_words(studio: TheStudio, phrase: Phrases) -> dict[str, str]:
    """Phrases of scenes in Chinese; those without a translation are left out."""
    return studio.in_chinese(phrase)


def _words(terms: tuple[Term, ...]) -> list[Word]:
    return [Word(name=term.name, zh=term.zh) for term in terms]
