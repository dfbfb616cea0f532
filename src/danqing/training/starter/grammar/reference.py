"""Which ways of pointing at a subject are unambiguous in the present scene."""

from collections.abc import Callable

from danqing.core.scene import Scene, Subject


def ways(scene: Scene, subject: Subject, focus: str | None, fresh: str | None) -> list[str]:
    """Names of the ways, the usual ones repeated.

    ``focus`` is the id of the subject touched last, ``fresh`` of the one added alone by the turn before.
    """
    others = [s for s in scene.subjects if s.id != subject.id]
    found = []
    if focus == subject.id or not others:
        found += ["it"] * 6
    if all(s.kind != subject.kind for s in others):
        found += ["kind"] * 10
    if fresh == subject.id and others:
        found += ["fresh"]
    if not others:
        return found + (["colour kind"] if subject.colour else [])
    if subject.colour and _alone(subject, others, lambda s: s.colour):
        found += ["colour", "colour", "colour kind", "colour kind"]
    elif subject.colour and _alone(subject, others, lambda s: (s.kind, s.colour)):
        found += ["colour kind"] * 4
    if subject.size in ("small", "large") and _alone(subject, others, lambda s: s.size):
        found += ["size"]
    if subject.position in ("left", "right", "top", "bottom", "centre") and not any(_near(subject, s) for s in others):
        found += ["place", "place"]
    if subject.count == 1:
        found += ["ordinal"]
        if any(s.kind == subject.kind for s in others) and all(s.count == 1 for s in others if s.kind == subject.kind):
            found += ["ordinal kind"] * 3
    return found


def _alone(subject: Subject, others: list[Subject], key: Callable[[Subject], object]) -> bool:
    return all(key(s) != key(subject) for s in others)


def _near(subject: Subject, other: Subject) -> bool:
    """Whether the other one, too, could be meant by the subject's position."""
    return other.position is not None and (subject.position or "") in other.position
