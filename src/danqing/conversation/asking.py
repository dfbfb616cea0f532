"""Asking back: where a change could be meant for one of several things and nothing says which, the user chooses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from danqing.conversation.wording import Words
from danqing.core.messages import say
from danqing.core.reading import Earlier, Request
from danqing.core.scene import Add, Remove, Replace, Scene, SceneEdit, Set, Subject

MOST = 3
"""More choices than that are no help."""
_TOLD_APART = re.compile(
    r"\b(?:first|second|third|last|other|both|all|every|each|them|they)\b|第[一二三四1-4]|最后|另|都|全|每|们|两|俩"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read the request: its words for the user, and its edits."""

    label: str
    edits: tuple[SceneEdit, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the user is asked instead of a guess, with two or three choices."""

    text: str
    choices: tuple[Choice, ...]


def question(
    request: Request, scene: Scene, edits: Sequence[SceneEdit], history: Sequence[Earlier], words: Words
) -> Question | None:
    """The question that ``edits`` of ``scene`` raise; None where it is clear who is meant."""
    target = _target(scene, edits)
    if target is None or _TOLD_APART.search(request.text):
        return None
    named = _meant(request, scene, target)
    if not 2 <= len(named) <= MOST or _is_pointed_at(request, target, named, edits):
        return None
    if not _is_named(request, target) and _touched(history) in [s.id for s in named]:
        return None
    choices = tuple(Choice(words.subject(s, scene), _aimed(edits, target.id, s.id)) for s in named)
    return Question(say(request.language, "which_one"), choices)


def aimed_at(
    painted: str | None, request: Request, scene: Scene, edits: Sequence[SceneEdit]
) -> tuple[SceneEdit, ...] | None:
    """``edits`` of the subject that was painted over; None where none was, or where the words say which one."""
    target = _target(scene, edits)
    if painted is None or target is None or _TOLD_APART.search(request.text):
        return None
    named = _meant(request, scene, target)
    if painted not in [s.id for s in named] or _is_pointed_at(request, target, named, edits):
        return None
    return _aimed(edits, target.id, painted)


def _meant(request: Request, scene: Scene, target: Subject) -> Sequence[Subject]:
    """The subjects that edits of ``target`` could be meant for: those of its kind where that is said, else all."""
    return [s for s in scene.subjects if s.kind == target.kind] if _is_named(request, target) else scene.subjects


def _target(scene: Scene, edits: Sequence[SceneEdit]) -> Subject | None:
    """The one subject that all edits change."""
    ids = {e.id for e in edits if isinstance(e, Set | Remove | Replace)}
    if len(ids) != 1 or any(isinstance(e, Add) for e in edits) or len(edits) != sum(hasattr(e, "id") for e in edits):
        return None
    return next((s for s in scene.subjects if s.id in ids), None)


def _is_named(request: Request, target: Subject) -> bool:
    """Whether the request says what kind of thing it means."""
    nouns = {e.name for e in request.entities if e.group in ("subject", "kinds")}
    return target.kind in nouns or any(target.kind.split()[-1] == noun.split()[-1] for noun in nouns)


def _is_pointed_at(request: Request, target: Subject, among: Sequence[Subject], edits: Sequence[SceneEdit]) -> bool:
    """Whether a look or a place that only ``target`` has is mentioned, beside what it shall become."""
    becoming = {e.value for e in edits if isinstance(e, Set)} | {e.kind for e in edits if isinstance(e, Replace)}
    said = {e.name for e in request.entities} - {v for v in becoming if isinstance(v, str)}
    for field in ("colour", "size", "position", "material", "label"):
        own = getattr(target, field)
        if own in said and sum(getattr(s, field) == own for s in among) == 1:
            return True
    nouns = {e.name for e in request.entities if e.group in ("subject", "kinds")}
    kinds = [s.kind for s in among]
    return target.kind in nouns and kinds.count(target.kind) == 1


def _touched(history: Sequence[Earlier]) -> str | None:
    """The subject that the last turn was about, if it was one: what "it" means."""
    if not history:
        return None
    edits = [e for e in history[-1].edits if isinstance(e, Add | Set | Replace)]
    ids = {e.subject.id if isinstance(e, Add) else e.id for e in edits}
    ids.discard("scene")
    return ids.pop() if len(ids) == 1 else None


def _aimed(edits: Sequence[SceneEdit], old: str, new: str) -> tuple[SceneEdit, ...]:
    return tuple(replace(e, id=new) if isinstance(e, Set | Remove | Replace) and e.id == old else e for e in edits)
