"""What is offered after a turn: the next steps that its picture model can draw."""

from contextlib import suppress
from pathlib import Path

from danqing.app.shelf import Shelf
from danqing.core.errors import ModelUnusable, UnknownModel
from danqing.core.reading import Suggestion
from danqing.core.types import Turn


def after(turn: Turn, shelf: Shelf, home: Path) -> tuple[Suggestion, ...]:
    """None for a turn that is not finished or drew nothing, and where its picture model is no longer there."""
    made = turn.draft
    if turn.state != "finished" or not turn.pictures or made is None or made.settings is None:
        return ()
    from danqing.language import library
    from danqing.language.suggesting import suggest

    with suppress(UnknownModel, ModelUnusable), library.using(library.at(home)):
        painter = shelf.painter(made.settings.painter)
        return suggest(made.scene, painter.domain, painter.dialect, made.request.language)
    return ()
