"""The outcome of a turn for the Python API: a Drawing, or the error that its last event tells of."""

from danqing.core import events
from danqing.core.errors import Cancelled, Refused, TurnFailed
from danqing.core.events import Event
from danqing.core.scene import Scene
from danqing.core.types import Drawing, Turn


def drawing_of(turn: Turn, last: Event, refusal_raises: bool = False) -> Drawing:
    """The turn summed up. ``last``: its terminal event. Raises TurnFailed, Cancelled and, where asked to, Refused."""
    match last:
        case events.Failed():
            raise TurnFailed(last.code, last.message, retryable=last.retryable, exit_code=last.exit_code)
        case events.Cancelled():
            raise Cancelled()
        case events.Refused():
            if refusal_raises:
                raise Refused(last.topic)
            reply = last.message
        case _:
            reply = turn.draft.reply if turn.draft else ""
    made = turn.draft
    timings = last.model_dump(exclude={"type"}) if isinstance(last, events.Finished) else {}
    return Drawing(
        reply=reply,
        scene=made.scene if made else Scene(),
        edits=made.edits if made else (),
        prompt=made.prompt if made else None,
        settings=made.settings if made else None,
        pictures=turn.pictures,
        timings=timings,
        refused=isinstance(last, events.Refused),
        left_out=made.left_out if made else (),
    )
