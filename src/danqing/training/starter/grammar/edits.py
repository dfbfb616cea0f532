"""Edits in the middle of a dialogue: which there are and how often each is asked for; travel between the pictures."""

from collections.abc import Callable

from danqing.core.scene import Clear, GoTo, Redo, SceneEdit, Undo
from danqing.training.starter.grammar import edits_scene as scene
from danqing.training.starter.grammar import edits_subject as subject
from danqing.training.starter.grammar.move import Move, Turning

SIMPLE: tuple[tuple[Callable[[Turning], Move | None], int], ...] = (
    (subject.colour, 15), (subject.size, 12), (subject.count, 11), (subject.position, 11), (subject.relation, 6), (subject.amid, 4), (subject.remove, 8),
    (subject.more_or_less, 8), (subject.exchange, 7), (subject.nudge, 2), (subject.mirror, 3), (subject.twice, 4), (subject.looks, 3),
    (scene.background, 9), (scene.style, 8), (scene.add, 15), (scene.add_between, 3), (scene.variant, 4), (scene.everything, 5), (scene.pair, 6), (scene.spared, 5), (scene.keep, 3), (scene.odd, 5), (scene.strange, 5), (scene.whole, 2),
)  # fmt: skip
TRAVEL: dict[str, SceneEdit] = {"undo": Undo(), "redo": Redo(), "clear": Clear()}


def travel(t: Turning, form: str, number: int = 0) -> Move:
    """Undo, redo, clear, or back to picture ``number``."""
    if form == "undo_twice":
        return Move(t.said(form), (Undo(), Undo()), (), "undo")
    if form != "goto":
        return Move(t.said(form), (TRAVEL[form],), (), form)
    if number == 1 and t.v.chance(0.25):
        return Move(t.said("goto_first"), (GoTo(1),), (), form)
    return Move(t.said("goto", o=t.speech.ordinals[number - 1], d=str(number)), (GoTo(number),), (), form)
