"""The way in for every command: the data folder itself, or the Danqing that owns it already."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from danqing.core.events import StoredEvent
from danqing.core.reading import Suggestion
from danqing.core.scene import SceneEdit
from danqing.core.settings import Configuration, load
from danqing.core.types import DrawOptions, Input

if TYPE_CHECKING:
    from danqing.core.shown import PromptShown


class Door(Protocol):
    """What the commands need of a Studio, on this side of a socket or the other."""

    def prepare(self, painter: str | None = None, writer: str | None = None) -> None:
        """Raises UnknownModel or ModelUnusable where a turn with these models could only fail; warms them."""
        ...

    def create_conversation(self) -> str: ...

    def submit(
        self, conversation_id: str, text: str, options: DrawOptions, *, edits: Sequence[SceneEdit] | None = None
    ) -> str: ...

    def show_prompt(self, text: str, *, dialect: str | None = None, **options: Any) -> "PromptShown":
        """What ``text`` becomes, with nothing drawn or stored; ``options`` are those of DrawOptions."""
        ...

    def events(self, turn_id: str, after: int = 0) -> Iterator[StoredEvent]: ...

    def cancel(self, turn_id: str) -> bool: ...

    def suggestions(self, turn_id: str) -> Sequence[Suggestion]:
        """What may be said after a turn that drew something."""
        ...

    def bring(self, data: bytes) -> Input: ...

    def picture_bytes(self, picture_id: str) -> bytes: ...


@contextmanager
def open_door(configuration: Configuration | None = None) -> Iterator[Door]:
    """A running server where one owns the data folder, else a Studio of our own, closed at the end."""
    from danqing.store.folder import owner

    settings = configuration or load()
    busy = owner(settings.home)
    if busy is not None and busy.url:
        from danqing.cli.remote import RemoteStudio

        yield RemoteStudio(busy.url)
        return
    from danqing.app.studio import Studio

    with Studio(settings=settings) as studio:
        yield studio
