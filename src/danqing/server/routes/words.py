"""The words of a closed vocabulary, so that a client can show scenes in Chinese and offer what can be chosen."""

from fastapi import APIRouter

from danqing.core.domain import STARTER, Term
from danqing.server.problems import documented
from danqing.server.shapes import Vocabulary, Word

router = APIRouter(prefix="/api/words", tags=["words"])


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


def _words(terms: tuple[Term, ...]) -> list[Word]:
    return [Word(name=term.name, zh=term.zh) for term in terms]
