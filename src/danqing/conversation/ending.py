"""How a turn ends that does not succeed: one sentence in the user's language."""

from typing import Literal

from danqing.core import events
from danqing.core.domain import Language
from danqing.core.errors import Cancelled, DanqingError, Refused
from danqing.core.messages import say
from danqing.core.protocols import TurnStore
from danqing.core.types import Claim

Unsuccessful = Literal["refused", "failed", "cancelled"]
LastEvent = events.Refused | events.Failed | events.Cancelled
MAX_ATTEMPTS = 5
"""After so many deaths of the process in one job it is the job that kills it."""


def give_up(claim: Claim, error: Exception, store: TurnStore, language: Language) -> None:
    """Ends the turn as refused, cancelled or failed. Raises LeaseLost, StoreFailed."""
    state, last = ending(error, language)
    store.end(claim, state, [last])


def ending(error: Exception, language: Language) -> tuple[Unsuccessful, LastEvent]:
    """The last state and event of what did not succeed."""
    match error:
        case Refused():
            return "refused", events.Refused(topic=error.topic, message=error.message(language))
        case Cancelled():
            return "cancelled", events.Cancelled(message=error.message(language))
        case DanqingError():
            last = events.Failed(
                code=error.code,
                message=error.message(language),
                retryable=error.retryable,
                exit_code=error.exit_code,
            )
            return "failed", last
        case _:
            detail = f"{type(error).__name__}: {error}"[:300]
            return "failed", events.Failed(code="internal", message=say(language, "internal", detail=detail))
