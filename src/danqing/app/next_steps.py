"""What is offered after a turn: the next steps that its picture model can draw."""

from contextlib import suppress
from pathlib import Path

from danqing.app.shelf import Shelf
from danqing.core.errors import ModelUnusable, UnknownModel
from danqing.core.reading import Suggestion
from danqing.store.conversations import Conversations


def after(turn_id: str, conversations: Conversations, shelf: Shelf, home: Path) -> tuple[Suggestion, ...]:
    """None for a turn that is not finished or drew nothing, and where its picture model is no longer there.

    Raises NotFound.
    """
    turn = conversations.turn(turn_id)
    made = turn.draft
    if turn.state != "finished" or not turn.pictures or made is None or made.settings is None:
        return ()
    from danqing.language import library
    from danqing.language.suggesting import suggest

    past = reversed(conversations.conversation(turn.conversation_id).turns)
    earlier = (each.draft.scene for each in past if each.draft and each.number < turn.number)
    with suppress(UnknownModel, ModelUnusable), library.using(library.at(home)):
        painter = shelf.painter(made.settings.painter)
        return suggest(made.scene, painter.domain, painter.dialect, made.request.language, next(earlier, None))
    return ()
