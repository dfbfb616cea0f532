"""The short reply to a turn, in the user's language, composed from the diff and from what was left out."""

from collections.abc import Sequence

from danqing.conversation.wording import change_words, offer, quoted, scene_words
from danqing.core.domain import Domain, Language
from danqing.core.history import Change
from danqing.core.messages import say
from danqing.core.scene import Scene


def reply_to_drawn(
    before: Scene, after: Scene, changes: Sequence[Change], fresh: bool, domain: Domain | None, language: Language
) -> str:
    """What is being drawn or changed. ``fresh``: a new picture, not a change of the last one."""
    if not changes:
        return say(language, "reply_again", scene=scene_words(after, domain, language))
    if fresh or not before.subjects:
        return say(language, "reply_new", scene=scene_words(after, domain, language))
    seen = Scene((*after.subjects, *before.subjects))  # words for removed subjects are found too
    mark = "；" if language == "zh" else "; "
    return say(
        language, "reply_changed", changes=mark.join(change_words(c, seen, domain, language) for c in _told(changes))
    )


def _told(changes: Sequence[Change]) -> list[Change]:
    """Without the place that a new place has cleared."""
    moved = {c.id for c in changes if c.field in ("position", "relation") and c.after is not None}
    return [c for c in changes if not (c.field in ("position", "relation") and c.after is None and c.id in moved)]


def reply_to_left_out(left_out: Sequence[str], drawn: bool, domain: Domain | None, language: Language) -> str:
    """What the picture model cannot draw, what it can, and where a larger one is described. Empty for nothing."""
    if not left_out:
        return ""
    key = "reply_left_out" if drawn else "reply_nothing"
    return say(language, key, parts=quoted(left_out, language), offer=offer(domain, language)).strip()


def reply_to_nothing(cleared: bool, domain: Domain | None, language: Language) -> str:
    """Neither drawn nor left out: the canvas was emptied, or nothing was asked for."""
    if cleared:
        return say(language, "reply_empty")
    return say(language, "reply_unclear", offer=offer(domain, language)).strip()


def joined(parts: Sequence[str], language: Language) -> str:
    """Sentences in a row."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)
