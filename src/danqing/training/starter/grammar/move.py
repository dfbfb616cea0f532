"""One change to a scene, and everything that it is made from."""

import random
from dataclasses import dataclass

from danqing.core.scene import Scene, SceneEdit, Subject
from danqing.training.starter.grammar.plan import Voice
from danqing.training.starter.grammar.speech import Focus, Speech
from danqing.training.starter.grammar.template import early, fill


@dataclass(frozen=True, slots=True)
class Move:
    """One change: its marked words, its edits (an added subject with a stand-in id), the subjects it is about."""

    text: str
    edits: tuple[SceneEdit, ...]
    about: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Turning:
    """Everything that a change is made from. ``offset`` keeps stand-in ids of several additions apart."""

    v: Voice
    speech: Speech
    scene: Scene
    focus: Focus
    offset: int = 0

    def said(self, form: str, **slots: str) -> str:
        """One of the sentences of that form."""
        return fill(self.v.rng, early(self.v.rng, self.speech.forms[form], 1.25), **slots)

    def some(self) -> tuple[Subject, str, bool] | None:
        """A subject with a reference to it, and whether that is a pronoun."""
        if not self.scene.subjects:
            return None
        subject = self.v.rng.choice(self.scene.subjects)
        if self.focus.touched and self.v.chance(0.3) and any(s.id == self.focus.touched for s in self.scene.subjects):
            subject = self.scene.subject(self.focus.touched)
        found = self.speech.refer(self.v, self.scene, subject, self.focus)
        return (subject, *found) if found else None


def stand_in(index: int) -> str:
    """The id that an added subject has until the ids are counted."""
    return f"new{index}"


def other_than(rng: random.Random, options: tuple[str, ...], present: str | None) -> str:
    value = rng.choice(options)
    while value == present:
        value = rng.choice(options)
    return value
