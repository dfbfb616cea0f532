"""The short reply to a turn, in the user's language, composed from the diff and from what was left out."""

from collections.abc import Sequence

from danqing.conversation.wording import Words
from danqing.core.domain import Language
from danqing.core.history import Change
from danqing.core.messages import say
from danqing.core.scene import Scene


def reply_to_drawn(before: Scene, after: Scene, changes: Sequence[Change], fresh: bool, words: Words) -> str:
    """What is being drawn or changed. ``fresh``: a new picture, not a change of the last one."""
    if not changes:
        return say(words.language, "reply_again", scene=words.scene(after))
    if fresh or before == Scene():
        return say(words.language, "reply_new", scene=words.scene(after))
    seen = Scene((*after.subjects, *before.subjects))  # words for removed subjects are found too
    mark = "；" if words.language == "zh" else "; "
    return say(words.language, "reply_changed", changes=mark.join(words.change(c, seen) for c in _told(changes)))


def _told(changes: Sequence[Change]) -> list[Change]:
    """Without the place that a new place has cleared."""
    moved = {c.id for c in changes if c.field in ("position", "relation") and c.after is not None}
    return [c for c in changes if not (c.field in ("position", "relation") and c.after is None and c.id in moved)]


def reply_to_left_out(left_out: Sequence[str], drawn: bool, words: Words) -> str:
    """What the picture model cannot draw, what it can, and where a larger one is described. Empty for nothing."""
    if not left_out or (words.domain is None and not drawn):
        return ""
    key = "reply_left_out" if drawn else "reply_nothing"
    return say(words.language, key, parts=words.quoted(left_out), offer=words.offer()).strip()


def reply_to_nothing(cleared: bool, words: Words) -> str:
    """Neither drawn nor left out: the canvas was emptied, or nothing was asked for."""
    if cleared:
        return say(words.language, "reply_empty")
    return say(words.language, "reply_unclear", offer=words.offer()).strip()


def joined(parts: Sequence[str], language: Language) -> str:
    """Sentences in a row."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)
