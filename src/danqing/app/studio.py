"""The public Python API: everything that Danqing does, for programs, the command line and the server alike."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from danqing.core.events import StoredEvent
from danqing.core.scene import Scene, SceneEdit
from danqing.core.settings import Configuration
from danqing.core.types import Conversation, Draft, Drawing, DrawOptions, Picture, Prompt, Turn


class Studio:
    """One data folder, its models and its queue, open until ``close``. All methods may be called from any thread.

    Raises FolderBusy when another process has the folder open, StoreFailed when the folder cannot be used.
    """

    def __init__(
        self,
        home: Path | str | None = None,
        *,
        painter: str | None = None,
        writer: str | None = None,
        settings: Configuration | None = None,
    ) -> None:
        raise NotImplementedError

    def draw(self, text: str, *, conversation: str | None = None, **options: Any) -> Drawing:
        """One request to its pictures; ``options`` are those of DrawOptions. Raises TurnFailed, Cancelled, BadInput.

        A refusal by the policy is no error: ``refused`` is true and ``reply`` says why.
        """
        raise NotImplementedError

    def draw_many(self, texts: Iterable[str], **options: Any) -> list[Drawing]:
        """Each text in a conversation of its own, in order."""
        raise NotImplementedError

    def generate_prompt(self, text: str, scene: Scene | None = None, **options: Any) -> Draft:
        """What would be drawn, without drawing or storing anything. Raises Refused, BadInput."""
        raise NotImplementedError

    def generate_image(self, prompt: str | Prompt, **options: Any) -> list[Picture]:
        """Draws a prompt as it stands, in the picture model's own dialect. Raises Refused, TurnFailed, Cancelled."""
        raise NotImplementedError

    def create_conversation(self) -> str:
        """The id of a new, empty conversation."""
        raise NotImplementedError

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        raise NotImplementedError

    def turn(self, turn_id: str) -> Turn:
        """Raises NotFound."""
        raise NotImplementedError

    def submit(
        self,
        conversation_id: str,
        text: str,
        options: DrawOptions | None = None,
        *,
        edits: Sequence[SceneEdit] | None = None,
        prompt: Prompt | None = None,
    ) -> str:
        """The id of a new turn, at once: it is committed and will be carried out even after a crash.

        ``edits`` (such as ``[Undo()]``) or a ``prompt`` take the place of the language model's reading of ``text``,
        which may then be empty. Raises BadInput before anything is stored, NotFound for the conversation.
        """
        raise NotImplementedError

    def events(
        self, turn_id: str, after: int = 0, follow: bool = True, timeout: float | None = None
    ) -> Iterator[StoredEvent]:
        """The turn's events numbered above ``after``; with ``follow`` waits for more until the terminal one.

        Ends early when no event came for ``timeout`` seconds. Raises NotFound.
        """
        raise NotImplementedError

    def result(self, turn_id: str) -> Drawing:
        """Waits for the turn's end and sums it up. Raises TurnFailed and Cancelled, as ``draw``."""
        raise NotImplementedError

    def cancel(self, turn_id: str) -> bool:
        """Asks the turn to stop, waiting or drawing; False when it was over already. Raises NotFound."""
        raise NotImplementedError

    def picture(self, picture_id: str) -> Picture:
        """Raises NotFound."""
        raise NotImplementedError

    def picture_bytes(self, picture_id: str) -> bytes:
        """The PNG file. Raises NotFound."""
        raise NotImplementedError

    def close(self) -> None:
        """Stops the workers after their present step and frees the folder. What was accepted is kept."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
