"""What the writer reads: the one form of its messages, shared by training and the running product."""

from collections.abc import Sequence

from danqing.core.codec import dumps, scene_to_json
from danqing.core.scene import Scene
from danqing.core.types import Message

SYSTEM = "Turn the request into scene edits."
EARLIER_TURNS = 3


def compose_messages(history: Sequence[tuple[str, str]], scene: Scene, text: str) -> list[Message]:
    """The messages of one turn.

    ``history`` holds earlier turns, oldest first, as (normalised user text, the JSON of the edits it became);
    the last three of them are shown. ``scene`` is the present one, ``text`` the normalised request.
    """
    messages = [Message("system", SYSTEM)]
    for said, answered in history[-EARLIER_TURNS:]:
        messages += [Message("user", said), Message("assistant", answered)]
    messages.append(Message("user", f"{dumps(scene_to_json(scene))}\n{text}"))
    return messages
