"""Wires: how a language model is asked for scene edits, and how its answer is read. One file a wire."""

from collections.abc import Callable, Sequence
from typing import Protocol

from danqing.core.reading import Constraint, Earlier, Message, Request
from danqing.core.scene import Scene, SceneEdit


class Wire(Protocol):
    """The words of one kind of language model. ``max_new_tokens``: what the longest sensible answer takes."""

    max_new_tokens: int

    def messages(
        self, history: Sequence[Earlier], scene: Scene, request: Request, room: int, count: Callable[[str], int]
    ) -> list[Message]:
        """The messages of one turn, ``history`` oldest first, in at most ``room`` tokens as ``count`` counts them."""
        ...

    def constraint(self, scene: Scene, request: Request) -> Constraint:
        """What the answer to ``request`` must look like."""
        ...

    def read(self, answer: str, scene: Scene, request: Request) -> tuple[SceneEdit, ...]:
        """The edits of an answer. Raises ModelUnusable, EditInvalid where there are none in it."""
        ...
