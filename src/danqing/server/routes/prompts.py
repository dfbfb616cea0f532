"""Prompts looked at without drawing, and the libraries that they are made with."""

from fastapi import APIRouter

from danqing.core.shown import LibraryShown, PromptShown
from danqing.server.deps import TheStudio
from danqing.server.problems import documented
from danqing.server.prompt_shapes import PromptBody

router = APIRouter(prefix="/api", tags=["prompts"])


@router.post("/prompt", responses=documented(403, 413, 422, 503))
def look_at_prompt(body: PromptBody, studio: TheStudio) -> PromptShown:
    """What a request becomes: entities, scene, prompt, and what was dropped. Nothing is drawn or stored."""
    return studio.show_prompt(body.text, body.given_scene(), dialect=body.dialect, **body.options())


@router.get("/library", responses=documented(422))
def show_library(studio: TheStudio) -> LibraryShown:
    """Styles, negatives, presets and wildcards, the user's own first."""
    return studio.library()
