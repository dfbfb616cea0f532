"""The server's factory: routes, guard and errors around one Studio."""

import threading
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from fastapi import FastAPI

from danqing import __version__
from danqing.server import problems
from danqing.server.guard import Guard
from danqing.server.routes import (
    conversations,
    gallery,
    health,
    inputs,
    models,
    page,
    pictures,
    prompts,
    settings,
    trainings,
    turns,
    words,
)
from danqing.server.submissions import SubmittedOnce

if TYPE_CHECKING:
    from danqing.app.studio import Studio


def create_app(studio: "Studio", static: Traversable | None = None, *, lan: bool = False) -> FastAPI:
    """The ASGI application for ``studio``, which stays the caller's to close. ``static``: the built page's folder.
    ``lan``: whether it may be called by an address of the local network.

    FastAPI's own documentation pages are off: they load scripts from the internet, and no request leaves this machine.
    """
    app = FastAPI(
        title="Danqing 丹青",
        version=__version__,
        summary="Chat in Chinese or English; a picture model on this machine draws what you meant.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.studio = studio
    app.state.static = static or files("danqing.server") / "static"
    app.state.stopping = threading.Event()
    app.state.submissions = SubmittedOnce()
    app.add_middleware(Guard, lan=lan)
    problems.install(app)
    api = (conversations, turns, gallery, pictures, inputs, prompts, words, models, trainings, settings, health)
    for routes in (*api, page):
        app.include_router(routes.router)
    return app
