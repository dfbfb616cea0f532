"""Which next steps are offered under a picture: another hour or place, another style, something beside it, a colour."""

from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from danqing.core.domain import Domain, Language
from danqing.core.history import SceneHistory, apply, diff
from danqing.core.reading import Suggestion
from danqing.core.scene import Scene
from danqing.language.suggesting import closed, wide

MOST = 4
"""More than that are no help."""


def suggest(
    scene: Scene, domain: Domain | None, dialect: str, language: Language, before: Scene | None = None
) -> tuple[Suggestion, ...]:
    """Up to four steps from ``scene``, each of another kind as far as there are any; the same for the same scene.

    ``domain``: the closed vocabulary of the picture model, where it has one; ``before``: the scene of the picture
    before. Nothing is offered that the scene has already or that would take back what was just changed, and nothing
    that its picture model has no word for; none at all where the scene has no subjects.
    """
    if not scene.subjects:
        return ()
    kinds = closed.kinds(scene, domain, language) if domain else wide.kinds(scene, dialect, language)
    new = (_leading_on(scene, before or Scene(), kind) for kind in kinds)
    in_turn = chain.from_iterable(zip_longest(*new))  # the first of each kind, then the second of each
    return tuple(islice((one for one in in_turn if one is not None), MOST))


def _leading_on(scene: Scene, before: Scene, steps: Iterator[Suggestion]) -> Iterator[Suggestion]:
    """Those that change the scene, and not back."""
    now = SceneHistory((scene,), (-1,), 0)
    gone = {(change.id, change.field, change.before) for change in diff(before, scene)}
    for step in steps:
        changes = diff(scene, apply(now, step.edits).present)
        if changes and not any((change.id, change.field, change.after) in gone for change in changes):
            yield step
