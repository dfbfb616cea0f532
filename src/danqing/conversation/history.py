"""What earlier turns of a conversation tell the present one."""

from dataclasses import replace

from danqing.core.scene import Scene
from danqing.core.types import Conversation, Earlier, Request, Settings, Turn


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


def last_settings(past: Conversation, before: Turn, scene: Scene) -> Settings | None:
    """How the last picture of ``scene`` before this turn was drawn, or, where it has none, the last picture at all."""
    made = [turn.draft for turn in reversed(past.turns) if turn.number < before.number and turn.draft]
    drawn = [(draft.scene, draft.settings) for draft in made if draft.settings]
    return next((settings for shown, settings in drawn if shown == scene), drawn[0][1] if drawn else None)


def in_its_language(request: Request, past: Conversation, before: Turn) -> Request:
    """A request without words (a button's undo) speaks the language of the turn before it."""
    spoken = [turn.draft.request.language for turn in past.turns if turn.number < before.number and turn.draft]
    return replace(request, language=spoken[-1]) if spoken and not request.text else request
