"""What earlier turns of a conversation tell the present one."""

from dataclasses import replace

from danqing.core.reading import Earlier, Request
from danqing.core.scene import Scene
from danqing.core.types import Conversation, Turn


def earlier(past: Conversation, before: Turn) -> list[Earlier]:
    """Earlier requests with the edits they became, oldest first: what the writer is shown.

    Turns that came to nothing are left out, and so are those without words (a button's undo).
    """
    told, scene = list[Earlier](), Scene()
    for turn in past.turns:
        if turn.number < before.number and turn.draft:
            if turn.draft.request.text and turn.draft.edits:
                told.append(Earlier(turn.draft.request.text, turn.draft.edits, scene))
            scene = turn.draft.scene
    return told


def last_drawn(past: Conversation, before: Turn, scene: Scene) -> Turn | None:
    """The last turn before this one that drew ``scene``, or, where none did, the last that drew anything."""
    made = [turn for turn in reversed(past.turns) if turn.number < before.number and turn.draft and turn.draft.settings]
    return next((turn for turn in made if turn.draft and turn.draft.scene == scene), made[0] if made else None)


def in_its_language(request: Request, past: Conversation, before: Turn) -> Request:
    """A request without words (a button's undo) speaks the language of the turn before it."""
    spoken = [turn.draft.request.language for turn in past.turns if turn.number < before.number and turn.draft]
    return replace(request, language=spoken[-1]) if spoken and not request.text else request
