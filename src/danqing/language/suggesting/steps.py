"""Which next steps are offered under a picture: another hour or place, another style, something beside it, a colour."""

from collections.abc import Iterator
from itertools import islice, zip_longest

from danqing.core.domain import Domain, Language
from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Suggestion
from danqing.core.scene import Scene
from danqing.language.suggesting import closed, wide

MOST = 4
"""More than that are no help."""


def suggest(scene: Scene, domain: Domain | None, dialect: str, language: Language) -> tuple[Suggestion, ...]:
    """Up to four steps from ``scene``, each of another kind as far as there are any; the same for the same scene.

    ``domain``: the closed vocabulary of the picture model, where it has one. Nothing is offered that the scene has
    already, and nothing that its picture model has no word for; none at all where the scene has no subjects.
    """
    if not scene.subjects:
        return ()
    kinds = closed.kinds(scene, domain, language) if domain else wide.kinds(scene, dialect, language)
    return tuple(islice(_changing(scene, kinds), MOST))


def _changing(scene: Scene, kinds: list[Iterator[Suggestion]]) -> Iterator[Suggestion]:
    """The first of each kind, then the second of each, without those that would change nothing."""
    now = SceneHistory((scene,), (-1,), 0)
    for row in zip_longest(*kinds):
        for one in row:
            if one is not None and apply(now, one.edits).present != scene:
                yield one
