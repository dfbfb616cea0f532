"""What routes are given: the studio, the language of the client, the signal that the server stops."""

import threading
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from danqing.core.domain import Language
from danqing.server.submissions import SubmittedOnce

if TYPE_CHECKING:
    from danqing.app.studio import Studio


def _studio(request: Request) -> "Studio":
    return request.app.state.studio  # type: ignore[no-any-return]


def _stopping(request: Request) -> threading.Event:
    return request.app.state.stopping  # type: ignore[no-any-return]


def _submissions(request: Request) -> SubmittedOnce:
    return request.app.state.submissions  # type: ignore[no-any-return]


def client_language(request: Request) -> Language:
    """The language that ``Accept-Language`` prefers of the two that Danqing speaks; English without one."""
    best: tuple[float, Language] = (0.0, "en")
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";")
        language: Language | None = {"zh": "zh", "en": "en"}.get(tag.strip().lower().split("-")[0])  # type: ignore[assignment]
        quality = _quality(weight)
        if language is not None and quality > best[0]:
            best = (quality, language)
    return best[1]


def _quality(weight: str) -> float:
    """The number of ``q=0.8``; 1 without one, 0 for nonsense."""
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _static(request: Request) -> Traversable:
    return request.app.state.static  # type: ignore[no-any-return]


TheStudio = Annotated["Studio", Depends(_studio)]
ClientLanguage = Annotated[Language, Depends(client_language)]
Stopping = Annotated[threading.Event, Depends(_stopping)]
Static = Annotated[Traversable, Depends(_static)]
Submissions = Annotated[SubmittedOnce, Depends(_submissions)]
